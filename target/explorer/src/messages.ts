// Texts in the current language: the page's own messages, and those of the contract.
import type { Child } from "./dom.js";

export type Language = "en" | "zh";

/** Chinese texts by the English ones. */
export type Translations = Record<string, string>;

type Values = Record<string, string | number>;

const PLACEHOLDER = /\{(\w+)\}/;

let language: Language = preferredLanguage();
let ownTexts: Translations = {};
let contractTexts: Translations = {};

/** Returns the language of the browser: Chinese, or else English. */
export function preferredLanguage(): Language {
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export function currentLanguage(): Language {
  return language;
}

export function setLanguage(chosen: Language): void {
  language = chosen;
}

/** Returns the tag of the current language, for HTML and for formats of dates. */
export function languageTag(): string {
  return language === "zh" ? "zh-CN" : "en-GB";
}

/** Sets the Chinese texts: those of the page, and those of the contract. */
export function setTranslations(page: Translations, contract: Translations): void {
  ownTexts = page;
  contractTexts = contract;
}

/** Returns a text of the page with its placeholders filled in. The English text is its id. */
export function message(english: string, values: Values = {}): string {
  return messageParts(english, values).join("");
}

/** Returns a text as a list, so that nodes can stand in the places of placeholders. */
export function messageParts(english: string, values: Record<string, Child>): Child[] {
  const template = language === "zh" ? (ownTexts[english] ?? english) : english;
  return template
    .split(PLACEHOLDER)
    .map((part, index) => (index % 2 ? (values[part] ?? `{${part}}`) : part))
    .filter((part) => part !== "");
}

/** Returns a text of the contract, translated if the contract has a translation. */
export function translated<K extends string>(node: { [key in K]?: string }, key: K): string {
  const english = node[key] ?? "";
  return language === "zh" ? (contractTexts[english.trim()] ?? english) : english;
}

/** Returns a number of items, in singular or plural. */
export function counted(count: number): string {
  return count === 1 ? message("1 item") : message("{count} items", { count });
}

/** Returns a number with separators of thousands. */
export function formatNumber(value: number): string {
  return value.toLocaleString("en");
}
