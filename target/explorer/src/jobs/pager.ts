// Walking through pages: each is asked for by its number, so that no walk grows with the total.
import { button, el } from "../dom.js";
import { words } from "../language.js";

export interface Place {
  page: number;
  size: number;
  total: number;
}

export function pager(place: Place, onGo: (page: number) => void): HTMLElement {
  const last = Math.max(1, Math.ceil(place.total / place.size));
  const number = el("input", {
    type: "number",
    min: 1,
    max: last,
    value: place.page,
    "aria-label": words().page,
    class: "page-number",
  });
  const form = el(
    "form",
    { class: "go" },
    number,
    el("span", {}, `${words().of} ${last.toLocaleString("en")}`),
    el("button", { type: "submit" }, words().go),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onGo(Number(number.value));
  });
  const step = (sign: string, label: string, page: number, off: boolean) =>
    button(sign, () => onGo(page), { "aria-label": label, title: label, disabled: off });
  return el(
    "nav",
    { class: "pager", "aria-label": words().pages },
    step("«", words().first, 1, place.page <= 1),
    step("‹", words().previous, place.page - 1, place.page <= 1),
    form,
    step("›", words().next, place.page + 1, place.page >= last),
    step("»", words().last, last, place.page >= last),
    el("span", { class: "total" }, `${place.total.toLocaleString("en")} ${words().inAll}`),
  );
}
