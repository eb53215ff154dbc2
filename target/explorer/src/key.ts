// Access keys: typed into the page, or the operator's key at the target.
import { strings } from "./language.js";
import { type Key, keyWithSecret } from "./signing.js";

export interface TypedKey {
  id: string;
  secret: string;
  token: string;
}

const KEY_PATH = "/explorer/key";

/** Returns the id of the operator's key; null when there is none. */
export async function localKeyId(): Promise<string | null> {
  const response = await fetch(KEY_PATH, { cache: "no-store" });
  return response.ok ? ((await response.json()) as { keyId: string | null }).keyId : null;
}

/** Returns the operator's key; the target signs, and keeps the secret. */
export function localKey(id: string): Key {
  return { id, sign: (_, canonicalRequest) => requestSignature(canonicalRequest) };
}

export function typedKey(typed: TypedKey): Key {
  if (!typed.id || !typed.secret) throw new Error(strings().noKey);
  return keyWithSecret(typed.id.trim(), typed.secret, typed.token.trim() || undefined);
}

async function requestSignature(canonicalRequest: string): Promise<string> {
  const response = await fetch(KEY_PATH, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ canonical_request: canonicalRequest }),
  });
  const result = (await response.json()) as { signature?: string; error?: string };
  if (result.signature === undefined) throw new Error(result.error ?? strings().noResponse);
  return result.signature;
}
