// The page's own words in both languages, and the contract's where it has them.
import { CHINESE, ENGLISH, type Words } from "./words.js";

export type Language = "en" | "zh";

let language: Language = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";

export function currentLanguage(): Language {
  return language;
}

export function setLanguage(chosen: Language): void {
  language = chosen;
}

export function words(): Words {
  return language === "zh" ? CHINESE : ENGLISH;
}

/** A number of items, as one says it. */
export function counted(items: number): string {
  return `${items} ${items === 1 ? words().item : words().items}`;
}

/** A text of the contract in the chosen language, else as the contract has it. */
export function told<K extends string>(
  node: { [key in K]?: string } & { "x-zh"?: Record<string, string> },
  key: K,
): string {
  const chinese = language === "zh" ? node["x-zh"]?.[key] : undefined;
  return chinese ?? node[key] ?? "";
}
