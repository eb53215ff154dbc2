// The question before a request that changes something: what is sent, and what it does.
import { BODY, type Operation } from "../contract.js";
import { button, el, newId } from "../dom.js";
import { folded } from "../folded.js";
import { message, translated } from "../messages.js";
import { buildRequest, pathAndQuery, type Values } from "./build.js";

/** Asks before a write, and returns whether to send it; a read is sent without a question. */
export async function isConfirmed(operation: Operation, values: Values): Promise<boolean> {
  if (operation.method === "GET") return true;
  const id = newId("confirm");
  const question = operation.confirm
    ? translated(operation.confirm, "question")
    : message("Send this request?");
  const close = (answer: string) => () => dialog.close(answer);
  const cancel = button(message("Do not send"), close(""), { autofocus: true });
  const dialog = el(
    "dialog",
    { "aria-labelledby": id },
    el("h2", { id }, question),
    el("p", {}, translated(operation, "summary")),
    el("p", {}, el("code", { class: "preview" }, requestLine(operation, values))),
    values[BODY] && operation.body ? folded(values[BODY]) : null,
    el(
      "div",
      { class: "actions" },
      button(message("Send"), close("send"), { class: "primary" }),
      cancel,
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  dialog.remove();
  return dialog.returnValue === "send";
}

/** Returns method, path and query of a request, or its template when a browser cannot send it. */
export function requestLine(operation: Operation, values: Values): string {
  try {
    return `${operation.method} ${pathAndQuery(buildRequest(operation, values, "").unsigned)}`;
  } catch {
    return `${operation.method} ${operation.path}`;
  }
}
