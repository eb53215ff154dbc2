// One call: sign, send, time, and read what came back.
import type { Contract, ErrorRule } from "./contract.js";
import { words } from "./language.js";
import { type Made, targetOf } from "./request.js";
import { type Key, momentNow, sign, type Signed } from "./signing.js";

export interface Failure {
  code: string;
  message: string;
  recommend: string;
  rule: ErrorRule | undefined;
  refused: boolean;
}

export interface Exchange {
  made: Made;
  signed: Signed;
  temporary: boolean;
  status: number;
  headers: [string, string][];
  raw: string;
  bytes: number;
  milliseconds: number;
  /** What the body says, undefined when it is no JSON. */
  json: unknown;
  requestId: string;
  failure: Failure | undefined;
}

/** Signs a request and sends it to the page's own origin. */
export async function exchange(
  contract: Contract,
  made: Made,
  key: Key,
  stop: AbortSignal,
): Promise<Exchange> {
  if (!globalThis.crypto?.subtle) throw new Error(words().noCrypto);
  const signed = await sign(made.unsigned, key, contract.signature.version, momentNow());
  const { host: _, ...headers } = signed.headers;
  const began = performance.now();
  const response = await fetch(targetOf(made.unsigned), {
    method: made.unsigned.method,
    headers,
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    signal: stop,
  });
  const body = await response.arrayBuffer();
  const milliseconds = performance.now() - began;
  const raw = new TextDecoder().decode(body);
  const json = read(raw);
  return {
    made,
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

/** Reads JSON; whole numbers too large to be exact in a browser stay exact. */
function read(raw: string): unknown {
  const exact = (_: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)
      ? exactly(value, context?.source)
      : value;
  try {
    return JSON.parse(raw, exact as (key: string, value: unknown) => unknown);
  } catch {
    return undefined;
  }
}

function exactly(value: number, source: string | undefined): unknown {
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
}

function failureOf(contract: Contract, status: number, json: unknown): Failure | undefined {
  const { answer, refusal } = contract.envelope;
  const fields = (json ?? {}) as Record<string, unknown>;
  const ok = status >= 200 && status < 300;
  if (ok && json !== undefined && fields[answer.success] !== false) return undefined;
  const names = ok ? { ...answer, recommend: "" } : refusal;
  const text = (name: string) => (typeof fields[name] === "string" ? fields[name] : "");
  const code = text(names.code);
  return {
    code: code || `HTTP ${status}`,
    message: text(names.message),
    recommend: text(names.recommend),
    rule: contract.errorFor(code),
    refused: !ok,
  };
}
