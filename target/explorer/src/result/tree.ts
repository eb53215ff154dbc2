// A JSON value as an expandable tree, with the descriptions of its fields.
import type { Contract, Schema } from "../contract.js";
import { el } from "../dom.js";
import { parseEmbedded } from "./embedded.js";
import { folded } from "../folded.js";
import { counted, message, translated } from "../messages.js";
import { dateOf, formatWithZone } from "../times.js";

/** The length from which a value may be folded. */
const LONG = 600;

type Fields = Record<string, unknown>;

/** Builds the tree of a value; `open` is the number of expanded levels, of arrays the first item. */
export function tree(contract: Contract, schema: Schema, value: unknown, open = 1): HTMLElement {
  return el("div", { class: "tree" }, children(contract, contract.resolve(schema), value, open));
}

function children(contract: Contract, schema: Schema, value: unknown, open: number): HTMLElement {
  const list = el("ul", {});
  const entries = Array.isArray(value)
    ? value.map((item, index) => [String(index), item, schema.items ?? {}] as const)
    : Object.entries(value as Fields).map(
        ([name, item]) => [name, item, childSchema(schema, name)] as const,
      );
  const onlyFirst = Array.isArray(value);
  entries.forEach(([name, item, itemSchema], index) => {
    const levels = onlyFirst && index ? 0 : open;
    list.append(el("li", {}, node(contract, name, item, contract.resolve(itemSchema), levels)));
  });
  return list;
}

function childSchema(schema: Schema, name: string): Schema {
  const property = schema.properties?.[name];
  if (property) return property;
  return typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
}

function node(
  contract: Contract,
  name: string,
  value: unknown,
  schema: Schema,
  open: number,
): HTMLElement {
  const inner = parseEmbedded(schema, value);
  if (inner !== undefined) return branch(contract, name, inner.value, inner.schema, schema, 0);
  if (typeof value === "object" && value !== null)
    return branch(contract, name, value, schema, schema, open);
  return leaf(name, value, schema);
}

function branch(
  contract: Contract,
  name: string,
  value: object,
  schema: Schema,
  owner: Schema,
  open: number,
): HTMLElement {
  const count = Array.isArray(value) ? value.length : Object.keys(value).length;
  const details = el(
    "details",
    {},
    el(
      "summary",
      {},
      el("span", { class: "key" }, name),
      el("span", { class: "count" }, counted(count)),
      schema === owner ? null : el("span", { class: "count" }, message("JSON in a string")),
      description(owner),
    ),
  );
  const fill = () => {
    if (details.childElementCount === 1) {
      details.append(children(contract, contract.resolve(schema), value, open - 1));
    }
  };
  details.addEventListener("toggle", fill, { once: true });
  if (open > 0 && count) {
    fill();
    details.open = true;
  }
  return details;
}

function leaf(name: string, value: unknown, schema: Schema): HTMLElement {
  const date = dateOf(schema, value);
  return el(
    "div",
    { class: "leaf" },
    el("span", { class: "key" }, name),
    valueOf(value),
    date && el("time", { datetime: date.toISOString(), class: "derived" }, formatWithZone(date)),
    description(schema),
  );
}

function description(schema: Schema): HTMLElement | null {
  const text = translated(schema, "description");
  return text ? el("span", { class: "description" }, text) : null;
}

function valueOf(value: unknown): HTMLElement {
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  const className = `value ${typeof value}`;
  return text.length > LONG ? folded(text, className) : el("span", { class: className }, text);
}
