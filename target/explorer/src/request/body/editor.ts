// The editor of a value in a body, by the kind of its schema.
import type { Schema } from "../../contract.js";
import { listEditor } from "./list.js";
import { mapEditor } from "./map.js";
import { objectEditor } from "./object.js";
import type { Change, Editor, Place } from "./place.js";
import { scalarEditor } from "./scalar.js";

export function editorOf(place: Place, value: unknown, onChange: Change): Editor {
  const { schema } = place;
  if (schema.type === "array") return listEditor(place, value, onChange);
  if (isMap(schema)) return mapEditor(place, value, onChange);
  if (schema.type === "object") return objectEditor(place, value, onChange);
  return scalarEditor(place, value, onChange);
}

/** Whether the names of an object are free. */
function isMap({ type, properties }: Schema): boolean {
  return type === "object" && properties === undefined;
}
