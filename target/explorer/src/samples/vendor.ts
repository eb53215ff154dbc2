// The vendor's Python SDK, whose names follow from the contract's by the vendor's own rules.
import { type Given, keyNote, literal, quoted, type Sample, snake } from "./made.js";

export function vendor(sample: Sample): string {
  const { contract, operation } = sample;
  const version = contract.signature.version.replaceAll("-", "");
  const module = `alibabacloud_${contract.product}${version}`;
  const query = operation.parameters.some((one) => one.in === "query");
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
    `answer = client.${snake(operation.name)}_with_options(`,
    ...at(sample, "path").map((one) => `    ${literal(one)},`),
    ...(query ? [`    ${operation.name}Request(${keywords(at(sample, "query"))}),`] : []),
    `    ${operation.name}Headers(${keywords(at(sample, "header"))}),`,
    "    RuntimeOptions(),",
    ")",
    ...shown(sample),
    "",
  ].join("\n");
}

function config(sample: Sample): string[] {
  const token = 'security_token=os.environ["ALIBABA_CLOUD_SECURITY_TOKEN"]';
  return [
    'access_key_id=os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"]',
    'access_key_secret=os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]',
    ...(sample.exchange.temporary ? [token] : []),
    `endpoint=${quoted(sample.host)}`,
    `protocol=${quoted(sample.origin.startsWith("https:") ? "HTTPS" : "HTTP")}`,
  ];
}

function at(sample: Sample, place: string): Given[] {
  return sample.given.filter(({ parameter }) => parameter.in === place);
}

function keywords(given: Given[]): string {
  return given.map((one) => `${snake(one.parameter.name)}=${literal(one)}`).join(", ");
}

function shown(sample: Sample): string[] {
  const { pagination } = sample.operation;
  if (!pagination) return ["print(answer.body.to_map())"];
  return [
    `for item in answer.body.${snake(pagination.items)}:`,
    `    print(item.${snake(pagination.key)})`,
  ];
}
