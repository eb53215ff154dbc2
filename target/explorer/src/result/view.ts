// The response in views: items, fields, raw body, headers, signature and samples.
import type { Contract } from "../contract.js";
import { el } from "../dom.js";
import { folded } from "../folded.js";
import { hasItems, type ItemsActions, itemsView } from "../jobs/view.js";
import type { ListSettings } from "../jobs/settings.js";
import { formatNumber, message, translated } from "../messages.js";
import { titleOfResource } from "../resources.js";
import type { Call, Failure } from "../server/call.js";
import { type Tab, type Tabs, tabs } from "../tabs.js";
import { block } from "./block.js";
import { signatureView } from "./signature.js";
import { tree } from "./tree.js";

/** What is shown of a response; the parts that an address has are in the history. */
export interface ViewState {
  tab: string;
  /** The key of the open item; empty when the list is shown. */
  item: string;
  sample: string;
  list: ListSettings;
}

export interface ViewActions extends ItemsActions {
  chooseTab: (name: string) => void;
}

/** Builds the tabs of a call, or those before the first one. */
export function views(
  contract: Contract,
  call: Call | undefined,
  state: ViewState,
  start: () => Node,
  samples: () => Node,
  actions: ViewActions,
): Tabs {
  const all = call ? callTabs(contract, call, state, actions) : [itemsTab(message("Jobs"), start)];
  all.push({ name: "samples", label: message("Samples"), fill: samples });
  return tabs(message("Views of the response"), all, state.tab, actions.chooseTab);
}

function itemsTab(label: string, fill: () => Node): Tab {
  return { name: "jobs", label, fill };
}

function callTabs(contract: Contract, call: Call, state: ViewState, actions: ViewActions): Tab[] {
  const items = () => itemsView(contract, call, state, actions);
  const title = titleOfResource(call.request.operation.names.resource);
  return [
    ...(hasItems(contract, call) ? [itemsTab(title, items)] : []),
    { name: "tree", label: message("Fields"), fill: () => fieldsView(contract, call) },
    { name: "raw", label: message("Raw"), fill: () => block(call.raw, message("Raw")) },
    { name: "headers", label: message("Headers"), fill: () => headersView(call) },
    { name: "signature", label: message("Signature"), fill: () => signatureView(call.signed) },
  ];
}

/** Builds the outcome of a call: status, duration, size and request id, and the failure. */
export function outcome(call: Call): Node[] {
  const { failure } = call;
  const fact = (name: string, value: string) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, value));
  const summary = el(
    "div",
    { class: "outcome" },
    el(
      "span",
      { class: `badge ${failure ? "bad" : "good"}`, role: "status" },
      el("span", { "aria-hidden": "true", class: "icon" }, failure ? "✕" : "✓"),
      outcomeName(failure),
    ),
    el(
      "dl",
      { class: "facts" },
      fact(message("HTTP status"), String(call.status)),
      fact(message("Duration"), `${call.milliseconds.toFixed(call.milliseconds < 10 ? 1 : 0)} ms`),
      fact(message("Size"), `${formatNumber(call.bytes)} B`),
      fact(message("Request id"), call.requestId),
    ),
  );
  return failure ? [summary, failureCallout(failure)] : [summary];
}

function outcomeName(failure: Failure | undefined): string {
  if (!failure) return message("Succeeded");
  return failure.refused ? message("Refused") : message("Failed");
}

/** Explains an error by the contract: cause, remedy, and whether to retry. */
function failureCallout(failure: Failure): HTMLElement {
  const { rule } = failure;
  const entry = (name: string, text: string) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, text));
  const retry = rule?.retryable
    ? message("Can be retried unchanged")
    : message("Retrying unchanged will not help");
  return el(
    "section",
    { class: "callout bad explanation", role: "alert" },
    el("strong", {}, failure.code),
    folded(failure.message),
    rule
      ? el(
          "dl",
          {},
          entry(message("When it happens"), translated(rule, "when")),
          entry(message("Remedy"), translated(rule, "remedy")),
          el("div", {}, el("dd", {}, retry)),
        )
      : el("p", {}, failure.recommend || message("The contract does not define this code.")),
  );
}

function fieldsView(contract: Contract, call: Call): HTMLElement {
  if (typeof call.json !== "object" || call.json === null) return block(call.raw, message("Raw"));
  const schema = call.failure?.refused ? {} : call.request.operation.response;
  return tree(contract, schema, call.json, 2);
}

function headersView(call: Call): HTMLElement {
  const list = (pairs: [string, string][]) =>
    el(
      "dl",
      { class: "pairs" },
      ...pairs.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
    );
  return el(
    "div",
    { class: "stack" },
    el("h3", {}, message("Received")),
    list(call.headers),
    el("h3", {}, message("Sent")),
    list(Object.entries(call.signed.headers)),
    el(
      "p",
      { class: "note" },
      message("The browser adds headers of its own; they are not signed."),
    ),
  );
}
