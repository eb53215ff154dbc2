// The items of an array in a body, with buttons that add and remove them.
import type { Schema } from "../../contract.js";
import { button, el } from "../../dom.js";
import { message } from "../../messages.js";
import { editorOf } from "./editor.js";
import { type Change, type Editor, frame, type Place, placeIn } from "./place.js";

export function listEditor(place: Place, value: unknown, onChange: Change): Editor {
  const items = Array.isArray(value) ? [...(value as unknown[])] : [];
  const schema = place.contract.resolve(place.schema.items ?? {});
  const rows = el("div", { class: "rows" });
  let editors: Editor[] = [];
  const report = () => onChange(items.length ? [...items] : undefined);
  const draw = () => {
    editors = items.map((item, index) =>
      editorOf(itemPlace(place, schema, index), item, (changed) => {
        items[index] = changed ?? emptyValue(schema);
        report();
      }),
    );
    rows.replaceChildren(...editors.map((editor, index) => row(editor, index)));
  };
  const row = (editor: Editor, index: number) => {
    const remove = () => {
      items.splice(index, 1);
      report();
      draw();
      add.focus();
    };
    const label = message("Remove {name}", { name: `${place.label} ${index + 1}` });
    return el(
      "div",
      { class: "row" },
      editor.element,
      button("×", remove, { "aria-label": label }),
    );
  };
  const add = button(message("Add to {name}", { name: place.label }), () => {
    items.push(emptyValue(schema));
    report();
    draw();
    rows.lastElementChild?.querySelector<HTMLElement>("input, select, textarea")?.focus();
  });
  const fill = () => {
    draw();
    return [rows, add];
  };
  const element = frame(place, items.length > 0, fill);
  return { element, missing: () => editors.flatMap((editor) => editor.missing()) };
}

function itemPlace(place: Place, schema: Schema, index: number): Place {
  const own = placeIn(place, String(index), schema);
  return { ...own, label: `${place.label} ${index + 1}` };
}

/** Returns the value of an item that was added, or whose field is empty. */
function emptyValue({ type }: Schema): unknown {
  if (type === "object") return {};
  if (type === "array") return [];
  if (type === "boolean") return false;
  return type === "integer" || type === "number" ? 0 : "";
}
