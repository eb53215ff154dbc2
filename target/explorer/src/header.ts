// The head of the page: title, contract, and the choice of the language.
import type { Contract } from "./contract.js";
import { button, el } from "./dom.js";
import { currentLanguage, type Language, message, translated } from "./messages.js";

const LANGUAGES: [Language, string][] = [
  ["en", "English"],
  ["zh", "中文"],
];

export function header(
  contract: Contract,
  switchLanguage: (language: Language) => void,
): HTMLElement {
  const { info } = contract;
  const choices = LANGUAGES.map(([language, name]) =>
    button(name, () => switchLanguage(language), {
      lang: language,
      "aria-pressed": String(language === currentLanguage()),
    }),
  );
  const version = message("contract {version}", { version: info.version });
  const download = el(
    "a",
    {
      href: "/explorer/openapi.json",
      download: `${contract.package}-${info.version}.openapi.json`,
    },
    message("Download the contract"),
  );
  return el(
    "header",
    { class: "top" },
    el("h1", {}, contract.package, " ", el("span", {}, message("Explorer"))),
    el("p", {}, `${translated(info, "title")} · ${version} · `, download),
    el("div", { class: "languages", role: "group", "aria-label": message("Language") }, ...choices),
  );
}
