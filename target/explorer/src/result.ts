// The result of a call, in views: items, fields, raw body, headers, signature and samples.
import { block } from "./block.js";
import type { Contract } from "./contract.js";
import { el } from "./dom.js";
import type { Call, Failure } from "./call.js";
import { hasItems, itemsView } from "./jobs/view.js";
import { translated, strings } from "./language.js";
import { samplesView } from "./samples/view.js";
import { signatureView } from "./signature_view.js";
import { type Tab, tabs } from "./tabs.js";
import { tree } from "./tree.js";

export interface ViewState {
  tab: string;
  sample: string;
}

export function result(
  contract: Contract,
  call: Call,
  state: ViewState,
  onPage: (page: number) => void,
): HTMLElement {
  const views: Tab[] = [
    { name: "tree", label: strings().tree, fill: () => fieldsView(contract, call) },
    { name: "raw", label: strings().raw, fill: () => block(call.raw, strings().raw) },
    { name: "headers", label: strings().headers, fill: () => headersView(call) },
    { name: "signature", label: strings().signature, fill: () => signatureView(call.signed) },
    { name: "samples", label: strings().samples, fill: () => samplesView(contract, call, state) },
  ];
  if (hasItems(contract, call)) {
    const fill = () => itemsView(contract, call, onPage);
    views.unshift({ name: "jobs", label: strings().jobs, fill });
  }
  return el(
    "div",
    {},
    summary(call),
    call.failure && failureCallout(call.failure),
    tabs(strings().views, views, state.tab, (name) => (state.tab = name)),
  );
}

/** Builds the message of a call that was not sent or got no response. */
export function errorCallout(title: string, message: string): HTMLElement {
  return el(
    "div",
    { class: "callout bad", role: "alert" },
    el("strong", {}, title),
    el("p", {}, message),
  );
}

function summary(call: Call): HTMLElement {
  const { failure } = call;
  const outcome = failure
    ? failure.refused
      ? strings().refused
      : strings().failed
    : strings().succeeded;
  const fact = (name: string, value: string) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, value));
  return el(
    "div",
    { class: "outcome" },
    el(
      "span",
      { class: `badge ${failure ? "bad" : "good"}`, role: "status" },
      el("span", { "aria-hidden": "true", class: "icon" }, failure ? "✕" : "✓"),
      outcome,
    ),
    el(
      "dl",
      { class: "facts" },
      fact(strings().status, String(call.status)),
      fact(strings().duration, `${call.milliseconds.toFixed(call.milliseconds < 10 ? 1 : 0)} ms`),
      fact(strings().size, `${call.bytes.toLocaleString("en")} B`),
      fact(strings().requestId, call.requestId),
    ),
  );
}

/** Explains an error by the contract: cause, remedy, and whether to retry. */
function failureCallout(failure: Failure): HTMLElement {
  const { rule } = failure;
  const entry = (name: string, text: string) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, text));
  return el(
    "section",
    { class: "callout bad explanation", role: "alert" },
    el("strong", {}, failure.code),
    el("pre", { class: "message" }, failure.message),
    rule
      ? el(
          "dl",
          {},
          entry(strings().when, translated(rule, "when")),
          entry(strings().remedy, translated(rule, "remedy")),
          el(
            "div",
            {},
            el("dd", {}, rule.retryable ? strings().retryable : strings().notRetryable),
          ),
        )
      : el("p", {}, failure.recommend || strings().unknownCode),
  );
}

function fieldsView(contract: Contract, call: Call): HTMLElement {
  if (typeof call.json !== "object" || call.json === null) return block(call.raw, strings().raw);
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
    el("h3", {}, strings().responseHeaders),
    list(call.headers),
    el("h3", {}, strings().requestHeaders),
    list(Object.entries(call.signed.headers)),
    el("p", { class: "note" }, strings().browserHeaders),
  );
}
