// The steps of the signature, with their results.
import { el } from "../dom.js";
import { message } from "../messages.js";
import type { Signed } from "../signing.js";
import { block } from "./block.js";

export function signatureView(signed: Signed): HTMLElement {
  const step = (title: string, note: string, value: string) => [
    el("h4", {}, title),
    el("p", { class: "note" }, note),
    block(value, title),
  ];
  return el(
    "div",
    { class: "stack" },
    el("h3", {}, message("How the request was signed")),
    ...step(
      message("1. Hash of the body"),
      message("SHA-256, in hexadecimal digits. Without a body, the hash of the empty string."),
      signed.bodyHash,
    ),
    ...step(
      message("2. Canonical request"),
      message(
        "Method, path, sorted query, signed headers with their values, their names, and the hash of the body.",
      ),
      signed.canonicalRequest,
    ),
    ...step(
      message("3. String to sign"),
      message("The algorithm, and the SHA-256 of the canonical request."),
      signed.stringToSign,
    ),
    ...step(
      message("4. Signature"),
      message("HMAC-SHA256 of the string to sign, with the secret of the access key."),
      signed.signature,
    ),
    ...step(
      message("5. Authorization header"),
      message("The access key id, the names of the signed headers and the signature."),
      signed.authorization,
    ),
  );
}
