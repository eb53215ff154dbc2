// The detail of one job: state, failure, resource plan and all fields.
import type { Contract, Schema } from "../contract.js";
import { el } from "../dom.js";
import { type Item, ItemReader, titleOf } from "../item.js";
import { translated, strings } from "../language.js";
import { tree } from "../tree.js";
import { drawPlan, findPlans } from "./plan.js";
import { badge } from "./states.js";

export function detail(contract: Contract, schema: Schema, item: Item): HTMLElement {
  const reader = new ItemReader(contract, schema);
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
    summary(reader, item),
    ...plans(contract, schema, item),
    el("h4", {}, strings().fields),
    tree(contract, schema, item, 2),
  );
}

function failure(reader: ItemReader, item: Item): HTMLElement | null {
  const value = reader.value(item, "failure");
  if (typeof value !== "object" || value === null) return null;
  const { reason, message } = value as { reason?: string; message?: string };
  return el(
    "div",
    { class: "callout bad" },
    el("strong", {}, `${strings().failure}${reason ? `: ${reason}` : ""}`),
    message && el("p", {}, message),
  );
}

function summary(reader: ItemReader, item: Item): HTMLElement {
  const list = el("dl", { class: "facts" });
  const extra = reader.has("restarts") ? ["restarts"] : [];
  for (const column of [...reader.columns.slice(1), ...extra]) {
    const text = reader.text(item, column);
    if (!text || column === "state") continue;
    const title = translated(reader.schemaOf(column), "description");
    list.append(el("div", { title }, el("dt", {}, titleOf(column)), el("dd", {}, text)));
  }
  return list;
}

function plans(contract: Contract, schema: Schema, item: Item): HTMLElement[] {
  return findPlans(contract, schema, item).flatMap((plan) => [
    el("h4", {}, strings().plan),
    el("p", { class: "note" }, strings().planNote),
    drawPlan(plan),
  ]);
}
