// An answer as a tree that is opened where one looks, with the meaning of each field beside it.
import type { Contract, Schema } from "./contract.js";
import { el } from "./dom.js";
import { parseEmbedded } from "./embedded.js";
import { counted, told, words } from "./language.js";
import { dateOf, utc } from "./times.js";

type Fields = Record<string, unknown>;

/** Draws a value; `open` is how many levels are open from the start, the first item of each list. */
export function tree(contract: Contract, schema: Schema, value: unknown, open = 1): HTMLElement {
  return el("div", { class: "tree" }, children(contract, contract.resolve(schema), value, open));
}

function children(contract: Contract, schema: Schema, value: unknown, open: number): HTMLElement {
  const list = el("ul", {});
  const entries = Array.isArray(value)
    ? value.map((item, index) => [String(index), item, schema.items ?? {}] as const)
    : Object.entries(value as Fields).map(
        ([name, item]) => [name, item, below(schema, name)] as const,
      );
  const onlyFirst = Array.isArray(value);
  entries.forEach(([name, item, own], index) => {
    const opened = onlyFirst && index ? 0 : open;
    list.append(el("li", {}, node(contract, name, item, contract.resolve(own), opened)));
  });
  return list;
}

function below(schema: Schema, name: string): Schema {
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
  described: Schema,
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
      schema === described ? null : el("span", { class: "count" }, words().embedded),
      meaning(described),
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
    el("span", { class: `value ${typeof value}` }, shown(value)),
    date && el("time", { datetime: date.toISOString(), class: "derived" }, utc(date)),
    meaning(schema),
  );
}

function meaning(schema: Schema): HTMLElement | null {
  const text = told(schema, "description");
  return text ? el("span", { class: "meaning" }, text) : null;
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return String(value);
}
