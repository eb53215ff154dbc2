// Badges of states: each has an icon, a color and its name.
import { el } from "../dom.js";
import type { Item, ItemReader } from "../item.js";
import { message } from "../messages.js";

const ICONS: Record<string, string> = {
  STARTING: "◔",
  RUNNING: "▶",
  CANCELLING: "◑",
  CANCELLED: "■",
  FINISHED: "✓",
  FAILED: "✕",
};

export function iconOf(state: string): string {
  return ICONS[state] ?? "?";
}

/** Returns the CSS class of a state, which sets its color. */
export function classOf(state: string): string {
  return ICONS[state] ? `state-${state.toLowerCase()}` : "state-unknown";
}

/** Returns the state of an item, or a word for none. */
export function stateOf(reader: ItemReader, item: Item): string {
  const state = reader.value(item, "state");
  return typeof state === "string" && state ? state : message("unknown");
}

export function badge(state: unknown): HTMLElement {
  const name = typeof state === "string" && state ? state : message("unknown");
  return el(
    "span",
    { class: `badge ${classOf(name)}` },
    el("span", { "aria-hidden": "true", class: "icon" }, iconOf(name)),
    name,
  );
}
