// The items of a page as a table, sorted by a column; the key of an item opens its detail.
import { button, el } from "../dom.js";
import { Duration, type Item, type ItemReader, titleOf } from "../item.js";
import { message, translated } from "../messages.js";
import type { ExtraColumn } from "./latest.js";
import type { ListSettings } from "./settings.js";
import { badge } from "./states.js";

export interface TableActions {
  open: (key: string) => void;
  /** Draws the list again; `focused` selects what has the focus then. */
  redraw: (focused: string) => void;
}

export function table(
  reader: ItemReader,
  key: string,
  items: Item[],
  settings: ListSettings,
  actions: TableActions,
  extra?: ExtraColumn,
): HTMLElement {
  const [first = key, ...columns] = reader.tableColumns;
  const head = [first, ...columns].map((column) => heading(reader, column, settings, actions));
  if (extra) head.splice(1, 0, el("th", { scope: "col" }, extra.title));
  const rows = items.map((item) =>
    el(
      "tr",
      {},
      nameCell(reader, key, item, first, actions),
      extra?.cell(item),
      ...columns.map((column) => cell(reader, item, column)),
    ),
  );
  return el(
    "div",
    { class: "scroll items", tabindex: 0, role: "region", "aria-label": message("Instances") },
    el("table", {}, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows)),
  );
}

/** Returns the items in the chosen order; those without a value come last. */
export function sorted(reader: ItemReader, items: Item[], { sort }: ListSettings): Item[] {
  if (!sort) return items;
  const direction = sort.descending ? -1 : 1;
  const value = (item: Item) => reader.value(item, sort.column);
  return items.toSorted((left, right) => {
    const [first, second] = [value(left), value(right)];
    if (first == null || second == null) return Number(first == null) - Number(second == null);
    return direction * compare(first, second);
  });
}

function compare(first: unknown, second: unknown): number {
  const number = (value: unknown) =>
    value instanceof Duration ? value.milliseconds : Number(value);
  const [left, right] = [number(first), number(second)];
  if (typeof first !== "string" && !Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return String(first).localeCompare(String(second), "en");
}

/** Builds the heading of a column, which sorts: ascending, descending, then as received. */
function heading(
  reader: ItemReader,
  column: string,
  settings: ListSettings,
  { redraw }: TableActions,
): HTMLElement {
  const sort = settings.sort?.column === column ? settings.sort : undefined;
  const order = sort && (sort.descending ? "descending" : "ascending");
  const next = () => {
    settings.sort = sort?.descending ? undefined : { column, descending: sort !== undefined };
    redraw(`[data-column=${CSS.escape(column)}]`);
  };
  const arrow = { ascending: "▲", descending: "▼", none: "" }[order ?? "none"];
  const sorting = button(titleOf(column), next, { "data-column": column, class: "sort" });
  sorting.append(el("span", { "aria-hidden": "true" }, arrow));
  return el(
    "th",
    {
      scope: "col",
      "aria-sort": order,
      title: translated(reader.schemaOf(column), "description"),
    },
    sorting,
  );
}

/** Builds the cell of the first column, which opens the item. */
function nameCell(
  reader: ItemReader,
  key: string,
  item: Item,
  column: string,
  { open }: TableActions,
): HTMLElement {
  const id = reader.text(item, key);
  const text = reader.text(item, column) || id;
  const link = button(text, () => open(id), {
    class: "link",
    title: text,
    "aria-label": message("Show {item}", { item: text }),
    "data-key": id,
  });
  return el("th", { scope: "row" }, link);
}

function cell(reader: ItemReader, item: Item, column: string): HTMLElement {
  if (reader.schemaOf(column)["x-tones"]) return el("td", {}, badge(reader, item, column));
  const text = reader.text(item, column);
  const isText = typeof reader.value(item, column) === "string";
  const attributes = isText ? { class: "text", title: text } : { class: "nowrap" };
  return el("td", attributes, text || "–");
}
