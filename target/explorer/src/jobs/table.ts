// The items of one page as a table; an item's key opens its detail.
import { button, el } from "../dom.js";
import { type Item, type Reader, titleOf } from "../item.js";
import { told, words } from "../language.js";
import { badge } from "./states.js";

export function table(
  reader: Reader,
  key: string,
  items: Item[],
  onOpen: (index: number) => void,
): HTMLElement {
  if (!items.length) return el("p", { class: "note" }, words().empty);
  const { columns } = reader;
  const head = columns.map((column) =>
    el(
      "th",
      { scope: "col", title: told(reader.described(column), "description") },
      titleOf(column),
    ),
  );
  const rows = items.map((item, index) =>
    el("tr", {}, ...columns.map((column) => cell(reader, key, item, column, () => onOpen(index)))),
  );
  return el(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": words().list },
    el("table", {}, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows)),
  );
}

function cell(
  reader: Reader,
  key: string,
  item: Item,
  column: string,
  open: () => void,
): HTMLElement {
  if (column === "state") return el("td", {}, badge(reader.value(item, column)));
  const text = reader.text(item, column);
  if (column === key) {
    const name = `${words().open} ${text}`;
    return el(
      "th",
      { scope: "row" },
      button(text, open, { class: "link", title: text, "aria-label": name }),
    );
  }
  return el("td", { class: "nowrap" }, text || "–");
}
