// The samples of one request, a tab for each kind, with a button that copies.
import { block } from "../block.js";
import type { Contract } from "../contract.js";
import { button, el } from "../dom.js";
import type { Exchange } from "../exchange.js";
import { words } from "../language.js";
import { tabs } from "../tabs.js";
import { KINDS } from "./kinds.js";
import { sampleOf } from "./made.js";

export function samplesView(
  contract: Contract,
  exchange: Exchange,
  state: { sample: string },
): HTMLElement {
  const sample = sampleOf(contract, exchange, location.origin);
  const all = KINDS.map(({ name, write }) => ({
    name,
    label: words()[name],
    fill: () => copyable(write(sample), words()[name]),
  }));
  return el(
    "div",
    { class: "samples" },
    el("p", { class: "note" }, words().samplesNote),
    tabs(words().sampleKinds, all, state.sample, (name) => (state.sample = name)),
  );
}

function copyable(text: string, label: string): HTMLElement {
  const told = el("span", { role: "status", class: "note" });
  const copy = button(words().copy, () => {
    void navigator.clipboard.writeText(text).then(() => (told.textContent = words().copied));
  });
  return el(
    "div",
    { class: "copyable" },
    el("div", { class: "actions" }, copy, told),
    block(text, label),
  );
}
