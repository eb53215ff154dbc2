// Samples of the generated Python package, synchronous and asynchronous.
import { BODY } from "../contract.js";
import { keyNote, literal, pythonValue, quoted, type Sample } from "./sample.js";

export function python(sample: Sample): string {
  return [
    `from ${sample.contract.package} import Client`,
    "",
    keyNote(sample),
    "with Client(",
    ...indented(clientArguments(sample)),
    ") as client:",
    ...indented(body(sample, "")),
    "",
  ].join("\n");
}

export function pythonAsync(sample: Sample): string {
  return [
    "import asyncio",
    "",
    `from ${sample.contract.package} import AsyncClient`,
    "",
    "",
    "async def main() -> None:",
    `    ${keyNote(sample)}`,
    "    async with AsyncClient(",
    ...indented(indented(clientArguments(sample))),
    "    ) as client:",
    ...indented(indented(body(sample, "await "))),
    "",
    "",
    "asyncio.run(main())",
    "",
  ].join("\n");
}

function clientArguments(sample: Sample): string[] {
  const clientScoped = sample.parameterValues.filter(
    ({ parameter }) => parameter["x-bound"] === "client",
  );
  const values = clientScoped.map((value) => `${value.name}=${literal(value)},`);
  return [`endpoint=${quoted(sample.origin)},`, ...values];
}

function body(sample: Sample, wait: string): string[] {
  const { resource, method, columns } = sample.operation.names;
  const ownParameters = sample.parameterValues.filter(
    ({ parameter }) => parameter["x-bound"] !== "client",
  );
  const call = [
    `client.${resource}.${method}(`,
    ...indented(ownParameters.map((value) => `${value.name}=${literal(value)},`)),
    ...indented(bodyArgument(sample)),
    ")",
  ];
  const name = sample.operation.pagination ? "page" : "result";
  const [firstLine = "", ...rest] = call;
  const lines = [`${name} = ${wait}${firstLine}`, ...rest];
  const printed = (variable: string) =>
    `print(${
      columns.length
        ? columns
            .slice(0, 2)
            .map((column) => `${variable}.${column}`)
            .join(", ")
        : variable
    })`;
  if (!sample.operation.pagination) return [...lines, printed("result")];
  return [...lines, "for item in page.items:", `    ${printed("item")}`];
}

function bodyArgument({ body, operation }: Sample): string[] {
  if (!body) return [];
  return `${operation.names.parameters[BODY] ?? BODY}=${pythonValue(body)},`.split("\n");
}

function indented(lines: string[]): string[] {
  return lines.map((line) => `    ${line}`);
}
