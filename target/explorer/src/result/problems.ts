// Messages of requests that were not sent, got no response, or were cancelled.
import { el } from "../dom.js";
import { message } from "../messages.js";
import { NoResponseError } from "../server/errors.js";

export function unsent(error: Error): HTMLElement {
  const title =
    error instanceof NoResponseError
      ? message("No response was received")
      : message("The request was not sent");
  return problem(title, error.message);
}

export function notLoaded(error: Error): HTMLElement {
  return problem(message("The sample jobs were not loaded"), error.message);
}

export function cancelled(seconds: string): HTMLElement {
  return problem(
    message("The request was cancelled after {seconds} s", { seconds }),
    message("The target may have carried it out; its response is not waited for."),
  );
}

export function problem(title: string, text: string): HTMLElement {
  return el(
    "div",
    { class: "callout bad", role: "alert" },
    el("strong", {}, title),
    el("p", {}, text),
  );
}
