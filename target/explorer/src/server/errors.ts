// The error of a request that got no response, or only a part of one.
import { message } from "../messages.js";

export class NoResponseError extends Error {
  /** Explains a failed fetch, which a browser does not; an abort stays what it is. */
  static from(error: Error, hasBegun = false): Error {
    if (error.name === "AbortError") return error;
    return new NoResponseError(`${explanation(hasBegun)} (${error.message})`);
  }
}

function explanation(hasBegun: boolean): string {
  const values = { origin: location.origin, command: "flinkjobs-target serve" };
  if (hasBegun) {
    return message(
      "The connection to {origin} broke while the response was being received. Press Run to try again.",
      values,
    );
  }
  if (!navigator.onLine) {
    return message("This device is offline. Connect it to the network, then press Run.");
  }
  return message(
    "Nothing answers at {origin}. Check that {command} still runs there and that the network is up, then press Run.",
    values,
  );
}
