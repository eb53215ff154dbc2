// What came back, in as many views as help: items, fields, bytes, headers, signature, samples.
import { block } from "./block.js";
import type { Contract } from "./contract.js";
import { el } from "./dom.js";
import type { Exchange, Failure } from "./exchange.js";
import { hasItems, itemsView } from "./jobs/view.js";
import { told, words } from "./language.js";
import { samplesView } from "./samples/view.js";
import { signatureView } from "./signatureview.js";
import { type Tab, tabs } from "./tabs.js";
import { tree } from "./tree.js";

export interface ResultState {
  tab: string;
  sample: string;
}

export function result(
  contract: Contract,
  exchange: Exchange,
  state: ResultState,
  onGo: (page: number) => void,
): HTMLElement {
  const views: Tab[] = [
    { name: "tree", label: words().tree, fill: () => fieldsView(contract, exchange) },
    { name: "raw", label: words().raw, fill: () => block(exchange.raw, words().raw) },
    { name: "headers", label: words().headers, fill: () => headersView(exchange) },
    { name: "signature", label: words().signature, fill: () => signatureView(exchange.signed) },
    { name: "samples", label: words().samples, fill: () => samplesView(contract, exchange, state) },
  ];
  if (hasItems(contract, exchange)) {
    const fill = () => itemsView(contract, exchange, onGo);
    views.unshift({ name: "jobs", label: words().jobs, fill });
  }
  return el(
    "div",
    {},
    facts(exchange),
    exchange.failure && explanation(exchange.failure),
    tabs(words().views, views, state.tab, (name) => (state.tab = name)),
  );
}

/** Why a call could not even be made, or was never answered. */
export function trouble(title: string, message: string): HTMLElement {
  return el(
    "div",
    { class: "callout bad", role: "alert" },
    el("strong", {}, title),
    el("p", {}, message),
  );
}

function facts(exchange: Exchange): HTMLElement {
  const { failure } = exchange;
  const outcome = failure
    ? failure.refused
      ? words().refused
      : words().failed
    : words().succeeded;
  const fact = (name: string, value: string) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, value));
  return el(
    "div",
    { class: "outcome" },
    el(
      "span",
      { class: `badge ${failure ? "bad" : "good"}`, role: "status" },
      el("span", { "aria-hidden": "true", class: "sign" }, failure ? "✕" : "✓"),
      outcome,
    ),
    el(
      "dl",
      { class: "facts" },
      fact(words().status, String(exchange.status)),
      fact(
        words().duration,
        `${exchange.milliseconds.toFixed(exchange.milliseconds < 10 ? 1 : 0)} ms`,
      ),
      fact(words().size, `${exchange.bytes.toLocaleString("en")} B`),
      fact(words().requestId, exchange.requestId),
    ),
  );
}

/** An error in the contract's words: when it happens, what to do, whether to try again. */
function explanation(failure: Failure): HTMLElement {
  const { rule } = failure;
  const point = (name: string, text: string) =>
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
          point(words().when, told(rule, "when")),
          point(words().remedy, told(rule, "remedy")),
          el("div", {}, el("dd", {}, rule.retryable ? words().retryable : words().notRetryable)),
        )
      : el("p", {}, failure.recommend || words().unknownCode),
  );
}

function fieldsView(contract: Contract, exchange: Exchange): HTMLElement {
  if (typeof exchange.json !== "object" || exchange.json === null)
    return block(exchange.raw, words().raw);
  const schema = exchange.failure?.refused ? {} : exchange.made.operation.answer;
  return tree(contract, schema, exchange.json, 2);
}

function headersView(exchange: Exchange): HTMLElement {
  const list = (pairs: [string, string][]) =>
    el(
      "dl",
      { class: "pairs" },
      ...pairs.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
    );
  return el(
    "div",
    { class: "stack" },
    el("h3", {}, words().responseHeaders),
    list(exchange.headers),
    el("h3", {}, words().requestHeaders),
    list(Object.entries(exchange.signed.headers)),
    el("p", { class: "note" }, words().browserHeaders),
  );
}
