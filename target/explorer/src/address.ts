// The address of the page: language, operation, tab and parameters, in the fragment of its URL.
//
// `#/en/ListJobs/jobs/ITEM?workspace=…`. A fragment is not sent to the server. Keys are no part of it.
import type { Language } from "./messages.js";
import { percentEncode } from "./signing.js";
import type { Values } from "./request/build.js";

export interface Address {
  language: Language;
  operation: string;
  tab: string;
  /** What the tab shows: an open job, or a kind of sample. */
  detail: string;
  values: Values;
}

/** What the browser keeps with an entry of its history. */
export interface Entry {
  /** The id of the call whose result the entry shows. */
  call?: string;
  /** Whether the values were changed since that call. */
  draft?: boolean;
}

/** Parses a fragment; undefined when it is none of this page. */
export function parseAddress(fragment: string): Address | undefined {
  const [path = "", query = ""] = fragment.replace(/^#/, "").split(/\?(.*)/s);
  const [start, language, operation, tab = "", detail = ""] = path.split("/").map(decode);
  if (start !== "" || (language !== "en" && language !== "zh") || !operation) return undefined;
  return {
    language,
    operation,
    tab,
    detail,
    values: Object.fromEntries(new URLSearchParams(query)),
  };
}

/** Writes a fragment; parameters without a value are left out. */
export function formatAddress({ language, operation, tab, detail, values }: Address): string {
  const path = [language, operation, tab, ...(detail ? [detail] : [])].map(percentEncode).join("/");
  const query = Object.entries(values)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
  return `#/${path}${query && `?${query}`}`;
}

export function currentEntry(): Entry {
  return (history.state as Entry | null) ?? {};
}

/** Adds an entry to the history, unless its address is the current one, whose entry is replaced. */
export function visit(address: Address, entry: Entry): void {
  const fragment = formatAddress(address);
  if (fragment === location.hash) history.replaceState(entry, "", fragment);
  else history.pushState(entry, "", fragment);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
