// The field of a text, number, truth value or enumeration in a body.
import type { Schema } from "../../contract.js";
import { textOf } from "../../item.js";
import { parseJson } from "../../json.js";
import { field } from "../field.js";
import type { Change, Editor, Place } from "./place.js";

export function scalarEditor(place: Place, value: unknown, onChange: Change): Editor {
  const { schema, suggestions } = flattened(place.schema);
  const described = {
    name: place.path,
    label: place.label,
    description: place.schema.description,
    required: place.required,
    schema,
    suggestions,
    multiline: schema.type === "string" && !schema.enum && !suggestions && !isId(schema),
  };
  let current = value;
  const { element, missing } = field(described, textOf(value), (text) => {
    current = valueOf(schema, text, current);
    onChange(current);
  });
  return {
    element,
    missing: () => {
      const input = missing();
      return input ? [input] : [];
    },
  };
}

/** Returns the value of what was typed; one that the type does not allow stays a text. */
export function valueOf(schema: Schema, text: string, before: unknown): unknown {
  if (text === "") return undefined;
  if (schema.type === "integer" && /^-?\d+$/.test(text)) return parseJson(text) ?? text;
  if (schema.type === "number" && Number.isFinite(Number(text))) return parseJson(text) ?? text;
  if (schema.type === "boolean" && /^(true|false)$/.test(text)) return text === "true";
  const isFree = schema.type === undefined && before !== undefined && typeof before !== "string";
  return isFree ? (parseJson(text) ?? text) : text;
}

/** Reduces an open enumeration, which allows any text besides its values, to suggestions. */
function flattened(schema: Schema): { schema: Schema; suggestions?: string[] } {
  const known = schema.anyOf?.flatMap((branch) => branch.enum ?? []).map(String);
  if (!known?.length) return { schema };
  const { anyOf: _, ...own } = schema;
  return { schema: { ...own, type: "string" }, suggestions: known };
}

/** Whether texts are ids, which have one line. */
function isId(schema: Schema): boolean {
  return schema.minLength !== undefined || schema.format !== undefined;
}
