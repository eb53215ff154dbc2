// A form field of a parameter, with its type, bounds, default and description.
import type { Parameter, Schema } from "./contract.js";
import { el, newId } from "./dom.js";
import { translated, strings } from "./language.js";

export type Input = HTMLInputElement | HTMLSelectElement;

/** Builds a labelled input; `onChange` receives each new value. Invalid values are marked, not blocked. */
export function field(
  parameter: Parameter,
  value: string,
  onChange: (value: string) => void,
): HTMLElement {
  const id = newId("field");
  const input = inputOf(parameter, value);
  const warning = el("p", { class: "warning", id: `${id}-warning`, role: "status" });
  const validate = () => {
    const invalid = isInvalid(parameter.schema, input.value);
    warning.textContent = invalid ? strings().outOfBounds : "";
    input.setAttribute("aria-invalid", String(invalid));
    onChange(input.value);
  };
  input.id = id;
  input.name = parameter.name;
  input.setAttribute("aria-describedby", `${id}-note ${id}-warning`);
  input.addEventListener("input", validate);
  const field = el(
    "div",
    { class: isShort(parameter.schema) ? "field short" : "field" },
    el(
      "label",
      { for: id },
      el("code", {}, parameter.name),
      parameter.required ? el("span", { class: "required" }, strings().required) : null,
    ),
    input,
    el(
      "p",
      { class: "note", id: `${id}-note` },
      translated(parameter, "description"),
      " ",
      el("span", { class: "bounds" }, expected(parameter.schema)),
    ),
    warning,
  );
  validate();
  return field;
}

/** Whether values are short, so that two fields fit in a row. */
function isShort(schema: Schema): boolean {
  return schema.enum === undefined && schema.type !== "string";
}

function inputOf(parameter: Parameter, value: string): Input {
  const { schema } = parameter;
  const choices = schema.enum ?? (schema.type === "boolean" ? ["true", "false"] : undefined);
  if (choices) {
    const none = el("option", { value: "" }, `${strings().notSet}${defaultOf(schema)}`);
    const options = choices.map((choice) => el("option", { value: choice }, String(choice)));
    const select = el("select", {}, none, ...options);
    select.value = value;
    return select;
  }
  const numeric = schema.type === "integer" || schema.type === "number";
  return el("input", {
    type: "text",
    inputmode: numeric ? "decimal" : null,
    "aria-required": parameter.required ? "true" : null,
    autocomplete: "off",
    spellcheck: "false",
    placeholder: schema.default === undefined ? null : String(schema.default),
    value,
  });
}

function defaultOf(schema: Schema): string {
  return schema.default === undefined ? "" : ` (${strings().default} ${schema.default})`;
}

/** Describes the accepted values: type, bounds or choices, and default. */
function expected(schema: Schema): string {
  const type = { integer: strings().integer, number: strings().number, boolean: strings().boolean };
  const typeName = type[schema.type as keyof typeof type] ?? "";
  const defaultText = schema.default === undefined ? "" : `${strings().default} ${schema.default}`;
  return [
    schema.enum ? `${strings().oneOf} ${schema.enum.join(", ")}` : `${typeName}${bounds(schema)}`,
    defaultText,
  ]
    .filter(Boolean)
    .join(" · ");
}

function bounds({ minimum, maximum }: Schema): string {
  if (minimum !== undefined && maximum !== undefined)
    return ` ${strings().from} ${minimum} ${strings().to} ${maximum}`;
  if (minimum !== undefined) return ` ${strings().atLeast} ${minimum}`;
  return maximum === undefined ? "" : ` ${strings().atMost} ${maximum}`;
}

function isInvalid(schema: Schema, value: string): boolean {
  if (value === "") return false;
  if (schema.enum) return !schema.enum.map(String).includes(value);
  if (schema.type === "integer" && !/^\d+$/.test(value)) return true;
  if (schema.type === "integer" || schema.type === "number") {
    const number = Number(value);
    return !(number >= (schema.minimum ?? -Infinity) && number <= (schema.maximum ?? Infinity));
  }
  return value.length < (schema.minLength ?? 0) || value.length > (schema.maxLength ?? Infinity);
}
