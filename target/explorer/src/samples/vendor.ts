// Samples of the vendor's Python SDK, whose names derive from the contract's.
import {
  type ParameterValue,
  keyNote,
  literal,
  pythonValue,
  quoted,
  type Sample,
  snake,
} from "./sample.js";

export function vendor(sample: Sample): string {
  const { contract, operation } = sample;
  const version = contract.signature.version.replaceAll("-", "");
  const module = `alibabacloud_${contract.product}${version}`;
  const query =
    operation.parameters.some((parameter) => parameter.in === "query") || sample.body !== undefined;
  const classes = [`${operation.name}Headers`, ...(query ? [`${operation.name}Request`] : [])];
  return [
    keyNote(sample),
    "import os",
    "",
    "from alibabacloud_tea_openapi.models import Config",
    "from alibabacloud_tea_util.models import RuntimeOptions",
    `from ${module}.client import Client`,
    `from ${module}.models import ${classes.join(", ")}`,
    "",
    "client = Client(",
    "    Config(",
    ...config(sample).map((line) => `        ${line},`),
    "    )",
    ")",
    ...(sample.body ? [`body = ${pythonValue(sample.body)}`] : []),
    `response = client.${snake(operation.name)}_with_options(`,
    ...valuesIn(sample, "path").map((value) => `    ${literal(value)},`),
    ...(query ? [`    ${request(sample)},`] : []),
    `    ${operation.name}Headers(${keywords(valuesIn(sample, "header"))}),`,
    "    RuntimeOptions(),",
    ")",
    ...printed(sample),
    "",
  ].join("\n");
}

/** Builds the request; a body is its one field, or its properties are the request's own. */
function request(sample: Sample): string {
  const type = `${sample.operation.name}Request`;
  const query = keywords(valuesIn(sample, "query"));
  return sample.body ? `${type}(${query}).from_map({"body": body, **body})` : `${type}(${query})`;
}

function config(sample: Sample): string[] {
  const token = 'security_token=os.environ["ALIBABA_CLOUD_SECURITY_TOKEN"]';
  return [
    'access_key_id=os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"]',
    'access_key_secret=os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]',
    ...(sample.isTemporary ? [token] : []),
    `endpoint=${quoted(sample.host)}`,
    `protocol=${quoted(sample.origin.startsWith("https:") ? "HTTPS" : "HTTP")}`,
  ];
}

function valuesIn(sample: Sample, location: string): ParameterValue[] {
  return sample.parameterValues.filter(({ parameter }) => parameter.in === location);
}

function keywords(values: ParameterValue[]): string {
  return values.map((value) => `${snake(value.parameter.name)}=${literal(value)}`).join(", ");
}

function printed(sample: Sample): string[] {
  const { pagination } = sample.operation;
  if (!pagination) return ["print(response.body.to_map())"];
  return [
    `for item in response.body.${snake(pagination.items)}:`,
    `    print(item.${snake(pagination.key)})`,
  ];
}
