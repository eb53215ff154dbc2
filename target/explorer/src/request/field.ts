// A form field of a parameter or a property, with its type, bounds, default and description.
import type { Documented, Schema } from "../contract.js";
import { el, newId } from "../dom.js";
import { message, translated } from "../messages.js";
import { visible } from "../visible.js";

export type Input = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What a field is about. */
export interface Described extends Documented {
  name: string;
  /** The text of the label; without it, the name. */
  label?: string;
  required?: boolean;
  schema: Schema;
  /** Values that are known, among others. */
  suggestions?: string[];
  /** Whether texts may have lines. */
  multiline?: boolean;
}

export interface Field {
  element: HTMLElement;
  /** Marks the input when a required value is missing, and returns it then. */
  missing: () => Input | undefined;
}

/** Builds a labelled input; `onChange` receives each new value. Invalid values are marked, not blocked. */
export function field(
  described: Described,
  value: string,
  onChange: (value: string) => void,
): Field {
  const id = newId("field");
  const input = inputOf(described, value);
  const warning = el("p", { class: "warning", id: `${id}-warning`, role: "status" });
  const mark = (text: string) => {
    warning.textContent = text;
    input.setAttribute("aria-invalid", String(text !== ""));
  };
  const validate = () => mark(warningOf(described.schema, input.value));
  input.id = id;
  input.name = described.name;
  input.setAttribute("aria-describedby", `${id}-note ${id}-warning`);
  input.addEventListener("input", () => {
    validate();
    onChange(input.value);
  });
  validate();
  return {
    element: layout(described, input, suggestionsOf(described, input), warning),
    missing: () => {
      if (!described.required || input.value !== "") return undefined;
      mark(requiredText());
      return input;
    },
  };
}

export function requiredText(): string {
  return message("Fill in this field; the request needs it.");
}

function warningOf(schema: Schema, value: string): string {
  if (isInvalid(schema, value))
    return message("The contract does not allow this value; the server will reject it.");
  const text = visible(value);
  return text === value ? "" : message("It has characters that cannot be seen: {text}", { text });
}

function layout(
  described: Described,
  input: Input,
  suggestions: HTMLElement | null,
  warning: HTMLElement,
): HTMLElement {
  return el(
    "div",
    { class: isShort(described.schema) ? "field short" : "field" },
    el(
      "label",
      { for: input.id },
      el("code", {}, described.label ?? described.name),
      described.required ? el("span", { class: "required" }, message("required")) : null,
    ),
    input,
    suggestions,
    el(
      "p",
      { class: "note", id: `${input.id}-note` },
      translated(described, "description"),
      " ",
      el("span", { class: "bounds" }, expected(described)),
    ),
    warning,
  );
}

/** Whether values are short, so that two fields fit in a row. */
function isShort(schema: Schema): boolean {
  return schema.enum === undefined && schema.type !== "string";
}

/** Builds the known values of an input that takes others, too. */
function suggestionsOf({ suggestions }: Described, input: Input): HTMLElement | null {
  if (!suggestions) return null;
  const id = newId("suggestions");
  input.setAttribute("list", id);
  return el("datalist", { id }, ...suggestions.map((value) => el("option", { value })));
}

function inputOf({ schema, required, multiline }: Described, value: string): Input {
  const choices = schema.enum ?? (schema.type === "boolean" ? ["true", "false"] : undefined);
  if (choices) {
    const none = el("option", { value: "" }, notSet(schema));
    const options = choices.map((choice) => el("option", { value: choice }, String(choice)));
    const isKnown = value === "" || choices.map(String).includes(value);
    if (!isKnown) options.push(el("option", { value }, value));
    const select = el("select", {}, none, ...options);
    select.value = value;
    return select;
  }
  if (multiline) return textArea(value, required);
  const numeric = schema.type === "integer" || schema.type === "number";
  return el("input", {
    type: "text",
    inputmode: numeric ? "decimal" : null,
    "aria-required": required ? "true" : null,
    autocomplete: "off",
    spellcheck: "false",
    placeholder: schema.default === undefined ? null : String(schema.default),
    value,
  });
}

function textArea(value: string, required = false): HTMLTextAreaElement {
  const area = el("textarea", {
    rows: Math.min(12, value.split("\n").length),
    "aria-required": required ? "true" : null,
    autocomplete: "off",
    spellcheck: "false",
  });
  area.value = value;
  return area;
}

function notSet(schema: Schema): string {
  if (schema.default === undefined) return message("not set");
  return message("not set (default {value})", { value: String(schema.default) });
}

/** Describes the accepted values: type, bounds or choices, and default. */
function expected({ schema, suggestions }: Described): string {
  const accepted = schema.enum
    ? message("one of {values}", { values: schema.enum.join(", ") })
    : suggestions
      ? message("{values}, or another value", { values: suggestions.join(", ") })
      : `${typeName(schema)} ${bounds(schema)}`.trim();
  const standard =
    schema.default === undefined
      ? ""
      : message("default {value}", { value: String(schema.default) });
  return [accepted, standard].filter(Boolean).join(" · ");
}

function typeName({ type }: Schema): string {
  if (type === "integer") return message("integer");
  if (type === "number") return message("number");
  return type === "boolean" ? message("true or false") : "";
}

function bounds({ minimum, maximum }: Schema): string {
  if (minimum !== undefined && maximum !== undefined)
    return message("from {minimum} to {maximum}", { minimum, maximum });
  if (minimum !== undefined) return message("at least {minimum}", { minimum });
  return maximum === undefined ? "" : message("at most {maximum}", { maximum });
}

function isInvalid(schema: Schema, value: string): boolean {
  if (value === "") return false;
  if (schema.enum) return !schema.enum.map(String).includes(value);
  if (schema.type === "integer" && !/^-?\d+$/.test(value)) return true;
  if (schema.type === "integer" || schema.type === "number") {
    const number = Number(value);
    return !(number >= (schema.minimum ?? -Infinity) && number <= (schema.maximum ?? Infinity));
  }
  return value.length < (schema.minLength ?? 0) || value.length > (schema.maxLength ?? Infinity);
}
