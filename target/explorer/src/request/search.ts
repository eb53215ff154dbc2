// The search over operations: by name, summary, and the fields that they take or return.
import type { Contract, Operation, Schema } from "../contract.js";
import { button, el, newId } from "../dom.js";
import { message, translated } from "../messages.js";

const SHOWN = 8;

interface Hit {
  operation: Operation;
  /** The field that matches; empty when the operation itself does. */
  field: string;
}

/** Builds the search; what is found is a button each, which chooses the operation. */
export function search(contract: Contract, choose: (operation: Operation) => void): HTMLElement {
  const id = newId("search");
  const hits = el("ul", { class: "hits" });
  const status = el("p", { class: "note", role: "status" });
  const input = el("input", { id, type: "search", autocomplete: "off", spellcheck: "false" });
  input.addEventListener("input", () => {
    const text = input.value.trim().toLowerCase();
    const found = text ? find(contract, text) : [];
    hits.replaceChildren(...found.slice(0, SHOWN).map((hit) => hitItem(hit, choose)));
    status.textContent = text && found.length === 0 ? message("Nothing has this name.") : "";
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    hits.querySelector("button")?.click();
  });
  const label = el("label", { for: id }, message("Find by name or field"));
  return el("div", { class: "field search" }, label, input, hits, status);
}

/** Returns what matches: operations by their own texts first, then those with such a field. */
function find(contract: Contract, text: string): Hit[] {
  const matches = (candidate: string) => candidate.toLowerCase().includes(text);
  const byName = contract.operations.filter(
    (operation) => matches(operation.name) || matches(translated(operation, "summary")),
  );
  const byField = contract.operations
    .filter((operation) => !byName.includes(operation))
    .flatMap((operation) => {
      const field = fieldsOf(contract, operation).find(matches);
      return field === undefined ? [] : [{ operation, field }];
    });
  return [...byName.map((operation) => ({ operation, field: "" })), ...byField];
}

/** Returns the fields of an operation: parameters, those of the body, those of the response. */
function fieldsOf(contract: Contract, operation: Operation): string[] {
  return [
    ...operation.parameters.map(({ name }) => name),
    ...(operation.body ? propertiesOf(contract, operation.body.schema, "") : []),
    ...propertiesOf(contract, operation.response, ""),
  ];
}

/** Returns the paths of all properties below a schema, once for each schema on the way. */
function propertiesOf(
  contract: Contract,
  schema: Schema,
  prefix: string,
  above: ReadonlySet<unknown> = new Set(),
): string[] {
  const resolved = contract.resolve(schema);
  const { properties, items } = resolved;
  if (above.has(properties ?? items)) return [];
  const within = new Set([...above, properties ?? items]);
  if (items) return propertiesOf(contract, items, prefix, within);
  return Object.entries(properties ?? {}).flatMap(([name, part]) => {
    const path = prefix ? `${prefix}.${name}` : name;
    return [path, ...propertiesOf(contract, part, path, within)];
  });
}

function hitItem({ operation, field }: Hit, choose: (operation: Operation) => void): HTMLElement {
  const element = button(operation.name, () => choose(operation), { class: "link" });
  const note = field ? el("code", {}, field) : translated(operation, "summary");
  return el("li", {}, element, el("span", { class: "note" }, note));
}
