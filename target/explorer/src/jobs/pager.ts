// The pager: requests any page by its number.
import { button, el } from "../dom.js";
import { strings } from "../language.js";

export interface PagePosition {
  page: number;
  size: number;
  total: number;
}

export function pager(position: PagePosition, onPage: (page: number) => void): HTMLElement {
  const last = Math.max(1, Math.ceil(position.total / position.size));
  const number = el("input", {
    type: "number",
    min: 1,
    max: last,
    value: position.page,
    "aria-label": strings().page,
    class: "page-number",
  });
  const form = el(
    "form",
    { class: "go" },
    number,
    el("span", {}, `${strings().of} ${last.toLocaleString("en")}`),
    el("button", { type: "submit" }, strings().go),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onPage(Number(number.value));
  });
  const step = (symbol: string, label: string, page: number, disabled: boolean) =>
    button(symbol, () => onPage(page), { "aria-label": label, title: label, disabled });
  return el(
    "nav",
    { class: "pager", "aria-label": strings().pages },
    step("«", strings().first, 1, position.page <= 1),
    step("‹", strings().previous, position.page - 1, position.page <= 1),
    form,
    step("›", strings().next, position.page + 1, position.page >= last),
    step("»", strings().last, last, position.page >= last),
    el("span", { class: "total" }, `${position.total.toLocaleString("en")} ${strings().inAll}`),
  );
}
