// The form of the access key. Typed keys are kept in memory only.
import { el, newId } from "./dom.js";
import type { TypedKey } from "./key.js";
import { strings } from "./language.js";

export interface KeyChoice {
  typed: TypedKey;
  /** Whether the operator's key is used; only if it exists. */
  local: boolean;
}

export function keyForm(choice: KeyChoice, localId: string | null): HTMLElement {
  const own = el(
    "div",
    { class: "fields" },
    secretField(strings().keyId, "text", choice.typed.id, (value) => (choice.typed.id = value)),
    secretField(
      strings().keySecret,
      "password",
      choice.typed.secret,
      (value) => (choice.typed.secret = value),
    ),
    secretField(
      strings().securityToken,
      "password",
      choice.typed.token,
      (value) => (choice.typed.token = value),
      strings().securityTokenNote,
    ),
  );
  const note = el("p", { class: "note" });
  const show = () => {
    own.hidden = choice.local;
    note.textContent = choice.local ? strings().localKeyNote : strings().accessKeyNote;
  };
  show();
  return el(
    "fieldset",
    {},
    el("legend", {}, strings().accessKey),
    localId !== null && chooser(choice, localId, show),
    own,
    note,
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
    { class: "options", role: "radiogroup", "aria-label": strings().accessKey },
    option(`${strings().localKey} (${localId})`, true),
    option(strings().ownKey, false),
  );
}

function secretField(
  label: string,
  type: string,
  value: string,
  onChange: (value: string) => void,
  note = "",
): HTMLElement {
  const id = newId("secret");
  const input = el("input", { id, type, value, autocomplete: "off", spellcheck: "false" });
  input.addEventListener("input", () => onChange(input.value));
  return el(
    "div",
    { class: "field" },
    el("label", { for: id }, label),
    input,
    note && el("p", { class: "note" }, note),
  );
}
