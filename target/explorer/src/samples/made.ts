// What all samples are made of: the request, and the quoting of languages.
import type { Contract, Operation, Parameter } from "../contract.js";
import type { Exchange } from "../exchange.js";

export interface Sample {
  contract: Contract;
  operation: Operation;
  origin: string;
  host: string;
  exchange: Exchange;
  /** The parameters that are given, with those of a page, in the contract's order. */
  given: Given[];
}

export interface Given {
  parameter: Parameter;
  name: string;
  value: string;
}

export function sampleOf(contract: Contract, exchange: Exchange, origin: string): Sample {
  const { operation } = exchange.made;
  const values = withPageSize(operation, exchange.made.values);
  const given = operation.parameters
    .filter((parameter) => values[parameter.name] !== undefined)
    .map((parameter) => ({
      parameter,
      name: operation.names.parameters[parameter.name] ?? parameter.name,
      value: values[parameter.name] ?? "",
    }));
  return { contract, operation, origin, host: new URL(origin).host, exchange, given };
}

/** Clients ask for larger pages than the API gives unasked; so samples say what holds here. */
function withPageSize(
  operation: Operation,
  values: Record<string, string>,
): Record<string, string> {
  const size = operation.pagination?.size;
  const parameter = operation.parameters.find((one) => one.name === size);
  if (!parameter || values[parameter.name] !== undefined) return values;
  return { ...values, [parameter.name]: String(parameter.schema.default ?? "") };
}

/** Where a sample finds its key, in words that are a comment in Python and in a shell. */
export function keyNote(sample: Sample): string {
  const names = ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"];
  if (sample.exchange.temporary) names.push("ALIBABA_CLOUD_SECURITY_TOKEN");
  return `# Set ${names.join(", ")}.`;
}

/** A name as Python writes it: `observedFlinkJobRestarts` is `observed_flink_job_restarts`. */
export function snake(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

/** A value as a literal of Python. */
export function literal({ parameter, value }: Given): string {
  const type = parameter.schema.type;
  if (type === "integer" && /^-?\d+$/.test(value)) return BigInt(value).toString();
  if (type === "number" && value.trim() !== "" && Number.isFinite(Number(value)))
    return String(Number(value));
  if (type === "boolean" && /^(true|false)$/.test(value))
    return value === "true" ? "True" : "False";
  return quoted(value);
}

/** A string of Python; JSON's escapes are among Python's. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("\u007f", "\\u007f");
}

/** One word of a shell, whatever is in it. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_.:/=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Text inside the double quotes of a shell. */
export function shellText(text: string): string {
  return text.replace(/[\\"$`]/g, "\\$&");
}
