// The form of the access key. Typed keys are kept in memory only.
import { type Child, el, newId } from "../dom.js";
import { message, messageParts } from "../messages.js";
import type { TypedKey } from "../server/typed_key.js";
import { type Field, requiredText } from "./field.js";

export interface KeyChoice {
  typed: TypedKey;
  /** Whether the target's key is used; only if it offers one. */
  local: boolean;
}

export interface KeyForm {
  element: HTMLElement;
  fields: Field[];
}

export function keyForm(choice: KeyChoice, localId: string | null, onChange: () => void): KeyForm {
  const { typed } = choice;
  const entry = (name: keyof TypedKey, label: string, note = "") =>
    secretField(choice, name, label, note, (value) => {
      typed[name] = value;
      onChange();
    });
  const fields = [
    entry("id", message("Access key id")),
    entry("secret", message("Access key secret")),
    entry("token", message("Security token"), message("Of a temporary key only.")),
  ];
  const own = el("div", { class: "fields" }, ...fields.map((field) => field.element));
  const note = el("p", { class: "note" });
  const show = () => {
    own.hidden = choice.local;
    note.replaceChildren(...el("span", {}, ...noteOf(choice)).childNodes);
  };
  const change = () => {
    show();
    onChange();
  };
  show();
  const element = el(
    "fieldset",
    {},
    el("legend", {}, message("Access key")),
    localId !== null && chooser(choice, localId, change),
    own,
    note,
  );
  return { element, fields };
}

function noteOf(choice: KeyChoice): Child[] {
  if (!choice.local)
    return [message("Kept in this page's memory until it is closed; it is never stored or sent.")];
  return messageParts(
    "The target signs with its key, whose secret stays there. It does so for pages on this machine only; {command} turns that off.",
    { command: el("code", {}, "serve --no-explorer-key") },
  );
}

function chooser(choice: KeyChoice, localId: string, onChange: () => void): HTMLElement {
  const name = newId("key");
  const option = (text: string, local: boolean) => {
    const input = el("input", { type: "radio", name, checked: choice.local === local });
    input.addEventListener("change", () => {
      choice.local = local;
      onChange();
    });
    return el("label", { class: "option" }, input, text);
  };
  return el(
    "div",
    { class: "options", role: "radiogroup", "aria-label": message("Access key") },
    option(message("The target's key ({id})", { id: localId }), true),
    option(message("A key of your own"), false),
  );
}

/** Builds the field of a part of the key; only the token is not required. */
function secretField(
  choice: KeyChoice,
  name: keyof TypedKey,
  label: string,
  note: string,
  onChange: (value: string) => void,
): Field {
  const id = newId("secret");
  const input = el("input", {
    id,
    type: name === "id" ? "text" : "password",
    value: choice.typed[name],
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": `${id}-warning`,
  });
  const warning = el("p", { class: "warning", id: `${id}-warning`, role: "status" });
  const mark = (text: string) => {
    warning.textContent = text;
    input.setAttribute("aria-invalid", String(text !== ""));
  };
  input.addEventListener("input", () => {
    mark("");
    onChange(input.value);
  });
  const element = el(
    "div",
    { class: "field" },
    el("label", { for: id }, label),
    input,
    note && el("p", { class: "note" }, note),
    warning,
  );
  const missing = () => {
    if (choice.local || name === "token" || input.value !== "") return undefined;
    mark(requiredText());
    return input;
  };
  return { element, missing };
}
