// Reads the columns of an item by the contract: properties, aliases, derived times and durations.
import type { Block, Contract, Schema } from "./contract.js";
import { message } from "./messages.js";
import { currentZone, dateOf, formatDuration, formatTime } from "./times.js";

export type Item = Record<string, unknown>;

/** A value with its schema. */
interface Found {
  value: unknown;
  schema: Schema;
}

/** A span of time in milliseconds. */
export class Duration {
  readonly milliseconds: number;

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }
}

/** Returns a text as it is, nothing as an empty text, and any other value as JSON. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const plain = (_: string, part: unknown) => (typeof part === "bigint" ? part.toString() : part);
  return value == null ? "" : JSON.stringify(value, plain);
}

/** Returns the title of a column or path; derived times are marked with their zone. */
export function titleOf(path: string): string {
  const name = path.slice(path.lastIndexOf(".") + 1);
  if (!name.endsWith("Utc")) return name;
  const zone = currentZone() === "utc" ? "UTC" : message("local");
  return `${name.slice(0, -3)} (${zone})`;
}

export class ItemReader {
  private readonly contract: Contract;
  private readonly schema: Schema;

  constructor(contract: Contract, schema: Schema) {
    this.contract = contract;
    this.schema = schema;
  }

  /** The columns that identify an item at a glance. */
  get columns(): string[] {
    return this.schema["x-columns"] ?? Object.keys(this.schema.properties ?? {}).slice(0, 5);
  }

  /** All columns; those that are read from one property stand together, such as state and reason. */
  get tableColumns(): string[] {
    const all = [...this.columns, ...(this.schema["x-more-columns"] ?? [])];
    return all
      .map((column, index) => ({ column, index: this.firstSibling(all, column), own: index }))
      .sort((left, right) => left.index - right.index || left.own - right.own)
      .map(({ column }) => column);
  }

  get blocks(): Block[] {
    return this.schema["x-blocks"] ?? [{ title: "", shows: this.columns }];
  }

  /** Returns the value of a column or path: a property, an alias, or a derived time or duration. */
  value(item: Item, path: string): unknown {
    return this.find(item, path).value;
  }

  text(item: Item, path: string): string {
    const value = this.value(item, path);
    if (value instanceof Date) return formatTime(value);
    if (value instanceof Duration) return formatDuration(value.milliseconds);
    return textOf(value);
  }

  /** Returns the time of a property. */
  time(item: Item, name: string): Date | undefined {
    return dateOf(this.contract.resolve(this.schema.properties?.[name] ?? {}), item[name]);
  }

  /** Returns the schema of a column or path. */
  schemaOf(path: string): Schema {
    return this.find({}, path).schema;
  }

  has(column: string): boolean {
    return (
      this.schema["x-short"]?.[column] !== undefined ||
      this.schema.properties?.[column] !== undefined
    );
  }

  private find(item: Item, path: string): Found {
    const duration = this.schema["x-durations"]?.[path];
    if (duration) {
      const [from, to] = [this.value(item, duration.from), this.value(item, duration.to)];
      const isKnown = from instanceof Date && to instanceof Date;
      return { value: isKnown ? new Duration(+to - +from) : undefined, schema: {} };
    }
    const steps = (this.schema["x-short"]?.[path] ?? path).split(".");
    return steps.reduce<Found>((found, step) => this.step(found, step), {
      value: item,
      schema: this.schema,
    });
  }

  /** Goes from a value to one of its properties, or to a time that is derived from one. */
  private step({ value, schema }: Found, name: string): Found {
    const fields = (value ?? {}) as Item;
    const property = schema.properties?.[name];
    if (property) return { value: fields[name], schema: this.contract.resolve(property) };
    for (const [source, candidate] of Object.entries(schema.properties ?? {})) {
      const resolved = this.contract.resolve(candidate);
      if (resolved["x-time"]?.view === name)
        return { value: dateOf(resolved, fields[source]), schema: resolved };
    }
    return { value: fields[name], schema: {} };
  }

  /** Returns the index of the first column that is read from the same property as a column. */
  private firstSibling(columns: string[], column: string): number {
    const source = (name: string) =>
      this.schema["x-durations"]?.[name]?.to ??
      this.schema["x-short"]?.[name]?.split(".")[0] ??
      name;
    return columns.findIndex((candidate) => source(candidate) === source(column));
  }
}
