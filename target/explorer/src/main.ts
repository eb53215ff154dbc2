// The page: what it knows, and what happens when something is chosen, run or turned to.
import { Contract, type Operation } from "./contract.js";
import { button, el, newId } from "./dom.js";
import { type Exchange, exchange } from "./exchange.js";
import { exampleOf, form } from "./form.js";
import { localKey, localKeyId, typedKey } from "./key.js";
import type { Choice } from "./keyform.js";
import { currentLanguage, type Language, setLanguage, told, words } from "./language.js";
import { makeRequest, type Values } from "./request.js";
import { result, type ResultState, trouble } from "./result.js";

class Page {
  private readonly contract: Contract;
  private readonly localId: string | null;
  private readonly choice: Choice;
  private readonly values = new Map<string, Values>();
  private readonly shown: ResultState = { tab: "jobs", sample: "python" };
  private readonly request = el("section", { class: "request" });
  private readonly answer = el("section", { class: "answer" });
  private readonly root: HTMLElement;
  private operation: Operation;
  private last: Exchange | undefined;
  private under: AbortController | undefined;

  constructor(root: HTMLElement, contract: Contract, localId: string | null) {
    const [first] = contract.operations;
    if (!first) throw new Error("the contract has no operation");
    this.root = root;
    this.contract = contract;
    this.localId = localId;
    this.choice = { typed: { id: "", secret: "", token: "" }, local: localId !== null };
    this.operation = first;
    this.draw();
  }

  private draw(): void {
    document.documentElement.lang = currentLanguage() === "zh" ? "zh-CN" : "en";
    document.title = `${this.contract.package} · ${words().title}`;
    this.root.replaceChildren(this.header(), el("main", {}, this.request, this.answer));
    this.drawRequest();
    this.drawAnswer();
  }

  private header(): HTMLElement {
    const { info } = this.contract;
    const id = newId("language");
    const languages: [Language, string][] = [
      ["en", "English"],
      ["zh", "中文"],
    ];
    const choices = languages.map(([language, name]) => {
      const chosen = language === currentLanguage();
      return button(name, () => this.speak(language), {
        lang: language,
        "aria-pressed": String(chosen),
        id: `${id}-${language}`,
      });
    });
    return el(
      "header",
      { class: "top" },
      el("h1", {}, this.contract.package, " ", el("span", {}, words().title)),
      el("p", {}, `${told(info, "title")} · ${words().contract} ${info.version}`),
      el("div", { class: "languages", role: "group", "aria-label": words().language }, ...choices),
    );
  }

  private speak(language: Language): void {
    setLanguage(language);
    this.draw();
    this.root.querySelector<HTMLElement>(`.languages [lang=${language}]`)?.focus();
  }

  private get given(): Values {
    const known = this.values.get(this.operation.name) ?? {};
    this.values.set(this.operation.name, known);
    return known;
  }

  private drawRequest(): void {
    const { contract, operation, choice, localId } = this;
    const made = form(
      { contract, operation, values: this.given, choice, localId },
      {
        choose: (chosen) => this.choose(chosen),
        fillExample: () => {
          this.values.set(operation.name, exampleOf(operation));
          this.drawRequest();
        },
        run: () => void this.run(this.given),
      },
    );
    this.request.replaceChildren(el("h2", {}, words().request), made);
  }

  /** Goes to another operation, and takes along what both have. */
  private choose(operation: Operation): void {
    const before = this.given;
    this.operation = operation;
    for (const { name } of operation.parameters) this.given[name] ??= before[name] ?? "";
    this.drawRequest();
    this.request.querySelector("select")?.focus();
  }

  private drawAnswer(...content: Node[]): void {
    const shown = content.length ? content : [this.lastOrNothing()];
    this.answer.replaceChildren(el("h2", {}, words().answer), ...shown);
  }

  private lastOrNothing(): Node {
    if (this.last) {
      return result(this.contract, this.last, this.shown, (page) => void this.turnTo(page));
    }
    const note = el("p", { class: "note" }, words().nothingYetNote);
    return el("div", { class: "nothing" }, el("strong", {}, words().nothingYet), note);
  }

  /** Scrolls to the answer where it begins below what is seen, as on narrow screens. */
  private bringAnswer(): void {
    const { top } = this.answer.getBoundingClientRect();
    if (top < 0 || top > window.innerHeight / 2) this.answer.scrollIntoView({ block: "start" });
  }

  /** Asks for another page of what was listed last. */
  private async turnTo(page: number): Promise<void> {
    const { operation, values } = this.last?.made ?? {};
    if (!operation?.pagination || !values) return;
    const next = { ...values, [operation.pagination.page]: String(page) };
    if (operation === this.operation) {
      this.values.set(operation.name, next);
      this.drawRequest();
    }
    await this.run(next, operation);
  }

  private async run(values: Values, operation = this.operation): Promise<void> {
    this.under?.abort();
    const under = new AbortController();
    this.under = under;
    this.answer.setAttribute("aria-busy", "true");
    try {
      const made = makeRequest(operation, values, location.host);
      const key =
        this.choice.local && this.localId ? localKey(this.localId) : typedKey(this.choice.typed);
      this.last = await exchange(this.contract, made, key, under.signal);
      this.drawAnswer();
      this.bringAnswer();
    } catch (error) {
      if (under.signal.aborted) return;
      const title = error instanceof TypeError ? words().noAnswer : words().notSent;
      this.drawAnswer(trouble(title, (error as Error).message));
      this.bringAnswer();
    } finally {
      if (this.under === under) this.answer.removeAttribute("aria-busy");
    }
  }
}

async function start(root: HTMLElement): Promise<void> {
  const [response, localId] = await Promise.all([fetch("/explorer/contract.json"), localKeyId()]);
  new Page(root, new Contract(await response.json()), localId);
}

const root = document.getElementById("page");
if (root) {
  start(root).catch((error: Error) =>
    root.replaceChildren(trouble(words().noAnswer, error.message)),
  );
}
