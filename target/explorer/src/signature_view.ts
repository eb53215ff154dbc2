// The steps of the signature, with their results.
import { block } from "./block.js";
import { el } from "./dom.js";
import { strings } from "./language.js";
import type { Signed } from "./signing.js";

export function signatureView(signed: Signed): HTMLElement {
  const texts = strings();
  const step = (title: string, note: string, value: string) => [
    el("h4", {}, title),
    el("p", { class: "note" }, note),
    block(value, title),
  ];
  return el(
    "div",
    { class: "stack" },
    el("h3", {}, texts.steps),
    ...step(texts.step1, texts.step1Note, signed.bodyHash),
    ...step(texts.step2, texts.step2Note, signed.canonicalRequest),
    ...step(texts.step3, texts.step3Note, signed.stringToSign),
    ...step(texts.step4, texts.step4Note, signed.signature),
    ...step(texts.step5, texts.step5Note, signed.authorization),
  );
}
