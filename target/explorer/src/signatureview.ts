// The signature step by step, with what each step gave.
import { block } from "./block.js";
import { el } from "./dom.js";
import { words } from "./language.js";
import type { Signed } from "./signing.js";

export function signatureView(signed: Signed): HTMLElement {
  const said = words();
  const step = (title: string, note: string, value: string) => [
    el("h4", {}, title),
    el("p", { class: "note" }, note),
    block(value, title),
  ];
  return el(
    "div",
    { class: "stack" },
    el("h3", {}, said.steps),
    ...step(said.step1, said.step1Note, signed.bodyHash),
    ...step(said.step2, said.step2Note, signed.canonicalRequest),
    ...step(said.step3, said.step3Note, signed.stringToSign),
    ...step(said.step4, said.step4Note, signed.signature),
    ...step(said.step5, said.step5Note, signed.authorization),
  );
}
