// Tabs with keyboard navigation by arrows, Home and End.
import { el, newId } from "./dom.js";

export interface Tab {
  name: string;
  label: string;
  fill: () => Node;
}

/** Builds tabs with one panel, which is filled when a tab is selected. */
export function tabs(
  label: string,
  all: Tab[],
  chosen: string,
  onChoose: (name: string) => void,
): HTMLElement {
  const id = newId("tabs");
  const list = el("div", { role: "tablist", "aria-label": label, class: "tabs" });
  const panel = el("div", { role: "tabpanel", id: `${id}-panel`, class: "panel", tabindex: 0 });
  const buttons = all.map((tab) =>
    el(
      "button",
      { type: "button", role: "tab", id: `${id}-${tab.name}`, "aria-controls": panel.id },
      tab.label,
    ),
  );

  function choose(index: number): void {
    const tab = all[index];
    if (!tab) return;
    buttons.forEach((button, position) => {
      button.setAttribute("aria-selected", String(position === index));
      button.tabIndex = position === index ? 0 : -1;
    });
    panel.setAttribute("aria-labelledby", `${id}-${tab.name}`);
    panel.replaceChildren(tab.fill());
    onChoose(tab.name);
  }

  buttons.forEach((button, index) => button.addEventListener("click", () => choose(index)));
  list.addEventListener("keydown", (event) => {
    const next = targetIndex(
      event.key,
      buttons.indexOf(document.activeElement as HTMLButtonElement),
      all.length,
    );
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    buttons[next]?.focus();
  });
  list.append(...buttons);
  choose(
    Math.max(
      0,
      all.findIndex((tab) => tab.name === chosen),
    ),
  );
  return el("div", {}, list, panel);
}

function targetIndex(key: string, current: number, count: number): number | undefined {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
  return step === undefined ? undefined : (current + step + count) % count;
}
