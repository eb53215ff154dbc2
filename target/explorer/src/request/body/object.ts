// The fields of an object in a body. Properties that only the service sets have none.
import type { Schema } from "../../contract.js";
import { el } from "../../dom.js";
import { messageParts } from "../../messages.js";
import { editorOf } from "./editor.js";
import {
  type Change,
  type Editor,
  type Fields,
  frame,
  isFields,
  type Place,
  placeIn,
} from "./place.js";

/** Builds an object that can be folded; one without properties left is no value any more. */
export function objectEditor(place: Place, value: unknown, onChange: Change): Editor {
  let hasValue = isFields(value);
  let parts: Editor | undefined;
  const change = (fields: unknown) => {
    hasValue = fields !== undefined;
    onChange(fields);
  };
  const fill = () => {
    parts = properties(place, value, change);
    return [parts.element];
  };
  const element = frame(place, hasValue || place.required, fill);
  return { element, missing: () => (hasValue || place.required ? (parts?.missing() ?? []) : []) };
}

/** Builds the fields of all properties; what has no field keeps its value. */
export function properties(place: Place, value: unknown, onChange: Change): Editor {
  let current: Fields = isFields(value) ? value : {};
  const all = Object.entries(place.schema.properties ?? {});
  const isReadOnly = (schema: Schema) => place.contract.resolve(schema).readOnly === true;
  const editors = all
    .filter(([, schema]) => !isReadOnly(schema))
    .map(([name, schema]) => {
      const required = place.schema.required?.includes(name) ?? false;
      return editorOf(placeIn(place, name, schema, required), current[name], (part) => {
        const { [name]: _, ...others } = current;
        current = part === undefined ? others : { ...current, [name]: part };
        onChange(Object.keys(current).length ? current : undefined);
      });
    });
  const readOnly = all.filter(([, schema]) => isReadOnly(schema)).map(([name]) => name);
  const element = el(
    "div",
    { class: "fields" },
    ...editors.map((editor) => editor.element),
    readOnly.length > 0 && readOnlyNote(readOnly),
  );
  return { element, missing: () => editors.flatMap((editor) => editor.missing()) };
}

function readOnlyNote(names: string[]): HTMLElement {
  const list = el("span", {}, ...names.flatMap((name) => [" ", el("code", {}, name)]));
  const text = messageParts("Read-only, set by the service:{names}", { names: list });
  return el("p", { class: "note field" }, ...text);
}
