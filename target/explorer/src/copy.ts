// Texts with a button that copies them.
import { button, el } from "./dom.js";
import { message } from "./messages.js";
import { block } from "./result/block.js";

/** Builds a button that copies a text, and says so. */
export function copyButton(text: string, label = message("Copy")): HTMLElement {
  const status = el("span", { role: "status", class: "note" });
  const say = (outcome: string) => () => (status.textContent = outcome);
  const copy = button(
    message("Copy"),
    () => {
      // navigator.clipboard is absent on plain http from other machines
      const copied = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error());
      copied.then(say(message("Copied")), say(message("Select the text and copy it yourself.")));
    },
    { "aria-label": label },
  );
  return el("div", { class: "actions" }, copy, status);
}

/** Builds a block of code with a copy button. */
export function copyable(text: string, label: string): HTMLElement {
  return el("div", { class: "copyable" }, copyButton(text), block(text, label));
}

/** Builds a command line with a copy button beside it. */
export function command(text: string): HTMLElement {
  const label = message("Copy: {command}", { command: text });
  return el("div", { class: "command" }, el("code", {}, text), copyButton(text, label));
}
