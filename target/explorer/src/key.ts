// Where a signature comes from: a secret that was typed here, or the operator's key.
import { words } from "./language.js";
import { type Key, keyWithSecret } from "./signing.js";

export interface Typed {
  id: string;
  secret: string;
  token: string;
}

const PLACE = "/explorer/key";

/** The id of the operator's key, where there is one. */
export async function localKeyId(): Promise<string | null> {
  const response = await fetch(PLACE, { cache: "no-store" });
  return response.ok ? ((await response.json()) as { keyId: string | null }).keyId : null;
}

/** The operator's key: its secret stays at the target, which signs. */
export function localKey(id: string): Key {
  return { id, sign: (_, canonicalRequest) => askForSignature(canonicalRequest) };
}

export function typedKey(typed: Typed): Key {
  if (!typed.id || !typed.secret) throw new Error(words().noKey);
  return keyWithSecret(typed.id.trim(), typed.secret, typed.token.trim() || undefined);
}

async function askForSignature(canonicalRequest: string): Promise<string> {
  const response = await fetch(PLACE, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ canonical_request: canonicalRequest }),
  });
  const answer = (await response.json()) as { signature?: string; error?: string };
  if (answer.signature === undefined) throw new Error(answer.error ?? words().noAnswer);
  return answer.signature;
}
