// The samples of the request in the form: a tab and a copy button for each.
import type { Contract, Operation } from "../contract.js";
import { copyable } from "../copy.js";
import { el } from "../dom.js";
import { message } from "../messages.js";
import type { Values } from "../request/build.js";
import { tabs } from "../tabs.js";
import { generators } from "./generators.js";
import { type Sample, sampleOf } from "./sample.js";

export function samplesView(
  contract: Contract,
  operation: Operation,
  values: Values,
  isTemporary: boolean,
  kind: string,
  choose: (kind: string) => void,
): HTMLElement {
  let sample: Sample;
  try {
    sample = sampleOf(contract, operation, values, isTemporary, location.origin);
  } catch (error) {
    return el("p", { class: "note" }, (error as Error).message);
  }
  const all = generators().map(({ name, label, write }) => ({
    name,
    label,
    fill: () => copyable(write(sample), label),
  }));
  return el(
    "div",
    { class: "samples" },
    el(
      "p",
      { class: "note" },
      message("Each sample sends the request of the form. Keys are read from the environment."),
      sample.isIncomplete
        ? ` ${message("Values that are still missing stand in angle brackets.")}`
        : "",
    ),
    tabs(message("Kinds of samples"), all, kind, choose).element,
  );
}
