// Which key signs. What is typed lives in the page's state alone, and in no storage.
import { el, newId } from "./dom.js";
import type { Typed } from "./key.js";
import { words } from "./language.js";

export interface Choice {
  typed: Typed;
  /** Whether the operator's key is used; only where there is one. */
  local: boolean;
}

export function keyForm(choice: Choice, localId: string | null): HTMLElement {
  const own = el(
    "div",
    { class: "fields" },
    secretField(words().keyId, "text", choice.typed.id, (value) => (choice.typed.id = value)),
    secretField(
      words().keySecret,
      "password",
      choice.typed.secret,
      (value) => (choice.typed.secret = value),
    ),
    secretField(
      words().securityToken,
      "password",
      choice.typed.token,
      (value) => (choice.typed.token = value),
      words().securityTokenNote,
    ),
  );
  const note = el("p", { class: "note" });
  const show = () => {
    own.hidden = choice.local;
    note.textContent = choice.local ? words().localKeyNote : words().accessKeyNote;
  };
  show();
  return el(
    "fieldset",
    {},
    el("legend", {}, words().accessKey),
    localId !== null && chooser(choice, localId, show),
    own,
    note,
  );
}

function chooser(choice: Choice, localId: string, onChange: () => void): HTMLElement {
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
    { class: "options", role: "radiogroup", "aria-label": words().accessKey },
    option(`${words().localKey} (${localId})`, true),
    option(words().ownKey, false),
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
