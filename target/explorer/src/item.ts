// Reads the columns of an item by the contract: properties, aliases and times.
import type { Contract, Schema } from "./contract.js";
import { dateOf, formatTime } from "./times.js";

export type Item = Record<string, unknown>;

/** Returns the title of a column; derived UTC times are marked. */
export function titleOf(column: string): string {
  return column.replace(/Utc$/, " (UTC)");
}

export class ItemReader {
  private readonly contract: Contract;
  private readonly schema: Schema;

  constructor(contract: Contract, schema: Schema) {
    this.contract = contract;
    this.schema = schema;
  }

  get columns(): string[] {
    return this.schema["x-columns"] ?? Object.keys(this.schema.properties ?? {}).slice(0, 5);
  }

  /** Returns the value of a column: a property, an alias, or a derived time. */
  value(item: Item, column: string): unknown {
    const path = this.schema["x-short"]?.[column];
    if (path !== undefined) return valueAt(item, path);
    const timeProperty = this.timeProperty(column);
    if (!timeProperty) return item[column];
    return dateOf(timeProperty.schema, item[timeProperty.name]);
  }

  text(item: Item, column: string): string {
    const value = this.value(item, column);
    if (value instanceof Date) return formatTime(value);
    return typeof value === "string" ? value : value == null ? "" : JSON.stringify(value);
  }

  /** Returns the time of a property. */
  time(item: Item, name: string): Date | undefined {
    return dateOf(this.contract.resolve(this.schema.properties?.[name] ?? {}), item[name]);
  }

  /** Returns the schema of a column. */
  schemaOf(column: string): Schema {
    const path = this.schema["x-short"]?.[column];
    if (path !== undefined) return this.schemaAt(path);
    return (
      this.timeProperty(column)?.schema ??
      this.contract.resolve(this.schema.properties?.[column] ?? {})
    );
  }

  has(column: string): boolean {
    return (
      this.schema["x-short"]?.[column] !== undefined ||
      this.schema.properties?.[column] !== undefined
    );
  }

  private schemaAt(path: string): Schema {
    return path
      .split(".")
      .reduce<Schema>(
        (schema, step) => this.contract.resolve(schema.properties?.[step] ?? {}),
        this.schema,
      );
  }

  private timeProperty(view: string): { name: string; schema: Schema } | undefined {
    for (const [name, property] of Object.entries(this.schema.properties ?? {})) {
      const schema = this.contract.resolve(property);
      if (schema["x-time"]?.view === view) return { name, schema };
    }
    return undefined;
  }
}

function valueAt(item: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, step) => (value == null ? undefined : (value as Item)[step]), item);
}
