// One field of a form, made from a parameter of the contract: its kind, bounds, default and meaning.
import type { Parameter, Schema } from "./contract.js";
import { el, newId } from "./dom.js";
import { told, words } from "./language.js";

export type Input = HTMLInputElement | HTMLSelectElement;

/** A labelled input; `onChange` is told each new value. A forbidden value may be sent all the same. */
export function field(
  parameter: Parameter,
  value: string,
  onChange: (value: string) => void,
): HTMLElement {
  const id = newId("field");
  const input = inputOf(parameter, value);
  const warning = el("p", { class: "warning", id: `${id}-warning`, role: "status" });
  const judge = () => {
    const bad = isForbidden(parameter.schema, input.value);
    warning.textContent = bad ? words().outOfBounds : "";
    input.setAttribute("aria-invalid", String(bad));
    onChange(input.value);
  };
  input.id = id;
  input.name = parameter.name;
  input.setAttribute("aria-describedby", `${id}-note ${id}-warning`);
  input.addEventListener("input", judge);
  const field = el(
    "div",
    { class: isShort(parameter.schema) ? "field short" : "field" },
    el(
      "label",
      { for: id },
      el("code", {}, parameter.name),
      parameter.required ? el("span", { class: "required" }, words().required) : null,
    ),
    input,
    el(
      "p",
      { class: "note", id: `${id}-note` },
      told(parameter, "description"),
      " ",
      el("span", { class: "bounds" }, expects(parameter.schema)),
    ),
    warning,
  );
  judge();
  return field;
}

/** Tells whether a value has few characters, so that two fields fit beside each other. */
function isShort(schema: Schema): boolean {
  return schema.enum === undefined && schema.type !== "string";
}

function inputOf(parameter: Parameter, value: string): Input {
  const { schema } = parameter;
  const choices = schema.enum ?? (schema.type === "boolean" ? ["true", "false"] : undefined);
  if (choices) {
    const none = el("option", { value: "" }, `${words().notSet}${defaultOf(schema)}`);
    const options = choices.map((one) => el("option", { value: one }, String(one)));
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
  return schema.default === undefined ? "" : ` (${words().default} ${schema.default})`;
}

/** What a value may be, in words: its type, its bounds or choices, and the default. */
function expects(schema: Schema): string {
  const type = { integer: words().integer, number: words().number, boolean: words().boolean };
  const named = type[schema.type as keyof typeof type] ?? "";
  const default_ = schema.default === undefined ? "" : `${words().default} ${schema.default}`;
  return [
    schema.enum ? `${words().oneOf} ${schema.enum.join(", ")}` : `${named}${bounds(schema)}`,
    default_,
  ]
    .filter(Boolean)
    .join(" · ");
}

function bounds({ minimum, maximum }: Schema): string {
  if (minimum !== undefined && maximum !== undefined)
    return ` ${words().from} ${minimum} ${words().to} ${maximum}`;
  if (minimum !== undefined) return ` ${words().atLeast} ${minimum}`;
  return maximum === undefined ? "" : ` ${words().atMost} ${maximum}`;
}

function isForbidden(schema: Schema, value: string): boolean {
  if (value === "") return false;
  if (schema.enum) return !schema.enum.map(String).includes(value);
  if (schema.type === "integer" && !/^\d+$/.test(value)) return true;
  if (schema.type === "integer" || schema.type === "number") {
    const number = Number(value);
    return !(number >= (schema.minimum ?? -Infinity) && number <= (schema.maximum ?? Infinity));
  }
  return value.length < (schema.minLength ?? 0) || value.length > (schema.maxLength ?? Infinity);
}
