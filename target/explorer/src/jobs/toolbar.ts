// The toolbar of a list: which states are shown, and in which zone times are shown.
import { button, el } from "../dom.js";
import { message } from "../messages.js";
import { currentZone, localZoneName, setZone, type Zone } from "../times.js";
import type { ListSettings } from "./settings.js";
import { classOf, iconOf } from "./states.js";

/** Builds the legend, whose entries show and hide the items of a state. */
export function legend(
  states: string[],
  settings: ListSettings,
  onChange: (focused: string) => void,
): HTMLElement {
  const entries = [...new Set(states)].sort().map((state) => {
    const toggle = () => {
      if (!settings.hiddenStates.delete(state)) settings.hiddenStates.add(state);
      onChange(`[data-state="${CSS.escape(state)}"]`);
    };
    const count = states.filter((candidate) => candidate === state).length;
    const entry = button("", toggle, {
      class: classOf(state),
      "data-state": state,
      "aria-pressed": String(!settings.hiddenStates.has(state)),
    });
    entry.append(
      el("span", { "aria-hidden": "true", class: "icon" }, iconOf(state)),
      el("span", {}, `${state} ${count}`),
    );
    return entry;
  });
  return el(
    "div",
    { class: "legend", role: "group", "aria-label": message("States that are shown") },
    ...entries,
  );
}

/** Builds the choice between UTC and the browser's zone. */
export function zoneChoice(onChange: (focused: string) => void): HTMLElement {
  const choice = (zone: Zone, label: string) =>
    button(
      label,
      () => {
        setZone(zone);
        onChange(`[data-zone=${zone}]`);
      },
      { "data-zone": zone, "aria-pressed": String(zone === currentZone()) },
    );
  return el(
    "div",
    { class: "zones", role: "group", "aria-label": message("Time zone") },
    choice("utc", "UTC"),
    choice("local", message("Local time ({zone})", { zone: localZoneName() })),
  );
}
