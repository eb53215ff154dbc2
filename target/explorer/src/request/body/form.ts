// The body of a request: fields of the contract, and the same as JSON; each follows the other.
import { BODY, type Body, type Contract } from "../../contract.js";
import { el, newId } from "../../dom.js";
import { formatJson, parseJson } from "../../json.js";
import { message, translated } from "../../messages.js";
import type { Input } from "../field.js";
import { properties } from "./object.js";
import { type Editor, isFields } from "./place.js";

/** Builds the body from its JSON; `onChange` receives each new one. */
export function bodyForm(
  contract: Contract,
  body: Body,
  text: string,
  onChange: (text: string) => void,
): Editor {
  const fields = el("div", {});
  const json = new JsonView(text, (changed) => {
    onChange(changed);
    draw();
  });
  let root: Editor | undefined;
  const draw = () => {
    const value = parseBody(json.area.value);
    json.mark(value !== undefined);
    root = value && properties(placeOf(contract, body), value, write);
    fields.replaceChildren(root?.element ?? unreadableNote());
  };
  const write = (value: unknown) => {
    json.area.value = formatJson(value ?? {});
    onChange(json.area.value);
  };
  draw();
  const element = el(
    "fieldset",
    { class: "body" },
    el("legend", {}, message("Body")),
    el("p", { class: "note" }, translated(body, "description")),
    fields,
    json.element,
  );
  return { element, missing: () => root?.missing() ?? json.unreadable() };
}

/** Returns the object that a text of JSON is; an empty one for no text, undefined for any other. */
export function parseBody(text: string): Record<string, unknown> | undefined {
  const value = text.trim() === "" ? {} : parseJson(text);
  return isFields(value) ? value : undefined;
}

function placeOf(contract: Contract, { schema }: Body) {
  return { contract, schema, path: BODY, label: BODY, required: true };
}

function unreadableNote(): HTMLElement {
  return el("p", { class: "note" }, message("The fields are back as soon as the JSON is valid."));
}

class JsonView {
  readonly element: HTMLDetailsElement;
  readonly area: HTMLTextAreaElement;
  private readonly warning = el("p", { class: "warning", role: "status" });

  constructor(text: string, onInput: (text: string) => void) {
    this.warning.id = newId("json");
    this.area = el("textarea", {
      name: BODY,
      "aria-label": message("Body as JSON"),
      class: "code",
      rows: 10,
      "aria-describedby": this.warning.id,
      autocomplete: "off",
      spellcheck: "false",
      placeholder: "{}",
    });
    this.area.value = text;
    this.area.addEventListener("input", () => onInput(this.area.value));
    const summary = el("summary", {}, message("Body as JSON"));
    this.element = el("details", { class: "json" }, summary, this.area, this.warning);
  }

  /** Says whether the text is a body. */
  mark(isValid: boolean): void {
    this.area.setAttribute("aria-invalid", String(!isValid));
    this.warning.textContent = isValid
      ? ""
      : message("This is no JSON object; correct it before the request is sent.");
    if (!isValid) this.element.open = true;
  }

  unreadable(): Input[] {
    return [this.area];
  }
}
