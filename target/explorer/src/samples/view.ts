// The samples of a request: a tab and a copy button for each.
import { block } from "../block.js";
import type { Contract } from "../contract.js";
import { button, el } from "../dom.js";
import type { Call } from "../call.js";
import { strings } from "../language.js";
import { tabs } from "../tabs.js";
import { GENERATORS } from "./generators.js";
import { sampleOf } from "./sample.js";

export function samplesView(
  contract: Contract,
  call: Call,
  state: { sample: string },
): HTMLElement {
  const sample = sampleOf(contract, call, location.origin);
  const all = GENERATORS.map(({ name, write }) => ({
    name,
    label: strings()[name],
    fill: () => copyable(write(sample), strings()[name]),
  }));
  return el(
    "div",
    { class: "samples" },
    el("p", { class: "note" }, strings().samplesNote),
    tabs(strings().sampleKinds, all, state.sample, (name) => (state.sample = name)),
  );
}

function copyable(text: string, label: string): HTMLElement {
  const status = el("span", { role: "status", class: "note" });
  const copy = button(strings().copy, () => {
    void navigator.clipboard.writeText(text).then(() => (status.textContent = strings().copied));
  });
  return el(
    "div",
    { class: "copyable" },
    el("div", { class: "actions" }, copy, status),
    block(text, label),
  );
}
