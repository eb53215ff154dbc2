// The page: its state, and its reactions to input and to the browser's history.
import { type Address, currentEntry, parseAddress } from "./address.js";
import type { Contract, Operation } from "./contract.js";
import { el, scrollToStart } from "./dom.js";
import { header } from "./header.js";
import type { Action } from "./jobs/actions.js";
import { newListSettings } from "./jobs/settings.js";
import {
  currentLanguage,
  type Language,
  languageTag,
  message,
  preferredLanguage,
  setLanguage,
} from "./messages.js";
import { Navigation } from "./navigation.js";
import { buildRequest, knownValues, type Values } from "./request/build.js";
import { isConfirmed } from "./request/confirm.js";
import { exampleOf, form } from "./request/form.js";
import type { KeyChoice } from "./request/key_form.js";
import { Progress } from "./request/progress.js";
import { cancelled, notLoaded, unsent } from "./result/problems.js";
import { outcome, type ViewState, views } from "./result/view.js";
import { samplesView } from "./samples/view.js";
import type { Call } from "./server/call.js";
import { CallMemory } from "./server/call_memory.js";
import { fetchOffer, loadSample, type Offer } from "./server/local.js";
import { sendWith } from "./server/keys.js";
import { firstOperation, sampleOffer, startView } from "./start.js";
import type { Tabs } from "./tabs.js";

const FIRST_TAB = "jobs";
const CANCELLED = "cancelled";

export class Page {
  private readonly contract: Contract;
  private readonly root: HTMLElement;
  private readonly request = el("section", { class: "request" });
  private readonly response = el("section", { class: "response" });
  private readonly progress = new Progress(() => this.controller?.abort(CANCELLED));
  private readonly choice: KeyChoice;
  private readonly values = new Map<string, Values>();
  private readonly calls = new CallMemory();
  private readonly navigation = new Navigation(() => this.address);
  private readonly view: ViewState = {
    tab: FIRST_TAB,
    item: "",
    sample: "",
    list: newListSettings(),
  };
  private offer: Offer;
  private operation: Operation;
  private call: Call | undefined;
  /** Builds the message of a request that was not sent or got no response. */
  private problem: (() => HTMLElement) | undefined;
  private tabs: Tabs | undefined;
  private controller: AbortController | undefined;
  private hasExample = false;

  constructor(root: HTMLElement, contract: Contract, offer: Offer) {
    this.root = root;
    this.contract = contract;
    this.offer = offer;
    this.choice = { typed: { id: "", secret: "", token: "" }, local: offer.keyId !== null };
    this.operation = firstOperation(contract);
    window.addEventListener("popstate", () => this.restore());
    this.restore();
  }

  /** Shows what the address and the entry of the history say, after a load, Back or Forward. */
  private restore(): void {
    this.navigation.forget();
    this.controller?.abort();
    const address = parseAddress(location.hash);
    setLanguage(address?.language ?? preferredLanguage());
    const { operations } = this.contract;
    const named = operations.find((operation) => operation.name === address?.operation);
    this.operation = named ?? firstOperation(this.contract);
    this.values.set(this.operation.name, knownValues(this.operation, address?.values ?? {}));
    this.view.tab = address?.tab || FIRST_TAB;
    this.view.item = this.view.tab === "jobs" ? (address?.detail ?? "") : "";
    if (this.view.tab === "samples") this.view.sample = address?.detail ?? "";
    const entry = currentEntry();
    this.call = this.calls.get(entry.call);
    this.problem = undefined;
    this.draw();
    const isLost = entry.call !== undefined && !entry.draft && !this.call;
    if (isLost && this.choice.local && this.operation.method === "GET") void this.run(entry.call);
  }

  private draw(): void {
    document.documentElement.lang = languageTag();
    document.title = `${this.contract.package} · ${message("Explorer")}`;
    const top = header(this.contract, (language) => this.switchLanguage(language));
    this.root.replaceChildren(top, el("main", {}, this.request, this.response));
    this.drawRequest();
    this.drawResponse();
  }

  private switchLanguage(language: Language): void {
    setLanguage(language);
    this.navigation.visit();
    this.draw();
    this.root.querySelector<HTMLElement>(`.languages [lang=${language}]`)?.focus();
  }

  private get currentValues(): Values {
    const values = this.values.get(this.operation.name) ?? {};
    this.values.set(this.operation.name, values);
    return values;
  }

  private get address(): Address {
    const { tab, item, sample } = this.view;
    const detail = { jobs: item, samples: sample }[tab] ?? "";
    const [language, operation] = [currentLanguage(), this.operation.name];
    return { language, operation, tab, detail, values: this.currentValues };
  }

  private changed(): void {
    this.tabs?.refresh("samples");
    this.navigation.changed();
  }

  private drawRequest(): void {
    const { contract, operation, choice, offer, progress } = this;
    const element = form(
      {
        contract,
        operation,
        values: this.currentValues,
        choice,
        localId: offer.keyId,
        progress: progress.element,
      },
      {
        choose: (chosen) => this.choose(chosen),
        change: () => this.changed(),
        fillExample: () => void this.fillExample(),
        run: () => void this.runByUser(),
      },
    );
    this.request.replaceChildren(el("h2", {}, message("Request")), element);
  }

