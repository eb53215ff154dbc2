// JSON embedded in strings, with the levels of escaping that the contract allows.
import type { Schema } from "../contract.js";

export interface Embedded {
  value: object;
  schema: Schema;
}

/** Parses embedded JSON; undefined when the schema allows none, or the string contains none. */
export function parseEmbedded(schema: Schema, value: unknown): Embedded | undefined {
  const rule = schema["x-embedded"];
  if (!rule || typeof value !== "string") return undefined;
  for (const times of rule.escapedTimes) {
    const parsed = unescaped(value, times);
    if (typeof parsed === "object" && parsed !== null) {
      return { value: parsed, schema: { $ref: rule.schema } };
    }
  }
  return undefined;
}

/** Parses a string with `times` levels of escaping; 1 is JSON in a string. */
function unescaped(text: string, times: number): unknown {
  try {
    let json = text;
    for (let level = times; level > 1; level -= 1) json = JSON.parse(`"${json}"`) as string;
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
