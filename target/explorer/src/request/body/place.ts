// A place in a body: its schema, its name, and what the kinds of editors have in common.
import type { Contract, Schema } from "../../contract.js";
import { el } from "../../dom.js";
import { message, translated } from "../../messages.js";
import type { Input } from "../field.js";

export type Fields = Record<string, unknown>;

export interface Place {
  contract: Contract;
  /** Resolved. */
  schema: Schema;
  /** The names from the body down to here, with points between. */
  path: string;
  label: string;
  required: boolean;
}

/** Receives a new value; undefined when there is none any more. */
export type Change = (value: unknown) => void;

export interface Editor {
  element: HTMLElement;
  /** Marks the inputs of required values that are missing, and returns them. */
  missing: () => Input[];
}

/** Returns the place of a part. */
export function placeIn(place: Place, name: string, schema: Schema, required = false): Place {
  const { contract, path } = place;
  const resolved = contract.resolve(schema);
  return { contract, schema: resolved, path: `${path}.${name}`, label: name, required };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Builds the foldable frame of a value with parts; its content is filled when it opens first. */
export function frame(place: Place, isOpen: boolean, fill: () => Node[]): HTMLElement {
  const content = el("div", { class: "parts" });
  const element = el(
    "details",
    { class: "field part", "data-path": place.path },
    el(
      "summary",
      {},
      el("code", {}, place.label),
      place.required ? el("span", { class: "required" }, message("required")) : null,
    ),
    content,
  );
  const note = translated(place.schema, "description");
  const show = () => {
    if (!content.hasChildNodes())
      content.append(...(note ? [el("p", { class: "note" }, note)] : []), ...fill());
  };
  element.addEventListener("toggle", show);
  if (isOpen) {
    show();
    element.open = true;
  }
  return element;
}
