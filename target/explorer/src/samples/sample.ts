// The input of all samples: the request, and quoting for each language.
import type { Contract, Operation, Parameter } from "../contract.js";
import type { Call } from "../call.js";

export interface Sample {
  contract: Contract;
  operation: Operation;
  origin: string;
  host: string;
  call: Call;
  /** The parameters with values, the page size included, in the contract's order. */
  parameterValues: ParameterValue[];
}

export interface ParameterValue {
  parameter: Parameter;
  name: string;
  value: string;
}

export function sampleOf(contract: Contract, call: Call, origin: string): Sample {
  const { operation } = call.request;
  const values = withPageSize(operation, call.request.values);
  const parameterValues = operation.parameters
    .filter((parameter) => values[parameter.name] !== undefined)
    .map((parameter) => ({
      parameter,
      name: operation.names.parameters[parameter.name] ?? parameter.name,
      value: values[parameter.name] ?? "",
    }));
  return { contract, operation, origin, host: new URL(origin).host, call, parameterValues };
}

/** Adds the page size: the default of clients differs from that of the API. */
function withPageSize(
  operation: Operation,
  values: Record<string, string>,
): Record<string, string> {
  const size = operation.pagination?.size;
  const parameter = operation.parameters.find((one) => one.name === size);
  if (!parameter || values[parameter.name] !== undefined) return values;
  return { ...values, [parameter.name]: String(parameter.schema.default ?? "") };
}

/** Returns a comment, for Python and shells, with the environment variables of the key. */
export function keyNote(sample: Sample): string {
  const names = ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"];
  if (sample.call.temporary) names.push("ALIBABA_CLOUD_SECURITY_TOKEN");
  return `# Set ${names.join(", ")}.`;
}

/** Converts a name to snake case, such as `observed_flink_job_restarts`. */
export function snake(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

/** Returns a value as a Python literal. */
export function literal({ parameter, value }: ParameterValue): string {
  const type = parameter.schema.type;
  if (type === "integer" && /^-?\d+$/.test(value)) return BigInt(value).toString();
  if (type === "number" && value.trim() !== "" && Number.isFinite(Number(value)))
    return String(Number(value));
  if (type === "boolean" && /^(true|false)$/.test(value))
    return value === "true" ? "True" : "False";
  return quoted(value);
}

/** Returns a Python string literal; JSON's escapes are a subset of Python's. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("\u007f", "\\u007f");
}

/** Quotes a text as one shell word. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_.:/=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Escapes a text for double quotes of a shell. */
export function shellText(text: string): string {
  return text.replace(/[\\"$`]/g, "\\$&");
}
