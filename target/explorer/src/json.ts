// JSON that keeps integers beyond the safe range: they are BigInt in values.

type Replacer = (key: string, value: unknown) => unknown;

/** Parses JSON; undefined when it is none. */
export function parseJson(text: string): unknown {
  const reviver = (_: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)
      ? toBigInt(value, context?.source)
      : value;
  try {
    return JSON.parse(text, reviver as Replacer);
  } catch {
    return undefined;
  }
}

/** Writes a value as JSON with an indented line for each part. */
export function formatJson(value: unknown): string {
  const raw = (JSON as { rawJSON?: (text: string) => unknown }).rawJSON;
  const replacer: Replacer = (_, part) =>
    typeof part === "bigint" ? (raw?.(part.toString()) ?? Number(part)) : part;
  return JSON.stringify(value, replacer, 2);
}

function toBigInt(value: number, source: string | undefined): unknown {
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
}
