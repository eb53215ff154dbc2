// The request form: operation, parameters, access key and Run.
import type { Contract, Operation } from "./contract.js";
import { button, el, newId } from "./dom.js";
import { field } from "./field.js";
import { type KeyChoice, keyForm } from "./key_form.js";
import { translated, strings } from "./language.js";
import { buildRequest, pathAndQuery, type Values } from "./request.js";

export interface FormState {
  contract: Contract;
  operation: Operation;
  values: Values;
  choice: KeyChoice;
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
  const fields = (clientScoped: boolean) =>
    operation.parameters
      .filter((parameter) => (parameter["x-bound"] === "client") === clientScoped)
      .map((parameter) =>
        field(parameter, values[parameter.name] ?? "", (value) => {
          values[parameter.name] = value;
          show();
        }),
      );
  const element = el(
    "form",
    { novalidate: true, "aria-label": strings().request },
    chooser(state, actions.choose),
    about(operation),
    group(strings().scope, fields(true)),
    group(strings().query, fields(false)),
    keyForm(state.choice, state.localId),
    preview,
    el(
      "div",
      { class: "actions pinned" },
      el("button", { type: "submit", class: "primary" }, strings().run),
      button(strings().example, actions.fillExample),
    ),
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    actions.run();
  });
  show();
  return element;
}

/** Returns the example values of the contract. */
export function exampleOf(operation: Operation): Values {
  const parameters = operation.parameters.filter((parameter) => parameter.example !== undefined);
  return Object.fromEntries(
    parameters.map((parameter) => [parameter.name, String(parameter.example)]),
  );
}

function chooser(
  { contract, operation }: FormState,
  choose: (operation: Operation) => void,
): HTMLElement {
  const id = newId("operation");
  const options = contract.operations.map((candidate) =>
    el("option", { value: candidate.name, selected: candidate === operation }, candidate.name),
  );
  const select = el("select", { id }, ...options);
  select.addEventListener("change", () => {
    const chosen = contract.operations.find((candidate) => candidate.name === select.value);
    if (chosen) choose(chosen);
  });
  return el("div", { class: "field" }, el("label", { for: id }, strings().operation), select);
}

function about(operation: Operation): HTMLElement {
  return el(
    "div",
    { class: "about" },
    el("p", { class: "summary" }, translated(operation, "summary")),
    el("p", { class: "note" }, translated(operation, "description")),
    operation.action &&
      el("p", { class: "note" }, `${strings().permission} `, el("code", {}, operation.action)),
  );
}

function group(legend: string, fields: HTMLElement[]): HTMLElement | null {
  if (!fields.length) return null;
  return el("fieldset", {}, el("legend", {}, legend), el("div", { class: "fields" }, ...fields));
}

function previewOf(operation: Operation, values: Values): string {
  try {
    return `${operation.method} ${pathAndQuery(buildRequest(operation, values, "").unsigned)}`;
  } catch {
    return `${operation.method} ${operation.path}`;
  }
}
