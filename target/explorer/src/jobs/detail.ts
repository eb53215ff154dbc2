// The detail of one item: the blocks of the contract, resource plans, and all fields.
import type { Block, Contract, Schema } from "../contract.js";
import { el } from "../dom.js";
import { folded } from "../folded.js";
import { Duration, type Item, ItemReader, textOf, titleOf } from "../item.js";
import { message, translated } from "../messages.js";
import { tree } from "../result/tree.js";
import { drawPlan } from "./plan.js";
import { findPlans } from "./plan_data.js";
import { badge } from "./states.js";

export function detail(
  contract: Contract,
  schema: Schema,
  item: Item,
  actions: HTMLElement | null,
): HTMLElement {
  const reader = new ItemReader(contract, schema);
  return el(
    "article",
    { class: "detail" },
    el(
      "header",
      {},
      el("h3", { tabindex: -1 }, reader.text(item, reader.columns[0] ?? "")),
      reader.has("state") && badge(reader, item, "state"),
    ),
    actions,
    ...reader.blocks.map((block) => blockView(reader, item, block)),
    ...plans(contract, schema, item),
    el("h4", {}, message("All fields")),
    tree(contract, schema, item, 2),
  );
}

/** Builds a block; null when its lines are empty, or what it needs is absent. Only bad news needs something. */
function blockView(reader: ItemReader, item: Item, block: Block): HTMLElement | null {
  if (block.needs !== undefined && reader.value(item, block.needs) == null) return null;
  const lines = block.shows.map((path) => line(reader, item, path)).filter((node) => node !== null);
  if (!lines.length) return null;
  return el(
    "section",
    { class: block.needs === undefined ? "lines" : "lines callout bad" },
    el("h4", {}, translated(block, "title")),
    el("dl", { class: "facts" }, ...lines),
  );
}

function line(reader: ItemReader, item: Item, path: string): HTMLElement | null {
  const value = reader.value(item, path);
  if (value == null || value === "") return null;
  const isText = value instanceof Date || value instanceof Duration || typeof value !== "object";
  const texts = isText ? [reader.text(item, path)] : entries(value);
  if (!texts.length) return null;
  const title = translated(reader.schemaOf(path), "description");
  return el(
    "div",
    { title, class: texts.join().length > 80 ? "long" : null },
    el("dt", {}, titleOf(path)),
    el("dd", {}, ...texts.map((text) => folded(text))),
  );
}

/** Returns a line for each entry of an object or list. */
function entries(value: object): string[] {
  if (Array.isArray(value)) return value.map(textOf);
  return Object.entries(value).map(([name, part]) => `${name}: ${textOf(part)}`);
}

function plans(contract: Contract, schema: Schema, item: Item): HTMLElement[] {
  return findPlans(contract, schema, item).flatMap((plan) => [
    el("h4", {}, message("Resource plan")),
    el(
      "p",
      { class: "note" },
      message("Operators of the program and the data flows between them."),
    ),
    drawPlan(plan),
  ]);
}
