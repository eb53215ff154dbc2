// The progress of a running request: the elapsed time, and a button that cancels it.
import { button, el } from "../dom.js";
import { message } from "../messages.js";

const INTERVAL = 100;

export class Progress {
  readonly element = el("span", { class: "progress", hidden: true });
  private readonly onCancel: () => void;
  private timer: number | undefined;
  private started = 0;

  constructor(onCancel: () => void) {
    this.onCancel = onCancel;
  }

  /** The seconds since the start, with one digit after the point. */
  get seconds(): string {
    return ((performance.now() - this.started) / 1000).toFixed(1);
  }

  start(): void {
    this.stop();
    this.started = performance.now();
    const time = el("span", { role: "timer" });
    const show = () => (time.textContent = `${this.seconds} s`);
    show();
    this.timer = window.setInterval(show, INTERVAL);
    this.element.replaceChildren(button(message("Cancel"), this.onCancel), time);
    this.element.hidden = false;
  }

  stop(): void {
    window.clearInterval(this.timer);
    this.element.hidden = true;
  }
}
