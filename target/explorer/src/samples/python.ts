// The package made from the contract, synchronous and asynchronous.
import { keyNote, literal, quoted, type Sample } from "./made.js";

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
  const bound = sample.given.filter(({ parameter }) => parameter["x-bound"] === "client");
  const given = bound.map((one) => `${one.name}=${literal(one)},`);
  return [`endpoint=${quoted(sample.origin)},`, ...given];
}

function body(sample: Sample, wait: string): string[] {
  const { resource, method, columns } = sample.operation.names;
  const own = sample.given.filter(({ parameter }) => parameter["x-bound"] !== "client");
  const call = [
    `client.${resource}.${method}(`,
    ...indented(own.map((one) => `${one.name}=${literal(one)},`)),
    ")",
  ];
  const name = sample.operation.pagination ? "page" : "answer";
  const [begin = "", ...rest] = call;
  const lines = [`${name} = ${wait}${begin}`, ...rest];
  const shown = (one: string) =>
    `print(${
      columns.length
        ? columns
            .slice(0, 2)
            .map((column) => `${one}.${column}`)
            .join(", ")
        : one
    })`;
  if (!sample.operation.pagination) return [...lines, shown("answer")];
  return [...lines, "for item in page.items:", `    ${shown("item")}`];
}

function indented(lines: string[]): string[] {
  return lines.map((line) => `    ${line}`);
}
