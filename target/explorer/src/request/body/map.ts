// The entries of an object whose names are free, with buttons that add and remove them.
import type { Schema } from "../../contract.js";
import { button, el } from "../../dom.js";
import { textOf } from "../../item.js";
import { message } from "../../messages.js";
import { type Change, type Editor, frame, isFields, type Place } from "./place.js";
import { valueOf } from "./scalar.js";

interface Entry {
  name: string;
  value: unknown;
}

/** Builds the entries; those without a name are not sent. */
export function mapEditor(place: Place, value: unknown, onChange: Change): Editor {
  const entries: Entry[] = Object.entries(isFields(value) ? value : {}).map(([name, part]) => ({
    name,
    value: part,
  }));
  const { additionalProperties } = place.schema;
  const free = typeof additionalProperties === "object" ? additionalProperties : {};
  const schema = place.contract.resolve(free);
  const rows = el("div", { class: "rows" });
  const warning = el("p", { class: "warning", role: "status" });
  const report = () => {
    const named = entries.filter(({ name }) => name !== "");
    const fields = Object.fromEntries(named.map((entry) => [entry.name, entry.value]));
    const isDouble = Object.keys(fields).length < named.length;
    warning.textContent = isDouble ? message("A name is there twice; the last one counts.") : "";
    onChange(named.length ? fields : undefined);
  };
  const draw = () => {
    const all = entries.map((entry, index) => row(place, schema, entry, index, report, remove));
    rows.replaceChildren(...all);
  };
  const remove = (entry: Entry) => {
    entries.splice(entries.indexOf(entry), 1);
    report();
    draw();
    add.focus();
  };
  const add = button(message("Add to {name}", { name: place.label }), () => {
    entries.push({ name: "", value: "" });
    draw();
    rows.lastElementChild?.querySelector("input")?.focus();
  });
  draw();
  return {
    element: frame(place, entries.length > 0, () => [rows, warning, add]),
    missing: () => [],
  };
}

/** Builds the inputs of an entry. */
function row(
  place: Place,
  schema: Schema,
  entry: Entry,
  index: number,
  report: () => void,
  remove: (entry: Entry) => void,
): HTMLElement {
  const name = `${place.label} ${index + 1}`;
  const input = (part: string, label: string, value: string, onInput: (text: string) => void) => {
    const element = el("input", {
      name: `${place.path}.${index}.${part}`,
      "aria-label": label,
      autocomplete: "off",
      spellcheck: "false",
      value,
    });
    element.addEventListener("input", () => {
      onInput(element.value);
      report();
    });
    return element;
  };
  return el(
    "div",
    { class: "row entry" },
    input("name", message("Name of {name}", { name }), entry.name, (text) => (entry.name = text)),
    input("value", message("Value of {name}", { name }), textOf(entry.value), (text) => {
      entry.value = valueOf(schema, text, entry.value) ?? "";
    }),
    button("×", () => remove(entry), { "aria-label": message("Remove {name}", { name }) }),
  );
}
