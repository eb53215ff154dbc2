// The items of a page as a table; the key of an item opens its detail.
import { button, el } from "../dom.js";
import { type Item, type ItemReader, titleOf } from "../item.js";
import { translated, strings } from "../language.js";
import { badge } from "./states.js";

export function table(
  reader: ItemReader,
  key: string,
  items: Item[],
  onOpen: (index: number) => void,
): HTMLElement {
  if (!items.length) return el("p", { class: "note" }, strings().empty);
  const { columns } = reader;
  const head = columns.map((column) =>
    el(
      "th",
      { scope: "col", title: translated(reader.schemaOf(column), "description") },
      titleOf(column),
    ),
  );
  const rows = items.map((item, index) =>
    el("tr", {}, ...columns.map((column) => cell(reader, key, item, column, () => onOpen(index)))),
  );
  return el(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": strings().list },
    el("table", {}, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows)),
  );
}

function cell(
  reader: ItemReader,
  key: string,
  item: Item,
  column: string,
  open: () => void,
): HTMLElement {
  if (column === "state") return el("td", {}, badge(reader.value(item, column)));
  const text = reader.text(item, column);
  if (column === key) {
    const name = `${strings().open} ${text}`;
    return el(
      "th",
      { scope: "row" },
      button(text, open, { class: "link", title: text, "aria-label": name }),
    );
  }
  return el("td", { class: "nowrap" }, text || "–");
}
