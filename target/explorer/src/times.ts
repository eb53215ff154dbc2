// Times of the contract: Unix timestamps, as numbers or strings of digits.
import type { Schema } from "./contract.js";
import { currentLanguage } from "./language.js";

/** Formats of axis labels, from fine to coarse: the first whose unit is not at its start. */
const AXIS: [(date: Date) => boolean, Intl.DateTimeFormatOptions][] = [
  [(date) => date.getUTCSeconds() > 0, { hour: "2-digit", minute: "2-digit", second: "2-digit" }],
  [(date) => date.getTime() % 86_400_000 > 0, { hour: "2-digit", minute: "2-digit" }],
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

/** Formats a time in UTC to the second, without the zone. */
export function formatTime(date: Date): string {
  return date.toISOString().slice(0, 19).replace("T", " ");
}

export function formatUtc(date: Date): string {
  return `${formatTime(date)} UTC`;
}

/** Formats an axis label in the current language. */
export function axisLabel(date: Date): string {
  const [, parts] = AXIS.find(([fits]) => fits(date))!;
  const tag = currentLanguage() === "zh" ? "zh-CN" : "en-GB";
  return new Intl.DateTimeFormat(tag, { ...parts, hourCycle: "h23", timeZone: "UTC" }).format(date);
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
