// A scrollable block of preformatted text.
import { el } from "../dom.js";

export function block(text: string, label: string): HTMLElement {
  return el("pre", { class: "block", tabindex: 0, role: "region", "aria-label": label }, text);
}
