// The latest job of each deployment in a list, requested one by one while the list is shown.
import { type Contract, itemSchema, type Operation } from "../contract.js";
import { button, el } from "../dom.js";
import { type Item, ItemReader } from "../item.js";
import { message } from "../messages.js";
import type { Values } from "../request/build.js";
import type { Call } from "../server/call.js";
import { type Action, clientValues, type Perform } from "./actions.js";
import { badge, stateOf } from "./states.js";

const PARALLEL = 4;

/** Sends a request besides the one of the form. */
export type SendAside = (operation: Operation, values: Values) => Promise<Call>;

/** A column that is not of the items themselves. */
export interface ExtraColumn {
  title: string;
  cell: (item: Item) => HTMLElement;
}

/** Returns the column of the latest jobs; undefined when the items of a list have none. */
export function latestColumn(
  contract: Contract,
  call: Call,
  sendAside: SendAside,
  perform: Perform,
): ExtraColumn | undefined {
  const key = call.request.operation.pagination?.key;
  const listing = contract.operations.find(
    ({ isNewestFirst, parameters, names }) =>
      isNewestFirst &&
      names.resource !== call.request.operation.names.resource &&
      parameters.some(({ name, required }) => required && name === key),
  );
  if (!listing?.pagination || key === undefined) return undefined;
  const latest = new LatestItems(listing, key, call.request.values, sendAside);
  const reader = new ItemReader(contract, itemSchema(contract, listing));
  const show = showAction(contract, listing, call.request.values);
  const cell = (item: Item) => {
    const element = el("td", { class: "latest" }, "…");
    latest
      .of(String(item[key] ?? ""), () => element.isConnected)
      .then((found) => element.replaceChildren(stateButton(reader, found, show, perform)))
      .catch((error: Error) => element.replaceChildren(el("span", { title: error.message }, "?")));
    return element;
  };
  return { title: message("Latest job"), cell };
}

class LatestItems {
  private readonly known = new Map<string, Promise<Item | undefined>>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(
    private readonly listing: Operation,
    private readonly key: string,
    private readonly scope: Values,
    private readonly sendAside: SendAside,
  ) {}

  /** Returns the newest item that belongs to an id, which is requested once, if it is still shown. */
  of(id: string, isShown: () => boolean): Promise<Item | undefined> {
    const known = this.known.get(id) ?? this.request(id, isShown);
    this.known.set(id, known);
    return known;
  }

  private async request(id: string, isShown: () => boolean): Promise<Item | undefined> {
    if (this.running >= PARALLEL) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else await Promise.resolve(); // until the cell stands in the page
    this.running += 1;
    try {
      if (!isShown()) return this.forget(id);
      return await this.fetch(id);
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  private forget(id: string): undefined {
    this.known.delete(id);
  }

  private async fetch(id: string): Promise<Item | undefined> {
    const { listing } = this;
    const { size = "", items = "" } = listing.pagination ?? {};
    const values = { ...clientValues(listing, this.scope), [this.key]: id, [size]: "1" };
    const { json, failure } = await this.sendAside(listing, values);
    if (failure) throw new Error(failure.message || failure.code);
    return ((json as Record<string, Item[]>)[items] ?? [])[0];
  }
}

/** Returns how to open an item of a listing by itself. */
function showAction(contract: Contract, listing: Operation, scope: Values) {
  const key = listing.pagination?.key ?? "";
  const operation = contract.operations.find(
    ({ method, pagination, path, names }) =>
      method === "GET" &&
      !pagination &&
      names.resource === listing.names.resource &&
      path.includes(`{${key}}`),
  );
  return (item: Item): Action | undefined =>
    operation && {
      operation,
      values: { ...clientValues(operation, scope), [key]: String(item[key] ?? "") },
    };
}

function stateButton(
  reader: ItemReader,
  item: Item | undefined,
  show: (item: Item) => Action | undefined,
  perform: Perform,
): Node {
  if (!item) return document.createTextNode(message("none"));
  const action = show(item);
  if (!action) return badge(reader, item, "state");
  const label = message("Show the latest job: {state}", { state: stateOf(reader, item) });
  const element = button("", () => perform(action), { class: "link", "aria-label": label });
  element.append(badge(reader, item, "state"));
  return element;
}