  /** Switches to another operation, keeping the values of common parameters. */
  private choose(operation: Operation): void {
    this.navigation.saveDraft();
    const before = this.currentValues;
    this.operation = operation;
    for (const { name } of operation.parameters) this.currentValues[name] ??= before[name] ?? "";
    this.navigation.visit({ ...currentEntry(), draft: true });
    this.drawRequest();
    this.tabs?.refresh("samples");
    this.request.querySelector("select")?.focus();
  }

  private async fillExample(): Promise<void> {
    this.values.set(this.operation.name, exampleOf(this.operation));
    this.hasExample = true;
    this.drawRequest();
    this.changed();
    this.request.querySelector<HTMLElement>("button.primary")?.focus();
    if (this.offer.sampleMissing) this.offer = await fetchOffer();
    this.drawResponse();
  }

  /** Loads the sample jobs, then lists them. */
  private async loadSample(): Promise<void> {
    try {
      await loadSample();
      this.offer = { ...this.offer, sampleMissing: false };
      this.operation = firstOperation(this.contract);
      await this.fillExample();
      this.choice.local = true;
      this.drawRequest();
      await this.runByUser();
    } catch (error) {
      this.fail(() => notLoaded(error as Error));
    }
  }

  private drawResponse(): void {
    const { call, contract, offer, view } = this;
    const canLoad = offer.sampleMissing && (this.hasExample || !call);
    this.tabs = views(
      contract,
      call,
      view,
      () => startView(offer, () => void this.fillExample()),
      () => this.samples(),
      {
        chooseTab: (tab) => {
          view.tab = tab;
          this.navigation.visit();
        },
        openItem: (key) => {
          view.item = key;
          this.navigation.visit();
        },
        goToPage: (page) => void this.goToPage(page),
        perform: (action) => void this.perform(action),
        sendAside: (chosen, values) => this.send(chosen, values),
      },
    );
    this.response.replaceChildren(
      el("h2", {}, message("Response")),
      ...(canLoad ? [sampleOffer(() => void this.loadSample())] : []),
      ...(this.problem ? [this.problem()] : []),
      ...(call ? outcome(call) : []),
      this.tabs.element,
    );
  }

  private samples(): Node {
    const isTemporary = !this.choice.local && this.choice.typed.token.trim() !== "";
    const { contract, operation, view } = this;
    const choose = (name: string) => {
      view.sample = name;
      this.navigation.visit();
    };
    return samplesView(contract, operation, this.currentValues, isTemporary, view.sample, choose);
  }

  /** Requests another page of the last listing. */
  private async goToPage(page: number): Promise<void> {
    const { operation, values } = this.call?.request ?? {};
    if (!operation?.pagination || !values) return;
    this.operation = operation;
    this.values.set(operation.name, { ...values, [operation.pagination.page]: String(page) });
    this.drawRequest();
    await this.run();
  }

  /** Fills in an operation for an item; a read is run, a write awaits the user. */
  private async perform({ operation, values }: Action): Promise<void> {
    this.navigation.saveDraft();
    this.operation = operation;
    this.values.set(operation.name, values);
    this.view.tab = FIRST_TAB;
    this.navigation.visit({ ...currentEntry(), draft: true });
    this.drawRequest();
    if (operation.method === "GET") return this.runByUser();
    this.tabs?.refresh("samples");
    this.request.querySelector<HTMLElement>("button.primary")?.focus();
  }

  /** Runs the request of the form; what it returns is shown from the beginning. */
  private async runByUser(): Promise<void> {
    if (!(await isConfirmed(this.operation, this.currentValues))) return;
    this.navigation.saveDraft();
    const isAfterFailure = this.problem !== undefined || this.call?.failure !== undefined;
    const isFirst = this.call === undefined;
    const isWrite = this.operation.method !== "GET";
    if (isAfterFailure || isWrite || (isFirst && this.view.tab === "samples"))
      this.view.tab = FIRST_TAB;
    if (!isFirst) this.view.item = "";
    await this.run();
  }

  /** Sends the request of the form; `id` is that of a call of the history that is repeated. */
  private async run(id?: string): Promise<void> {
    this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    this.response.setAttribute("aria-busy", "true");
    this.progress.start();
    try {
      const call = await this.send(this.operation, this.currentValues, controller.signal);
      if (controller.signal.aborted) return;
      [this.call, this.problem] = [call, undefined];
      const callId = this.calls.add(call, id);
      if (id === undefined) this.navigation.remember(callId);
      this.drawResponse();
    } catch (error) {
      if (!controller.signal.aborted) this.fail(() => unsent(error as Error));
      else if (controller.signal.reason === CANCELLED) {
        const { seconds } = this.progress;
        this.fail(() => cancelled(seconds));
      }
    } finally {
      if (this.controller === controller) {
        this.progress.stop();
        this.response.removeAttribute("aria-busy");
        scrollToStart(this.response);
      }
    }
  }

  private async send(operation: Operation, values: Values, stop?: AbortSignal): Promise<Call> {
    const request = buildRequest(operation, values);
    return sendWith(this.contract, this.choice, this.offer, request, stop);
  }

  private fail(problem: () => HTMLElement): void {
    this.call = undefined;
    this.problem = problem;
    this.drawResponse();
  }
}
