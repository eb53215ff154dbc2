// The page: its state, and its reactions to input.
import { Contract, type Data, type Operation } from "./contract.js";
import { button, el, newId } from "./dom.js";
import { type Call, send } from "./call.js";
import { exampleOf, form } from "./form.js";
import { localKey, localKeyId, typedKey } from "./key.js";
import type { KeyChoice } from "./key_form.js";
import {
  currentLanguage,
  type Language,
  setLanguage,
  setTranslations,
  translated,
  strings,
} from "./language.js";
import { buildRequest, type Values } from "./request.js";
import { result, type ViewState, errorCallout } from "./result.js";

class Page {
  private readonly contract: Contract;
  private readonly localId: string | null;
  private readonly choice: KeyChoice;
  private readonly values = new Map<string, Values>();
  private readonly viewState: ViewState = { tab: "jobs", sample: "python" };
  private readonly request = el("section", { class: "request" });
  private readonly response = el("section", { class: "response" });
  private readonly root: HTMLElement;
  private operation: Operation;
  private lastCall: Call | undefined;
  private abortController: AbortController | undefined;

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
    document.title = `${this.contract.package} · ${strings().title}`;
    this.root.replaceChildren(this.header(), el("main", {}, this.request, this.response));
    this.drawRequest();
    this.drawResponse();
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
      return button(name, () => this.switchLanguage(language), {
        lang: language,
        "aria-pressed": String(chosen),
        id: `${id}-${language}`,
      });
    });
    return el(
      "header",
      { class: "top" },
      el("h1", {}, this.contract.package, " ", el("span", {}, strings().title)),
      el("p", {}, `${translated(info, "title")} · ${strings().contract} ${info.version}`),
      el(
        "div",
        { class: "languages", role: "group", "aria-label": strings().language },
        ...choices,
      ),
    );
  }

  private switchLanguage(language: Language): void {
    setLanguage(language);
    this.draw();
    this.root.querySelector<HTMLElement>(`.languages [lang=${language}]`)?.focus();
  }

  private get currentValues(): Values {
    const values = this.values.get(this.operation.name) ?? {};
    this.values.set(this.operation.name, values);
    return values;
  }

  private drawRequest(): void {
    const { contract, operation, choice, localId } = this;
    const element = form(
      { contract, operation, values: this.currentValues, choice, localId },
      {
        choose: (chosen) => this.choose(chosen),
        fillExample: () => {
          this.values.set(operation.name, exampleOf(operation));
          this.drawRequest();
        },
        run: () => void this.run(this.currentValues),
      },
    );
    this.request.replaceChildren(el("h2", {}, strings().request), element);
  }

  /** Switches to another operation, keeping the values of common parameters. */
  private choose(operation: Operation): void {
    const before = this.currentValues;
    this.operation = operation;
    for (const { name } of operation.parameters) this.currentValues[name] ??= before[name] ?? "";
    this.drawRequest();
    this.request.querySelector("select")?.focus();
  }

  private drawResponse(...content: Node[]): void {
    const nodes = content.length ? content : [this.responseView()];
    this.response.replaceChildren(el("h2", {}, strings().response), ...nodes);
  }

  private responseView(): Node {
    if (this.lastCall) {
      return result(
        this.contract,
        this.lastCall,
        this.viewState,
        (page) => void this.goToPage(page),
      );
    }
    const note = el("p", { class: "note" }, strings().noRequestYetNote);
    return el("div", { class: "empty" }, el("strong", {}, strings().noRequestYet), note);
  }

  /** Scrolls to the response when it is out of view, as on narrow screens. */
  private scrollToResponse(): void {
    const { top } = this.response.getBoundingClientRect();
    if (top < 0 || top > window.innerHeight / 2) this.response.scrollIntoView({ block: "start" });
  }

  /** Requests another page of the last listing. */
  private async goToPage(page: number): Promise<void> {
    const { operation, values } = this.lastCall?.request ?? {};
    if (!operation?.pagination || !values) return;
    const next = { ...values, [operation.pagination.page]: String(page) };
    if (operation === this.operation) {
      this.values.set(operation.name, next);
      this.drawRequest();
    }
    await this.run(next, operation);
  }

  private async run(values: Values, operation = this.operation): Promise<void> {
    this.abortController?.abort();
    const controller = new AbortController();
    this.abortController = controller;
    this.response.setAttribute("aria-busy", "true");
    try {
      const request = buildRequest(operation, values, location.host);
      const key =
        this.choice.local && this.localId ? localKey(this.localId) : typedKey(this.choice.typed);
      this.lastCall = await send(this.contract, request, key, controller.signal);
      this.drawResponse();
      this.scrollToResponse();
    } catch (error) {
      if (controller.signal.aborted) return;
      const title = error instanceof TypeError ? strings().noResponse : strings().notSent;
      this.drawResponse(errorCallout(title, (error as Error).message));
      this.scrollToResponse();
    } finally {
      if (this.abortController === controller) this.response.removeAttribute("aria-busy");
    }
  }
}

async function start(root: HTMLElement): Promise<void> {
  const [response, localId] = await Promise.all([fetch("/explorer/contract.json"), localKeyId()]);
  const data = (await response.json()) as Data;
  setTranslations(data.translations.zh ?? {});
  new Page(root, new Contract(data), localId);
}

const root = document.getElementById("page");
if (root) {
  start(root).catch((error: Error) =>
    root.replaceChildren(errorCallout(strings().noResponse, error.message)),
  );
}
