// Builds DOM nodes; strings become text nodes with visible characters, and nothing parses markup.
import { visible } from "./visible.js";

export type Child = Node | string | number | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined>;

/** Attributes that people read. */
const READ = new Set(["title", "aria-label", "placeholder"]);
const SVG = "http://www.w3.org/2000/svg";

export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(name), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill<E extends Element>(element: E, attributes: Attributes, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) {
      element.setAttribute(name, READ.has(name) ? visible(String(value)) : String(value));
    }
  }
  for (const child of children) {
    if (child !== false && child != null)
      element.append(child instanceof Node ? child : visible(String(child)));
  }
  return element;
}

export function button(
  text: string,
  onClick: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const element = el("button", { type: "button", ...attributes }, text);
  element.addEventListener("click", onClick);
  return element;
}

let idCount = 0;

export function newId(prefix: string): string {
  idCount += 1;
  return `${prefix}-${idCount}`;
}

/** Scrolls to an element whose start is out of view, as on narrow screens. */
export function scrollToStart(element: HTMLElement): void {
  const { top } = element.getBoundingClientRect();
  if (top < 0 || top > window.innerHeight / 2) element.scrollIntoView({ block: "start" });
}
