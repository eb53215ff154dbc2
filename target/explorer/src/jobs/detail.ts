// One job: its state and failure first, then its plan drawn, then all fields with their meaning.
import type { Contract, Schema } from "../contract.js";
import { el } from "../dom.js";
import { type Item, Reader, titleOf } from "../item.js";
import { told, words } from "../language.js";
import { tree } from "../tree.js";
import { drawPlan, findPlans } from "./plan.js";
import { badge } from "./states.js";

export function detail(contract: Contract, schema: Schema, item: Item): HTMLElement {
  const reader = new Reader(contract, schema);
  return el(
    "article",
    { class: "detail" },
    el(
      "header",
      {},
      el("h3", { tabindex: -1 }, reader.text(item, reader.columns[0] ?? "")),
      reader.has("state") && badge(reader.value(item, "state")),
    ),
    failure(reader, item),
    facts(reader, item),
    ...plans(contract, schema, item),
    el("h4", {}, words().fields),
    tree(contract, schema, item, 2),
  );
}

function failure(reader: Reader, item: Item): HTMLElement | null {
  const value = reader.value(item, "failure");
  if (typeof value !== "object" || value === null) return null;
  const { reason, message } = value as { reason?: string; message?: string };
  return el(
    "div",
    { class: "callout bad" },
    el("strong", {}, `${words().failure}${reason ? `: ${reason}` : ""}`),
    message && el("p", {}, message),
  );
}

function facts(reader: Reader, item: Item): HTMLElement {
  const list = el("dl", { class: "facts" });
  const more = reader.has("restarts") ? ["restarts"] : [];
  for (const column of [...reader.columns.slice(1), ...more]) {
    const text = reader.text(item, column);
    if (!text || column === "state") continue;
    const title = told(reader.described(column), "description");
    list.append(el("div", { title }, el("dt", {}, titleOf(column)), el("dd", {}, text)));
  }
  return list;
}

function plans(contract: Contract, schema: Schema, item: Item): HTMLElement[] {
  return findPlans(contract, schema, item).flatMap((plan) => [
    el("h4", {}, words().plan),
    el("p", { class: "note" }, words().planNote),
    drawPlan(plan),
  ]);
}
