// The request form: operation, parameters, access key and Run.
import { BODY, type Contract, type Operation } from "../contract.js";
import { button, el, newId } from "../dom.js";
import { formatJson } from "../json.js";
import { message, translated } from "../messages.js";
import { bodyForm } from "./body/form.js";
import { resourcesOf } from "../resources.js";
import type { Values } from "./build.js";
import { requestLine } from "./confirm.js";
import { type Field, field, type Input } from "./field.js";
import { type KeyChoice, keyForm } from "./key_form.js";
import { search } from "./search.js";

export interface FormState {
  contract: Contract;
  operation: Operation;
  values: Values;
  choice: KeyChoice;
  localId: string | null;
  /** What shows and stops a running request. */
  progress: HTMLElement;
}

export interface FormActions {
  choose: (operation: Operation) => void;
  change: () => void;
  fillExample: () => void;
  run: () => void;
}

export function form(state: FormState, actions: FormActions): HTMLElement {
  const { operation, values } = state;
  const preview = el("code", { class: "preview", "aria-live": "off" });
  const show = () => (preview.textContent = requestLine(operation, values));
  const fieldsOf = (clientScoped: boolean) =>
    operation.parameters
      .filter((parameter) => (parameter["x-bound"] === "client") === clientScoped)
      .map((parameter) =>
        field(parameter, values[parameter.name] ?? "", (value) => {
          values[parameter.name] = value;
          show();
          actions.change();
        }),
      );
  const [scope, query] = [fieldsOf(true), fieldsOf(false)];
  const body =
    operation.body &&
    bodyForm(state.contract, operation.body, values[BODY] ?? "", (text) => {
      values[BODY] = text;
      actions.change();
    });
  const key = keyForm(state.choice, state.localId, actions.change);
  const element = el(
    "form",
    { novalidate: true, "aria-label": message("Request") },
    search(state.contract, actions.choose),
    chooser(state, actions.choose),
    about(operation),
    group(message("Scope"), scope),
    group(message("Query"), query),
    body?.element,
    key.element,
    preview,
    el(
      "div",
      { class: "actions pinned" },
      el("button", { type: "submit", class: "primary" }, message("Run")),
      button(message("Fill in the example"), actions.fillExample),
      state.progress,
    ),
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const missing = [...missingIn([...scope, ...query]), ...(body?.missing() ?? [])];
    if (!focusFirst([...missing, ...missingIn(key.fields)])) actions.run();
  });
  show();
  return element;
}

/** Marks all fields that lack a required value, and returns their inputs. */
function missingIn(fields: Field[]): Input[] {
  return fields.map((candidate) => candidate.missing()).filter((input) => input !== undefined);
}

/** Focuses the first input, and unfolds what it is in; returns whether there is one. */
function focusFirst([first]: Input[]): boolean {
  for (let node = first?.parentElement; node; node = node.parentElement)
    if (node instanceof HTMLDetailsElement) node.open = true;
  first?.focus();
  return first !== undefined;
}

/** Returns the example values of the contract. */
export function exampleOf(operation: Operation): Values {
  const parameters = operation.parameters.filter((parameter) => parameter.example !== undefined);
  const { body } = operation;
  return {
    ...Object.fromEntries(
      parameters.map((parameter) => [parameter.name, String(parameter.example)]),
    ),
    ...(body?.example !== undefined && { [BODY]: formatJson(body.example) }),
  };
}

function chooser(
  { contract, operation }: FormState,
  choose: (operation: Operation) => void,
): HTMLElement {
  const id = newId("operation");
  const option = (candidate: Operation) =>
    el("option", { value: candidate.name, selected: candidate === operation }, candidate.name);
  const groups = resourcesOf(contract).map(({ title, operations }) =>
    el("optgroup", { label: title }, ...operations.map(option)),
  );
  const select = el("select", { id }, ...groups);
  select.addEventListener("change", () => {
    const chosen = contract.operations.find((candidate) => candidate.name === select.value);
    if (chosen) choose(chosen);
  });
  return el("div", { class: "field" }, el("label", { for: id }, message("Operation")), select);
}

function about(operation: Operation): HTMLElement {
  return el(
    "div",
    { class: "about" },
    el("p", { class: "summary" }, translated(operation, "summary")),
    el("p", { class: "note" }, translated(operation, "description")),
    operation.action &&
      el("p", { class: "note" }, message("Permission"), " ", el("code", {}, operation.action)),
  );
}

function group(legend: string, fields: Field[]): HTMLElement | null {
  if (!fields.length) return null;
  const elements = fields.map((candidate) => candidate.element);
  return el("fieldset", {}, el("legend", {}, legend), el("div", { class: "fields" }, ...elements));
}
