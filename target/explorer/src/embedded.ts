// JSON inside a string, escaped as often as the contract says that it may be.
import type { Schema } from "./contract.js";

export interface Embedded {
  value: object;
  schema: Schema;
}

/** Reads the JSON that a string holds; undefined where the contract knows of none, or there is none. */
export function parseEmbedded(schema: Schema, value: unknown): Embedded | undefined {
  const rule = schema["x-embedded"];
  if (!rule || typeof value !== "string") return undefined;
  for (const times of rule.escapedTimes) {
    const found = unescaped(value, times);
    if (typeof found === "object" && found !== null) {
      return { value: found, schema: { $ref: rule.schema } };
    }
  }
  return undefined;
}

/** Reads a string that was escaped `times` times; once is how JSON in a string comes anyway. */
function unescaped(text: string, times: number): unknown {
  try {
    let read = text;
    for (let more = times; more > 1; more -= 1) read = JSON.parse(`"${read}"`) as string;
    return JSON.parse(read);
  } catch {
    return undefined;
  }
}
