// The current language: the page's strings, and translations of the contract.
import { CHINESE, ENGLISH, type Strings } from "./strings.js";

export type Language = "en" | "zh";

let language: Language = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";

export function currentLanguage(): Language {
  return language;
}

export function setLanguage(chosen: Language): void {
  language = chosen;
}

export function strings(): Strings {
  return language === "zh" ? CHINESE : ENGLISH;
}

/** Returns a number of items, in singular or plural. */
export function counted(items: number): string {
  return `${items} ${items === 1 ? strings().item : strings().items}`;
}

let translations: Record<string, string> = {};

/** Sets the Chinese texts of the contract, by the English ones. */
export function setTranslations(chinese: Record<string, string>): void {
  translations = chinese;
}

/** Returns a text of the contract, translated if the contract has a translation. */
export function translated<K extends string>(node: { [key in K]?: string }, key: K): string {
  const english = node[key] ?? "";
  return language === "zh" ? (translations[english.trim()] ?? english) : english;
}
