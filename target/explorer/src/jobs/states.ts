// Badges of states: each has an icon, a color and its name.
import { el } from "../dom.js";
import { strings } from "../language.js";

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

export function badge(state: unknown): HTMLElement {
  const name = typeof state === "string" && state ? state : strings().unknownState;
  return el(
    "span",
    { class: `badge ${classOf(name)}` },
    el("span", { "aria-hidden": "true", class: "icon" }, iconOf(name)),
    name,
  );
}
