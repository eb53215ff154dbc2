// A long text, of which only the beginning is shown until it is unfolded.
import { button, el } from "./dom.js";
import { formatNumber, message } from "./messages.js";

const SHOWN = 400;

/** Builds a text that keeps its lines; a long one with a button that unfolds it. */
export function folded(text: string, className = "message"): HTMLElement {
  if (text.length <= SHOWN * 1.5) return el("pre", { class: className }, text);
  const content = el("pre", { class: className });
  const toggle = button("", () => show(toggle.getAttribute("aria-expanded") === "false"), {
    class: "fold",
  });
  const show = (open: boolean) => {
    content.replaceChildren(el("span", {}, open ? text : `${text.slice(0, SHOWN)}…`));
    toggle.textContent = open
      ? message("Show less")
      : message("Show all {count} characters", { count: formatNumber(text.length) });
    toggle.setAttribute("aria-expanded", String(open));
  };
  show(false);
  return el("div", { class: "folded" }, content, toggle);
}
