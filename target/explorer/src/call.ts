// One call: signs and sends a request, and parses the response.
import type { Contract, ErrorRule } from "./contract.js";
import { strings } from "./language.js";
import { type BuiltRequest, pathAndQuery } from "./request.js";
import { type Key, momentNow, sign, type Signed } from "./signing.js";

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
  temporary: boolean;
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
  stop: AbortSignal,
): Promise<Call> {
  if (!globalThis.crypto?.subtle) throw new Error(strings().noCrypto);
  const signed = await sign(request.unsigned, key, contract.signature.version, momentNow());
  const { host: _, ...headers } = signed.headers;
  const started = performance.now();
  const response = await fetch(pathAndQuery(request.unsigned), {
    method: request.unsigned.method,
    headers,
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    signal: stop,
  });
  const body = await response.arrayBuffer();
  const milliseconds = performance.now() - started;
  const raw = new TextDecoder().decode(body);
  const json = parse(raw);
  return {
    request,
    signed,
    temporary: key.securityToken !== undefined,
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

/** Parses JSON; integers beyond the safe range become BigInt. */
function parse(raw: string): unknown {
  const reviver = (_: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)
      ? toBigInt(value, context?.source)
      : value;
  try {
    return JSON.parse(raw, reviver as (key: string, value: unknown) => unknown);
  } catch {
    return undefined;
  }
}

function toBigInt(value: number, source: string | undefined): unknown {
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
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
