// Builds requests from the values of the form.
import { BODY, type Operation, type Parameter } from "../contract.js";
import { message } from "../messages.js";
import { percentEncode, type Unsigned } from "../signing.js";

export type Values = Record<string, string>;

/** An unsigned request with its operation and values, by wire name. */
export interface BuiltRequest {
  operation: Operation;
  values: Values;
  unsigned: Unsigned;
}

/** Returns the values of an operation's own parameters, and of its body. */
export function knownValues(operation: Operation, values: Values): Values {
  const names = new Set(operation.parameters.map((parameter) => parameter.name));
  if (operation.body) names.add(BODY);
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)));
}

/** Returns the names of required parameters without a value. */
export function missingParameters(operation: Operation, values: Values): string[] {
  return operation.parameters
    .filter(({ name, required }) => required && !values[name])
    .map(({ name }) => name);
}

/** Builds a request, omitting empty values. Throws when a browser cannot send it. */
export function buildRequest(
  operation: Operation,
  input: Values,
  host = location.host,
): BuiltRequest {
  const values = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== ""));
  const parametersIn = (location: Parameter["in"]) =>
    operation.parameters.filter(
      (parameter) => parameter.in === location && values[parameter.name] !== undefined,
    );
  const headers = parametersIn("header").map(({ name }) => [name, values[name] ?? ""]);
  const query = parametersIn("query").map(
    ({ name }) => `${percentEncode(name)}=${percentEncode(values[name] ?? "")}`,
  );
  const body = bodyOf(operation, values);
  const unsigned: Unsigned = {
    action: operation.name,
    method: operation.method,
    path: pathOf(operation, values),
    query: query.join("&"),
    host,
    headers: {
      ...Object.fromEntries(headers),
      ...(body && { "content-type": "application/json" }),
    },
    body,
  };
  return { operation, values, unsigned };
}

/** Returns the body as it is sent: the JSON of the form, or an empty object where one is required. */
export function bodyOf({ body }: Operation, values: Values): string {
  const text = body ? (values[BODY] ?? "").trim() : "";
  return text || (body?.required ? "{}" : "");
}

export function pathAndQuery(request: Unsigned): string {
  return request.query ? `${request.path}?${request.query}` : request.path;
}

function pathOf(operation: Operation, values: Values): string {
  return operation.path
    .split("/")
    .map((segment) => {
      const encoded = (_: string, name: string) => percentEncode(values[name] ?? "");
      const value = segment.replace(/\{([^{}]+)\}/g, encoded);
      if (value === "." || value === "..") {
        throw new Error(message("A browser cannot send a path with the segment . or .."));
      }
      return value;
    })
    .join("/");
}
