// One item of an answer, read by the contract: short names, times, and what a table shows.
import type { Contract, Schema } from "./contract.js";
import { dateOf, moment } from "./times.js";

export type Item = Record<string, unknown>;

/** A column's name for people: the view of a time says that it is UTC. */
export function titleOf(column: string): string {
  return column.replace(/Utc$/, " (UTC)");
}

export class Reader {
  private readonly contract: Contract;
  private readonly schema: Schema;

  constructor(contract: Contract, schema: Schema) {
    this.contract = contract;
    this.schema = schema;
  }

  get columns(): string[] {
    return this.schema["x-columns"] ?? Object.keys(this.schema.properties ?? {}).slice(0, 5);
  }

  /** What a column holds: a property, a short name, or the view of a time. */
  value(item: Item, column: string): unknown {
    const path = this.schema["x-short"]?.[column];
    if (path !== undefined) return walk(item, path);
    const timed = this.timed(column);
    if (!timed) return item[column];
    return dateOf(timed.schema, item[timed.name]);
  }

  text(item: Item, column: string): string {
    const value = this.value(item, column);
    if (value instanceof Date) return moment(value);
    return typeof value === "string" ? value : value == null ? "" : JSON.stringify(value);
  }

  /** The time that a property holds. */
  time(item: Item, name: string): Date | undefined {
    return dateOf(this.contract.resolve(this.schema.properties?.[name] ?? {}), item[name]);
  }

  /** What the contract says of a column. */
  described(column: string): Schema {
    const path = this.schema["x-short"]?.[column];
    if (path !== undefined) return this.at(path);
    return (
      this.timed(column)?.schema ?? this.contract.resolve(this.schema.properties?.[column] ?? {})
    );
  }

  has(column: string): boolean {
    return (
      this.schema["x-short"]?.[column] !== undefined ||
      this.schema.properties?.[column] !== undefined
    );
  }

  private at(path: string): Schema {
    return path
      .split(".")
      .reduce<Schema>(
        (schema, step) => this.contract.resolve(schema.properties?.[step] ?? {}),
        this.schema,
      );
  }

  private timed(view: string): { name: string; schema: Schema } | undefined {
    for (const [name, property] of Object.entries(this.schema.properties ?? {})) {
      const schema = this.contract.resolve(property);
      if (schema["x-time"]?.view === view) return { name, schema };
    }
    return undefined;
  }
}

function walk(item: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, step) => (value == null ? undefined : (value as Item)[step]), item);
}
