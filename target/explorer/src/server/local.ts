// What the target offers to pages on its own machine: a key that signs, and the sample jobs.
import { message } from "../messages.js";
import type { Key } from "../signing.js";
import { NoResponseError } from "./errors.js";

export interface Offer {
  /** The id of the key that the page may use; null when there is none. */
  keyId: string | null;
  /** Whether the sample jobs are missing; null when they cannot be loaded from here. */
  sampleMissing: boolean | null;
}

const KEY_PATH = "/explorer/key";
const SAMPLE_PATH = "/explorer/sample";

export async function fetchOffer(): Promise<Offer> {
  const [{ keyId }, { missing }] = await Promise.all([
    get<{ keyId: string | null }>(KEY_PATH, { keyId: null }),
    get<{ missing: boolean | null }>(SAMPLE_PATH, { missing: null }),
  ]);
  return { keyId, sampleMissing: missing };
}

/** Loads the sample jobs, and returns their number. */
export async function loadSample(): Promise<number> {
  return (await post<{ loaded: number }>(SAMPLE_PATH, {})).loaded;
}

/** Returns the target's key; the target signs, and keeps the secret. */
export function localKey(id: string, stop?: AbortSignal): Key {
  return {
    id,
    sign: async (_, canonicalRequest) => {
      const body = { canonical_request: canonicalRequest };
      return (await post<{ signature: string }>(KEY_PATH, body, stop)).signature;
    },
  };
}

async function get<T>(path: string, otherwise: T): Promise<T> {
  const response = await fetch(path, { cache: "no-store" });
  return response.ok ? ((await response.json()) as T) : otherwise;
}

async function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  }).catch((error: Error) => {
    throw NoResponseError.from(error);
  });
  const result = (await response.json().catch(() => ({}))) as T & { error?: string };
  if (!response.ok) {
    throw new Error(
      result.error ?? message("The target responded with {status}.", { status: response.status }),
    );
  }
  return result;
}
