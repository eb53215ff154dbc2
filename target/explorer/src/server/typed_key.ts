// An access key that was typed into the page; it is kept in memory only.
import { type Key, keyWithSecret } from "../signing.js";

export interface TypedKey {
  id: string;
  secret: string;
  token: string;
}

export function typedKey(typed: TypedKey): Key {
  return keyWithSecret(typed.id.trim(), typed.secret, typed.token.trim() || undefined);
}
