// The response before the first request: the next steps, with what the target offers or lacks.
import type { Contract, Operation } from "./contract.js";
import { command } from "./copy.js";
import { button, el } from "./dom.js";
import { message } from "./messages.js";
import type { Offer } from "./server/local.js";

/** The operation that lists the sample jobs. */
const FIRST_OPERATION = "ListJobs";

/** Returns the operation that is shown first. */
export function firstOperation({ operations }: Contract): Operation {
  const first = operations.find(({ name }) => name === FIRST_OPERATION) ?? operations[0];
  if (!first) throw new Error("the contract has no operation");
  return first;
}

export function startView(offer: Offer, fillExample: () => void): HTMLElement {
  const steps = offer.keyId === null ? commands() : localSteps(offer.keyId, fillExample);
  return el(
    "div",
    { class: "start" },
    el("h3", {}, message("No request was sent yet")),
    el("ol", {}, ...steps.map((step) => el("li", {}, ...step))),
  );
}

/** Builds the offer to load the sample jobs, which the example of the form lists. */
export function sampleOffer(loadSample: () => void): HTMLElement {
  return el(
    "div",
    { class: "callout calm", role: "status" },
    el("strong", {}, message("The target has no jobs of the example yet")),
    el(
      "p",
      {},
      message(
        "Load the job of the product's page and 40 like it, then list them. Your own jobs stay as they are.",
      ),
    ),
    button(message("Load the sample jobs and run"), loadSample, { class: "primary" }),
  );
}

function localSteps(keyId: string, fillExample: () => void): Node[][] {
  return [
    [
      el(
        "p",
        {},
        message("The target lends this page its key {id}, so that none has to be typed.", {
          id: keyId,
        }),
      ),
    ],
    [
      el("p", {}, message("Fill in the request. The example names the sample jobs.")),
      button(message("Fill in the example"), fillExample),
    ],
    [el("p", {}, message("Press Run: the response appears here. The samples are there already."))],
    [
      el("p", {}, message("Load jobs of your own, from a file:")),
      command("flinkjobs-target load jobs.json"),
    ],
  ];
}

/** Builds the commands that create a key and load jobs, for a target that lends the page no key. */
function commands(): Node[][] {
  const sample = `curl -s ${location.origin}/explorer/sample.json | flinkjobs-target load -`;
  return [
    [
      el(
        "p",
        {},
        message("Create an access key on the target's machine, and type it into the form:"),
      ),
      command("flinkjobs-target keys create"),
    ],
    [
      el("p", {}, message("Load jobs of your own, from a file:")),
      command("flinkjobs-target load jobs.json"),
    ],
    [el("p", {}, message("Or load the sample jobs, which the example lists:")), command(sample)],
    [el("p", {}, message("Press Run: the response appears here. The samples are there already."))],
  ];
}
