// What can be done with an item: the operations that take its id, filled in.
import { BODY, type Contract, type Operation, type Schema } from "../contract.js";
import { button, el } from "../dom.js";
import type { Item } from "../item.js";
import { formatJson } from "../json.js";
import { message, translated } from "../messages.js";
import type { Values } from "../request/build.js";

/** An operation with the values that an item gives it. */
export interface Action {
  operation: Operation;
  values: Values;
}

export type Perform = (action: Action) => void;

type Fields = Record<string, unknown>;

/** Builds a button for each action; null when there is none. */
export function actionBar(actions: Action[], perform: Perform): HTMLElement | null {
  if (!actions.length) return null;
  const buttons = actions.map((action) =>
    button(translated(action.operation, "summary").replace(/[.。]$/, ""), () => perform(action), {
      title: `${action.operation.method} ${action.operation.path}`,
      "data-operation": action.operation.name,
    }),
  );
  const label = message("What can be done with it");
  return el(
    "div",
    { class: "actions item-actions", role: "group", "aria-label": label },
    ...buttons,
  );
}

/** Returns the actions of an item of a resource, within the scope of the call that returned it. */
export function actionsOf(
  contract: Contract,
  resource: string,
  item: Item,
  scope: Values,
): Action[] {
  const key = keyOf(contract, resource);
  if (key === undefined || typeof item[key] !== "string") return [];
  return contract.operations
    .filter((operation) => !operation.deprecated)
    .flatMap((operation) => {
      const own = argumentsOf(contract, operation, key, item);
      return own ? [{ operation, values: { ...clientValues(operation, scope), ...own } }] : [];
    });
}

/** Returns the property that identifies the items of a resource. */
export function keyOf(contract: Contract, resource: string): string | undefined {
  const ofResource = contract.operations.filter(({ names }) => names.resource === resource);
  return ofResource.find(({ pagination }) => pagination)?.pagination?.key;
}

/** Returns the values of the parameters that clients keep, such as the workspace. */
export function clientValues(operation: Operation, scope: Values): Values {
  const bound = operation.parameters.filter((parameter) => parameter["x-bound"] === "client");
  return Object.fromEntries(bound.map(({ name }) => [name, scope[name] ?? ""]));
}

/** Returns what an item gives to an operation; undefined when the operation does not take its id. */
function argumentsOf(
  contract: Contract,
  operation: Operation,
  key: string,
  item: Item,
): Values | undefined {
  const own = operation.parameters.filter((parameter) => parameter["x-bound"] !== "client");
  const required = own.filter((parameter) => parameter.required);
  if (!required.every(({ name }) => typeof item[name] === "string")) return undefined;
  const names = new Set([key, ...required.map(({ name }) => name)]);
  const taken = own.filter(({ name }) => names.has(name));
  const values = Object.fromEntries(taken.map(({ name }) => [name, String(item[name])]));
  if (taken.some(({ name }) => name === key)) return values;
  if (operation.method === "GET")
    return required.length > 0 && !operation.pagination ? values : undefined;
  if (!operation.body || required.length > 0) return undefined;
  const body = bodyWith(contract, operation, key, item);
  return body && { ...values, [BODY]: formatJson(body) };
}

/** Returns a body with the id of an item; undefined when the body has no place for it. */
function bodyWith(
  contract: Contract,
  { body, idempotencyKey }: Operation,
  key: string,
  item: Item,
): Fields | undefined {
  const { properties = {}, required = [] } = body?.schema ?? {};
  if (!required.every((name) => typeof item[name] === "string")) return undefined;
  const fields: Fields = Object.fromEntries(required.map((name) => [name, item[name]]));
  if (properties[key]) return required.includes(key) && key !== idempotencyKey ? fields : undefined;
  for (const [name, part] of Object.entries(properties)) {
    const nested = contract.resolve(part);
    if (nested.properties?.[key]) return { ...fields, [name]: nestedWith(nested, key, item) };
  }
  return undefined;
}

/** Returns an object with the id of an item; an enumeration that has `FROM_` and its kind has this value. */
function nestedWith({ properties = {} }: Schema, key: string, item: Item): Fields {
  const choice = `FROM_${key.replace(/Id$/, "").toUpperCase()}`;
  const chosen = Object.entries(properties).filter(([, { enum: all }]) => all?.includes(choice));
  return { ...Object.fromEntries(chosen.map(([name]) => [name, choice])), [key]: item[key] };
}
