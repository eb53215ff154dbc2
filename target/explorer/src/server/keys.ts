// Sends requests with the key that is chosen: the target's, or one that was typed.
import type { Contract } from "../contract.js";
import type { BuiltRequest } from "../request/build.js";
import type { KeyChoice } from "../request/key_form.js";
import { type Call, send } from "./call.js";
import { localKey, type Offer } from "./local.js";
import { typedKey } from "./typed_key.js";

export async function sendWith(
  contract: Contract,
  choice: KeyChoice,
  { keyId }: Offer,
  request: BuiltRequest,
  stop?: AbortSignal,
): Promise<Call> {
  const isLocal = choice.local && keyId !== null;
  const key = isLocal ? localKey(keyId, stop) : typedKey(choice.typed);
  return send(contract, request, key, stop);
}
