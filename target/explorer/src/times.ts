// Times of the contract, Unix timestamps as numbers or strings of digits, in the chosen zone.
import type { Schema } from "./contract.js";
import { languageTag } from "./messages.js";

export type Zone = "utc" | "local";

let zone: Zone = "utc";

export function currentZone(): Zone {
  return zone;
}

export function setZone(chosen: Zone): void {
  zone = chosen;
}

/** Returns the name of the browser's own zone, such as Asia/Shanghai. */
export function localZoneName(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Formats of axis labels, from fine to coarse: the first whose unit is not at its start. */
const AXIS: [(date: Date) => boolean, Intl.DateTimeFormatOptions][] = [
  [(date) => date.getUTCSeconds() > 0, { hour: "2-digit", minute: "2-digit", second: "2-digit" }],
  [(date) => date.getTime() % 86_400_000 !== 0, { hour: "2-digit", minute: "2-digit" }],
  [(date) => date.getUTCDate() > 1 && date.getUTCDay() > 0, { weekday: "short", day: "2-digit" }],
  [(date) => date.getUTCDate() > 1, { month: "short", day: "2-digit" }],
  [(date) => date.getUTCMonth() > 0, { month: "short" }],
  [() => true, { year: "numeric" }],
];

export function dateOf(schema: Schema, value: unknown): Date | undefined {
  const rule = schema["x-time"];
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  if (!rule || typeof number !== "number" || !Number.isFinite(number)) return undefined;
  const date = new Date(rule.unit === "second" ? number * 1000 : number);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Formats a time to the second, without the zone. */
export function formatTime(date: Date): string {
  return wallClock(date).toISOString().slice(0, 19).replace("T", " ");
}

/** Formats a time to the second, with the zone: UTC, or the difference from it. */
export function formatWithZone(date: Date): string {
  if (zone === "utc") return `${formatTime(date)} UTC`;
  const minutes = -date.getTimezoneOffset();
  const digits = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const distance = `${digits(Math.abs(minutes) / 60)}:${digits(Math.abs(minutes) % 60)}`;
  return `${formatTime(date)} UTC${minutes < 0 ? "-" : "+"}${distance}`;
}

/** Formats an axis label in the current language. */
export function axisLabel(date: Date): string {
  const shown = wallClock(date);
  const [, parts] = AXIS.find(([fits]) => fits(shown))!;
  const options = { ...parts, hourCycle: "h23", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(languageTag(), options).format(shown);
}

/** Formats a duration in its two largest units. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const units: [number, string][] = [
    [86400, "d"],
    [3600, "h"],
    [60, "min"],
    [1, "s"],
  ];
  const parts: string[] = [];
  let rest = seconds;
  for (const [size, name] of units) {
    const count = Math.floor(rest / size);
    if (count) parts.push(`${count} ${name}`);
    rest -= count * size;
  }
  return parts.slice(0, 2).join(" ") || "0 s";
}

/** Returns a time whose UTC fields are those that a clock in the current zone shows. */
function wallClock(date: Date): Date {
  if (zone === "utc") return date;
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
}
