// States for the eye: each has a sign of its own beside its colour, and its name in words.
import { el } from "../dom.js";
import { words } from "../language.js";

const SIGNS: Record<string, string> = {
  STARTING: "◔",
  RUNNING: "▶",
  CANCELLING: "◑",
  CANCELLED: "■",
  FINISHED: "✓",
  FAILED: "✕",
};

export function signOf(state: string): string {
  return SIGNS[state] ?? "?";
}

/** The class that gives a state its colour. */
export function classOf(state: string): string {
  return SIGNS[state] ? `state-${state.toLowerCase()}` : "state-unknown";
}

export function badge(state: unknown): HTMLElement {
  const name = typeof state === "string" && state ? state : words().unknownState;
  return el(
    "span",
    { class: `badge ${classOf(name)}` },
    el("span", { "aria-hidden": "true", class: "sign" }, signOf(name)),
    name,
  );
}
