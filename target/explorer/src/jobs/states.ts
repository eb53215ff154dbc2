// Badges of states: each has an icon, a color and its name.
import type { Tone } from "../contract.js";
import { el } from "../dom.js";
import type { Item, ItemReader } from "../item.js";
import { message } from "../messages.js";

/** The icons of the states of jobs; those of other states are the icons of their tones. */
const ICONS: Record<string, string> = {
  STARTING: "◔",
  RUNNING: "▶",
  CANCELLING: "◑",
  CANCELLED: "■",
  FINISHED: "✓",
  FAILED: "✕",
};
const TONES: Record<Tone, string> = { good: "▶", busy: "◔", over: "■", bad: "✕" };

export function iconOf(state: string, tone?: Tone): string {
  return ICONS[state] ?? (tone ? TONES[tone] : "?");
}

/** Returns the CSS class of a state, which sets its color. */
export function classOf(state: string, tone?: Tone): string {
  if (ICONS[state]) return `state-${state.toLowerCase()}`;
  return tone ? `state-${tone}` : "state-unknown";
}

/** Returns the state of an item, or a word for none. */
export function stateOf(reader: ItemReader, item: Item): string {
  return nameOf(reader.value(item, "state"));
}

/** Builds the badge of a value whose schema states what its values mean. */
export function badge(reader: ItemReader, item: Item, column: string): HTMLElement {
  const name = nameOf(reader.value(item, column));
  const tone = reader.schemaOf(column)["x-tones"]?.[name];
  return el(
    "span",
    { class: `badge ${classOf(name, tone)}` },
    el("span", { "aria-hidden": "true", class: "icon" }, iconOf(name, tone)),
    name,
  );
}

function nameOf(state: unknown): string {
  return typeof state === "string" && state ? state : message("unknown");
}
