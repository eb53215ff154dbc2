// Starts the page: loads the contract, the translations and what the target offers.
import { Contract, type Data } from "./contract.js";
import { message, setTranslations, type Translations } from "./messages.js";
import { Page } from "./page.js";
import { problem } from "./result/problems.js";
import { fetchOffer } from "./server/local.js";

async function start(root: HTMLElement): Promise<void> {
  const [data, chinese, offer] = await Promise.all([
    fetchJson<Data>("/explorer/contract.json"),
    fetchJson<Translations>("/explorer/zh.json"),
    fetchOffer(),
  ]);
  setTranslations(chinese, data.translations.zh ?? {});
  new Page(root, new Contract(data), offer);
}

async function fetchJson<T>(path: string): Promise<T> {
  return (await (await fetch(path)).json()) as T;
}

const root = document.getElementById("page");
if (root) {
  start(root).catch((error: Error) =>
    root.replaceChildren(problem(message("No response was received"), error.message)),
  );
}
