// From the values of a form to a request, as it goes over the wire.
import type { Operation, Parameter } from "./contract.js";
import { words } from "./language.js";
import { percentEncode, type Unsigned } from "./signing.js";

export type Values = Record<string, string>;

/** A request, and what it was made of. Values are those that were given, by wire name. */
export interface Made {
  operation: Operation;
  values: Values;
  unsigned: Unsigned;
}

/** Builds a request; what is empty is left out. Throws where a browser cannot send it. */
export function makeRequest(operation: Operation, given: Values, host: string): Made {
  const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  const at = (place: Parameter["in"]) =>
    operation.parameters.filter((one) => one.in === place && values[one.name] !== undefined);
  const headers = at("header").map((one) => [one.name, values[one.name] ?? ""]);
  const query = at("query").map(
    (one) => `${percentEncode(one.name)}=${percentEncode(values[one.name] ?? "")}`,
  );
  const unsigned: Unsigned = {
    action: operation.name,
    method: operation.method,
    path: pathOf(operation, values),
    query: query.join("&"),
    host,
    headers: Object.fromEntries(headers),
    body: "",
  };
  return { operation, values, unsigned };
}

export function targetOf(request: Unsigned): string {
  return request.query ? `${request.path}?${request.query}` : request.path;
}

function pathOf(operation: Operation, values: Values): string {
  return operation.path
    .split("/")
    .map((segment) => {
      const name = /^\{(.+)\}$/.exec(segment)?.[1];
      const value = name === undefined ? segment : percentEncode(values[name] ?? "");
      if (value === "." || value === "..") throw new Error(words().dots);
      return value;
    })
    .join("/");
}
