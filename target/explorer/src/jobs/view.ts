// The items of a response: pager, timeline and table, and the detail of one.
import { type Contract, itemSchema, type Operation } from "../contract.js";
import { button, el } from "../dom.js";
import { type Item, ItemReader } from "../item.js";
import { message } from "../messages.js";
import { titleOfResource } from "../resources.js";
import type { Call } from "../server/call.js";
import { actionBar, actionsOf, type Perform } from "./actions.js";
import { detail } from "./detail.js";
import { latestColumn, type SendAside } from "./latest.js";
import { pager, type PagePosition } from "./pager.js";
import type { ListSettings } from "./settings.js";
import { stateOf } from "./states.js";
import { sorted, table } from "./table.js";
import { hasTimeline, timeline } from "./timeline.js";
import { legend, zoneChoice } from "./toolbar.js";

export interface ItemsState {
  /** The key of the open item; empty when the list is shown. */
  item: string;
  list: ListSettings;
}

export interface ItemsActions {
  perform: Perform;
  sendAside: SendAside;
  openItem: (key: string) => void;
  goToPage: (page: number) => void;
}

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
  state: ItemsState,
  actions: ItemsActions,
): HTMLElement {
  const { operation } = call.request;
  const schema = itemSchema(contract, operation);
  const value = payload(contract, call);
  const detailOf = (item: Item) => {
    const all = actionsOf(contract, operation.names.resource, item, call.request.values);
    return detail(contract, schema, item, actionBar(all, actions.perform));
  };
  if (!operation.pagination) return detailOf(value as Item);
  const { key } = operation.pagination;
  const items = Array.isArray(value) ? (value as Item[]) : [];
  const holder = el("div", {});
  const find = (id: string) => items.find((item) => String(item[key] ?? "") === id);
  let opener = ".items";
  const close = (id: string) => {
    actions.openItem("");
    show();
    holder.querySelector<HTMLElement>(`${opener} [data-key="${CSS.escape(id)}"]`)?.focus();
  };
  const open = (id: string) => {
    opener = document.activeElement?.closest(".timeline") ? ".timeline" : ".items";
    actions.openItem(id);
    show();
    holder.querySelector("h3")?.focus();
  };
  const show = () => {
    const item = state.item ? find(state.item) : undefined;
    if (!item) return holder.replaceChildren(list(contract, call, items, state, actions, open));
    const back = button(`← ${message("Back to the list")}`, () => close(state.item));
    holder.replaceChildren(back, detailOf(item));
  };
  show();
  return holder;
}

/** Builds the list; what its toolbar and headings change draws its lower part again. */
function list(
  contract: Contract,
  call: Call,
  items: Item[],
  { list: settings }: ItemsState,
  { goToPage, sendAside, perform }: ItemsActions,
  open: (key: string) => void,
): HTMLElement {
  const { operation } = call.request;
  const key = operation.pagination?.key ?? "";
  const reader = new ItemReader(contract, itemSchema(contract, operation));
  const states = reader.has("state") ? items.map((item) => stateOf(reader, item)) : [];
  const extra = latestColumn(contract, call, sendAside, perform);
  const content = el("div", { class: "stack" });
  const draw = (focused?: string) => {
    const isShown = (item: Item) => !settings.hiddenStates.has(stateOf(reader, item));
    const shown = sorted(reader, states.length ? items.filter(isShown) : items, settings);
    content.replaceChildren(
      el("div", { class: "toolbar" }, legend(states, settings, draw), zoneChoice(draw)),
      ...(shown.length < items.length ? [shownNote(shown.length, items.length)] : []),
      ...(shown.length ? timelineOf(reader, key, shown, open) : []),
      el("h3", {}, titleOfItems(operation)),
      table(reader, key, shown, settings, { open, redraw: draw }, extra),
    );
    if (focused) content.querySelector<HTMLElement>(focused)?.focus();
  };
  if (items.length) draw();
  else content.append(el("p", { class: "note" }, message("This page is empty.")));
  return el("div", { class: "stack" }, pager(pagePosition(call), goToPage), content);
}

function titleOfItems({ names }: Operation): string {
  return names.resource === "jobs" ? message("Instances") : titleOfResource(names.resource);
}

function shownNote(count: number, total: number): HTMLElement {
  const text = message("{count} of the {total} on this page are shown.", { count, total });
  return el("p", { class: "note", role: "status" }, text);
}

function timelineOf(
  reader: ItemReader,
  key: string,
  items: Item[],
  open: (key: string) => void,
): HTMLElement[] {
  if (!hasTimeline(reader)) return [];
  const heading = el("h3", {}, message("Timeline of this page"));
  return [heading, timeline(reader, key, items, new Date(), open)];
}

function pagePosition(call: Call): PagePosition {
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
