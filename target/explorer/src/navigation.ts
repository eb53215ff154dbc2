// The history of the page: which changes add an entry, and which only change the current one.
import { type Address, currentEntry, type Entry, formatAddress, visit } from "./address.js";

const TYPING_PAUSE = 200;

export class Navigation {
  private readonly address: () => Address;
  private typing: number | undefined;

  constructor(address: () => Address) {
    this.address = address;
    window.addEventListener("pagehide", () => this.saveDraft());
  }

  /** Adds what is shown now; the result that it shows is the same, unless another is passed. */
  visit(entry?: Entry): void {
    this.saveDraft();
    visit(this.address(), entry ?? currentEntry());
  }

  /** Notes that values changed; the address follows when the typing pauses. */
  changed(): void {
    this.forget();
    this.typing = window.setTimeout(() => this.saveDraft(), TYPING_PAUSE);
  }

  /** Forgets changes that are not written yet. */
  forget(): void {
    window.clearTimeout(this.typing);
    this.typing = undefined;
  }

  /** Writes changed values: once after a call into a new entry, then into that one. */
  saveDraft(): void {
    if (this.typing === undefined) return;
    this.forget();
    const entry = currentEntry();
    if (entry.call === undefined || entry.draft) this.replace(entry);
    else visit(this.address(), { ...entry, draft: true });
  }

  /** Ties a call to an entry: that of its draft, or a new one. */
  remember(call: string): void {
    const entry = currentEntry();
    if (entry.call === undefined || entry.draft) this.replace({ call });
    else visit(this.address(), { call });
  }

  private replace(entry: Entry): void {
    history.replaceState(entry, "", formatAddress(this.address()));
  }
}
