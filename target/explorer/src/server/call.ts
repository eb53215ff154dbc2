// One call: signs and sends a request, and parses the response.
import type { Contract, ErrorRule } from "../contract.js";
import { parseJson } from "../json.js";
import { message } from "../messages.js";
import { type BuiltRequest, pathAndQuery } from "../request/build.js";
import { type Key, momentNow, sign, type Signed } from "../signing.js";
import { NoResponseError } from "./errors.js";

export interface Failure {
  code: string;
  message: string;
  recommend: string;
  rule: ErrorRule | undefined;
  refused: boolean;
}

export interface Call {
  request: BuiltRequest;
  signed: Signed;
  status: number;
  headers: [string, string][];
  raw: string;
  bytes: number;
  milliseconds: number;
  /** The parsed body; undefined when it is not JSON. */
  json: unknown;
  requestId: string;
  failure: Failure | undefined;
}

/** Signs a request and sends it to the page's own origin. */
export async function send(
  contract: Contract,
  request: BuiltRequest,
  key: Key,
  stop?: AbortSignal,
): Promise<Call> {
  if (!globalThis.crypto?.subtle) {
    throw new Error(message("This browser can sign only on https or on a loopback address."));
  }
  const signed = await sign(request.unsigned, key, contract.signature.version, momentNow());
  const started = performance.now();
  const response = await fetch(pathAndQuery(request.unsigned), {
    method: request.unsigned.method,
    headers: sendable(signed.headers),
    body: request.unsigned.body || null,
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    signal: stop ?? null,
  }).catch((error: Error) => {
    throw NoResponseError.from(error);
  });
  const body = await response.arrayBuffer().catch((error: Error) => {
    throw NoResponseError.from(error, true);
  });
  const milliseconds = performance.now() - started;
  const raw = new TextDecoder().decode(body);
  const json = parseJson(raw);
  return {
    request,
    signed,
    status: response.status,
    headers: [...response.headers],
    raw,
    bytes: body.byteLength,
    milliseconds,
    json,
    requestId: response.headers.get("x-acs-request-id") ?? "",
    failure: failureOf(contract, response.status, json),
  };
}

/** Returns the headers that a script may send: no Host, and values of Latin-1. */
function sendable({ host: _, ...headers }: Record<string, string>): Headers {
  try {
    return new Headers(headers);
  } catch {
    throw new Error(
      message("A browser cannot send a header with other characters than those of Latin-1."),
    );
  }
}

function failureOf(contract: Contract, status: number, json: unknown): Failure | undefined {
  const { response, error } = contract.envelope;
  const fields = (json ?? {}) as Record<string, unknown>;
  const succeeded = status >= 200 && status < 300;
  if (succeeded && json !== undefined && fields[response.success] !== false) return undefined;
  const names = succeeded ? { ...response, recommend: "" } : error;
  const text = (name: string) => (typeof fields[name] === "string" ? fields[name] : "");
  const code = text(names.code);
  return {
    code: code || `HTTP ${status}`,
    message: text(names.message),
    recommend: text(names.recommend),
    rule: contract.errorFor(code),
    refused: !succeeded,
  };
}
