// The input of all samples: the request, and quoting for each language.
import { BODY, type Contract, type Operation, type Parameter, type Schema } from "../contract.js";
import { formatJson } from "../json.js";
import { message } from "../messages.js";
import { parseBody } from "../request/body/form.js";
import { isFields } from "../request/body/place.js";
import {
  type BuiltRequest,
  buildRequest,
  missingParameters,
  type Values,
} from "../request/build.js";
import { escaped, replaceHidden } from "../visible.js";

export interface Sample {
  contract: Contract;
  operation: Operation;
  origin: string;
  host: string;
  request: BuiltRequest;
  /** Whether the key has a security token. */
  isTemporary: boolean;
  /** The parameters with values, the page size included, in the contract's order. */
  parameterValues: ParameterValue[];
  body: Record<string, unknown> | undefined;
  /** Whether required values are missing. */
  isIncomplete: boolean;
}

export interface ParameterValue {
  parameter: Parameter;
  name: string;
  value: string;
}

/** Returns the input of samples; a missing value is its parameter's name in angle brackets. */
export function sampleOf(
  contract: Contract,
  operation: Operation,
  given: Values,
  isTemporary: boolean,
  origin: string,
): Sample {
  const missing = missingParameters(operation, given).map((name) => [name, `<${name}>`]);
  const entered = Object.entries(given).filter(([, value]) => value !== "");
  const complete = Object.fromEntries([...entered, ...missing]) as Values;
  const text = given[BODY] ?? "";
  const body = operation.body && completeBody(operation.body.schema, text);
  const isBodyIncomplete =
    Object.keys(body ?? {}).length > Object.keys(parseBody(text) ?? {}).length;
  if (body) complete[BODY] = formatJson(body);
  const { host } = new URL(origin);
  const request = buildRequest(operation, complete, host);
  const values = withPageSize(operation, complete);
  const parameterValues = operation.parameters
    .filter((parameter) => values[parameter.name] !== undefined)
    .map((parameter) => ({
      parameter,
      name: operation.names.parameters[parameter.name] ?? parameter.name,
      value: values[parameter.name] ?? "",
    }));
  return {
    contract,
    operation,
    origin,
    host,
    request,
    isTemporary,
    parameterValues,
    body,
    isIncomplete: missing.length > 0 || isBodyIncomplete,
  };
}

/** Returns the body; a required property without a value has its name in angle brackets. */
function completeBody(schema: Schema, text: string): Record<string, unknown> {
  const body = parseBody(text);
  if (!body) throw new Error(message("Samples need a body that is a JSON object."));
  const missing = (schema.required ?? []).filter((name) => body[name] === undefined);
  return { ...body, ...Object.fromEntries(missing.map((name) => [name, `<${name}>`])) };
}

/** Adds the page size: the default of clients differs from that of the API. */
function withPageSize(operation: Operation, values: Values): Values {
  const size = operation.pagination?.size;
  const parameter = operation.parameters.find((candidate) => candidate.name === size);
  if (!parameter || values[parameter.name] !== undefined) return values;
  return { ...values, [parameter.name]: String(parameter.schema.default ?? "") };
}

/** Returns a comment, for Python and shells, with the environment variables of the key. */
export function keyNote(sample: Sample): string {
  const names = ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"];
  if (sample.isTemporary) names.push("ALIBABA_CLOUD_SECURITY_TOKEN");
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
  return replaceHidden(JSON.stringify(text), escaped);
}

/** Returns a value of JSON as a Python literal, with a line for each part. */
export function pythonValue(value: unknown, indent = ""): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return quoted(value);
  const inner = `${indent}    `;
  const lines = Array.isArray(value)
    ? value.map((part) => `${inner}${pythonValue(part, inner)},\n`)
    : isFields(value)
      ? Object.entries(value).map(
          ([name, part]) => `${inner}${quoted(name)}: ${pythonValue(part, inner)},\n`,
        )
      : undefined;
  if (!lines) return String(value);
  const [start, end] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return lines.length ? `${start}\n${lines.join("")}${indent}${end}` : start + end;
}

/** Quotes a text as one shell word; hidden characters are written as bytes. */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_.:/=@%+-]+$/.test(text)) return text;
  const plain = `'${text.replaceAll("'", `'\\''`)}'`;
  return replaceHidden(plain, (character) => `'${shellBytes(character)}'`);
}

/** Escapes a text for double quotes of a shell; hidden characters are written as bytes. */
export function shellText(text: string): string {
  const plain = text.replace(/[\\"$`]/g, "\\$&");
  return replaceHidden(plain, (character) => `"${shellBytes(character)}"`);
}

/** Returns the UTF-8 of a character as octal escapes, in the quotes of bash that read them. */
function shellBytes(character: string): string {
  const bytes = [...new TextEncoder().encode(character)];
  return `$'${bytes.map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("")}'`;
}
