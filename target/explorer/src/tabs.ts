// Tabs with keyboard navigation by arrows, Home and End.
import { el, newId } from "./dom.js";

export interface Tab {
  name: string;
  label: string;
  fill: () => Node;
}

export interface Tabs {
  element: HTMLElement;
  /** Fills the panel of the selected tab again, if it is the named one. */
  refresh: (name: string) => void;
}

/** Builds tabs with one panel, which is filled when a tab is selected; `onChoose` reports a user's choice. */
export function tabs(
  label: string,
  all: Tab[],
  chosen: string,
  onChoose: (name: string) => void,
): Tabs {
  const id = newId("tabs");
  const panel = el("div", { role: "tabpanel", id: `${id}-panel`, class: "panel", tabindex: 0 });
  const buttons = all.map((tab) => tabButton(tab, `${id}-${tab.name}`, panel.id));
  let selected: Tab | undefined;

  function select(index: number): void {
    selected = all[index];
    if (!selected) return;
    buttons.forEach((button, position) => {
      button.setAttribute("aria-selected", String(position === index));
      button.tabIndex = position === index ? 0 : -1;
    });
    panel.setAttribute("aria-labelledby", `${id}-${selected.name}`);
    panel.replaceChildren(selected.fill());
  }

  function choose(index: number): void {
    select(index);
    if (selected) onChoose(selected.name);
  }

  const initial = all.findIndex((tab) => tab.name === chosen);
  select(Math.max(0, initial));
  const refresh = (name: string) => {
    if (selected?.name === name) panel.replaceChildren(selected.fill());
  };
  return { element: el("div", {}, tabList(label, buttons, choose), panel), refresh };
}

function tabButton(tab: Tab, id: string, panel: string): HTMLButtonElement {
  return el("button", { type: "button", role: "tab", id, "aria-controls": panel }, tab.label);
}

function tabList(
  label: string,
  buttons: HTMLButtonElement[],
  choose: (index: number) => void,
): HTMLElement {
  const attributes = { role: "tablist", "aria-label": label, class: "tabs" };
  const list = el("div", attributes, ...buttons);
  buttons.forEach((button, index) => button.addEventListener("click", () => choose(index)));
  list.addEventListener("keydown", (event) => {
    const current = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = targetIndex(event.key, current, buttons.length);
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    buttons[next]?.focus();
  });
  return list;
}

function targetIndex(key: string, current: number, count: number): number | undefined {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
  return step === undefined ? undefined : (current + step + count) % count;
}
