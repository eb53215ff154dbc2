// The request to be made: the operation, its parameters, the key, and Run.
import type { Contract, Operation } from "./contract.js";
import { button, el, newId } from "./dom.js";
import { field } from "./field.js";
import { type Choice, keyForm } from "./keyform.js";
import { told, words } from "./language.js";
import { makeRequest, targetOf, type Values } from "./request.js";

export interface FormState {
  contract: Contract;
  operation: Operation;
  values: Values;
  choice: Choice;
  localId: string | null;
}

export interface FormActions {
  choose: (operation: Operation) => void;
  fillExample: () => void;
  run: () => void;
}

export function form(state: FormState, actions: FormActions): HTMLElement {
  const { operation, values } = state;
  const preview = el("code", { class: "preview", "aria-live": "off" });
  const show = () => (preview.textContent = previewOf(operation, values));
  const fields = (bound: boolean) =>
    operation.parameters
      .filter((parameter) => (parameter["x-bound"] === "client") === bound)
      .map((parameter) =>
        field(parameter, values[parameter.name] ?? "", (value) => {
          values[parameter.name] = value;
          show();
        }),
      );
  const made = el(
    "form",
    { novalidate: true, "aria-label": words().request },
    chooser(state, actions.choose),
    about(operation),
    group(words().where, fields(true)),
    group(words().query, fields(false)),
    keyForm(state.choice, state.localId),
    preview,
    el(
      "div",
      { class: "actions pinned" },
      el("button", { type: "submit", class: "primary" }, words().run),
      button(words().example, actions.fillExample),
    ),
  );
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    actions.run();
  });
  show();
  return made;
}

/** The values of the contract's examples. */
export function exampleOf(operation: Operation): Values {
  const given = operation.parameters.filter((one) => one.example !== undefined);
  return Object.fromEntries(given.map((one) => [one.name, String(one.example)]));
}

function chooser(
  { contract, operation }: FormState,
  choose: (operation: Operation) => void,
): HTMLElement {
  const id = newId("operation");
  const options = contract.operations.map((one) =>
    el("option", { value: one.name, selected: one === operation }, one.name),
  );
  const select = el("select", { id }, ...options);
  select.addEventListener("change", () => {
    const chosen = contract.operations.find((one) => one.name === select.value);
    if (chosen) choose(chosen);
  });
  return el("div", { class: "field" }, el("label", { for: id }, words().operation), select);
}

function about(operation: Operation): HTMLElement {
  return el(
    "div",
    { class: "about" },
    el("p", { class: "summary" }, told(operation, "summary")),
    el("p", { class: "note" }, told(operation, "description")),
    operation.action &&
      el("p", { class: "note" }, `${words().permission} `, el("code", {}, operation.action)),
  );
}

function group(legend: string, fields: HTMLElement[]): HTMLElement | null {
  if (!fields.length) return null;
  return el("fieldset", {}, el("legend", {}, legend), el("div", { class: "fields" }, ...fields));
}

function previewOf(operation: Operation, values: Values): string {
  try {
    return `${operation.method} ${targetOf(makeRequest(operation, values, "").unsigned)}`;
  } catch {
    return `${operation.method} ${operation.path}`;
  }
}
