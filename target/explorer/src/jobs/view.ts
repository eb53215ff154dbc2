// The items of a response: pager, timeline and table, and the detail of one.
import { type Contract, itemSchema } from "../contract.js";
import { button, el } from "../dom.js";
import type { Call } from "../call.js";
import { type Item, ItemReader } from "../item.js";
import { strings } from "../language.js";
import { detail } from "./detail.js";
import { pager } from "./pager.js";
import { table } from "./table.js";
import { hasTimeline, timeline } from "./timeline.js";

type Fields = Record<string, unknown>;

/** Whether a response contains items, or a single one. */
export function hasItems(contract: Contract, call: Call): boolean {
  const { operation } = call.request;
  const schema = itemSchema(contract, operation);
  return !call.failure && schema.type === "object" && payload(contract, call) != null;
}

export function itemsView(
  contract: Contract,
  call: Call,
  onPage: (page: number) => void,
): HTMLElement {
  const schema = itemSchema(contract, call.request.operation);
  const value = payload(contract, call);
  if (!call.request.operation.pagination) return detail(contract, schema, value as Item);
  const holder = el("div", {});
  const items = Array.isArray(value) ? (value as Item[]) : [];
  const showList = () => holder.replaceChildren(list(contract, call, items, showOne, onPage));
  const showOne = (index: number) => {
    const item = items[index];
    if (!item) return;
    const back = button(`← ${strings().back}`, () => {
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
  call: Call,
  items: Item[],
  onOpen: (index: number) => void,
  onPage: (page: number) => void,
): HTMLElement {
  const { operation } = call.request;
  const key = operation.pagination?.key ?? "";
  const reader = new ItemReader(contract, itemSchema(contract, operation));
  const showsTimeline = hasTimeline(reader) && items.length > 0;
  return el(
    "div",
    { class: "stack" },
    pager(pagePosition(call), onPage),
    showsTimeline && el("h3", {}, strings().timeline),
    showsTimeline && timeline(reader, key, items, new Date()),
    el("h3", {}, strings().list),
    table(reader, key, items, onOpen),
  );
}

function pagePosition(call: Call): { page: number; size: number; total: number } {
  const { operation, values } = call.request;
  const pagination = operation.pagination;
  const valueOf = (name: string | undefined) => {
    const parameter = operation.parameters.find((candidate) => candidate.name === name);
    return Number(values[name ?? ""] ?? parameter?.schema.default ?? 1);
  };
  const total = (call.json as Fields)[pagination?.total ?? ""];
  return {
    page: valueOf(pagination?.page),
    size: valueOf(pagination?.size),
    total: Number(total ?? 0),
  };
}

function payload(contract: Contract, call: Call): unknown {
  const property = call.request.operation.pagination?.items ?? contract.envelope.response.payload;
  return (call.json as Fields | undefined)?.[property];
}
