// The items of an answer to look at: pages, timeline and table, and one of them in detail.
import { type Contract, itemSchema } from "../contract.js";
import { button, el } from "../dom.js";
import type { Exchange } from "../exchange.js";
import { type Item, Reader } from "../item.js";
import { words } from "../language.js";
import { detail } from "./detail.js";
import { pager } from "./pager.js";
import { table } from "./table.js";
import { hasTimeline, timeline } from "./timeline.js";

type Fields = Record<string, unknown>;

/** Tells whether an answer holds items, or one, to look at. */
export function hasItems(contract: Contract, exchange: Exchange): boolean {
  const { operation } = exchange.made;
  const schema = itemSchema(contract, operation);
  return !exchange.failure && schema.type === "object" && payload(contract, exchange) != null;
}

export function itemsView(
  contract: Contract,
  exchange: Exchange,
  onGo: (page: number) => void,
): HTMLElement {
  const schema = itemSchema(contract, exchange.made.operation);
  const value = payload(contract, exchange);
  if (!exchange.made.operation.pagination) return detail(contract, schema, value as Item);
  const holder = el("div", {});
  const items = Array.isArray(value) ? (value as Item[]) : [];
  const showList = () => holder.replaceChildren(list(contract, exchange, items, showOne, onGo));
  const showOne = (index: number) => {
    const item = items[index];
    if (!item) return;
    const back = button(`← ${words().back}`, () => {
      showList();
      holder.querySelectorAll<HTMLElement>("th button")[index]?.focus();
    });
    holder.replaceChildren(back, detail(contract, schema, item));
    holder.querySelector("h3")?.focus();
  };
  showList();
  return holder;
}

function list(
  contract: Contract,
  exchange: Exchange,
  items: Item[],
  onOpen: (index: number) => void,
  onGo: (page: number) => void,
): HTMLElement {
  const { operation } = exchange.made;
  const key = operation.pagination?.key ?? "";
  const reader = new Reader(contract, itemSchema(contract, operation));
  const drawn = hasTimeline(reader) && items.length > 0;
  return el(
    "div",
    { class: "stack" },
    pager(place(exchange), onGo),
    drawn && el("h3", {}, words().timeline),
    drawn && timeline(reader, key, items, new Date()),
    el("h3", {}, words().list),
    table(reader, key, items, onOpen),
  );
}

function place(exchange: Exchange): { page: number; size: number; total: number } {
  const { operation, values } = exchange.made;
  const pagination = operation.pagination;
  const given = (name: string | undefined) => {
    const parameter = operation.parameters.find((one) => one.name === name);
    return Number(values[name ?? ""] ?? parameter?.schema.default ?? 1);
  };
  const total = (exchange.json as Fields)[pagination?.total ?? ""];
  return {
    page: given(pagination?.page),
    size: given(pagination?.size),
    total: Number(total ?? 0),
  };
}

function payload(contract: Contract, exchange: Exchange): unknown {
  const property = exchange.made.operation.pagination?.items ?? contract.envelope.answer.payload;
  return (exchange.json as Fields | undefined)?.[property];
}
