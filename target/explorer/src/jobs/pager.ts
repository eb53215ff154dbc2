// The pager: requests any page by its number.
import { button, el } from "../dom.js";
import { formatNumber, message, messageParts } from "../messages.js";

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
    "aria-label": message("Page"),
    class: "page-number",
  });
  const form = el(
    "form",
    { class: "go" },
    ...messageParts("Page {page} of {pages}", { page: number, pages: formatNumber(last) }),
    el("button", { type: "submit" }, message("Go")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onPage(Number(number.value));
  });
  const step = (symbol: string, label: string, page: number, disabled: boolean) =>
    button(symbol, () => onPage(page), { "aria-label": label, title: label, disabled });
  const total = message("{count} in total", { count: formatNumber(position.total) });
  return el(
    "nav",
    { class: "pager", "aria-label": message("Pages") },
    step("«", message("First page"), 1, position.page <= 1),
    step("‹", message("Previous page"), position.page - 1, position.page <= 1),
    form,
    step("›", message("Next page"), position.page + 1, position.page >= last),
    step("»", message("Last page"), last, position.page >= last),
    el("span", { class: "total" }, total),
  );
}
