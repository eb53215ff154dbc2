// A picture that scrolls, with buttons and keys that change its size.
import { button, el } from "../dom.js";
import { message } from "../messages.js";

const STEP = 1.25;
const [SMALLEST, LARGEST] = [0.05, 4];
/** The smallest scale at which labels can be read. */
const READABLE = 0.6;
const PADDING = 24;

interface Size {
  width: number;
  height: number;
}

/** Builds a region around a picture; it begins with the whole width, if labels can be read then. */
export function zoomable(picture: SVGElement, size: Size, label: string): HTMLElement {
  const zoom = new Zoom(picture, size, label);
  const action = (symbol: string, name: string, act: () => void) =>
    button(symbol, act, { "aria-label": name, title: name });
  const buttons = [
    action("−", message("Zoom out"), () => zoom.change(1 / STEP)),
    action("+", message("Zoom in"), () => zoom.change(STEP)),
    button("100 %", () => zoom.set(1), { title: message("Actual size") }),
    action("⤢", message("Show the whole plan"), () => zoom.showAll()),
  ];
  const bar = el("div", { class: "actions zoom" }, ...buttons, zoom.percent);
  return el("div", {}, bar, zoom.region);
}

class Zoom {
  readonly region: HTMLElement;
  readonly percent = el("span", { role: "status", class: "note" });
  private readonly picture: SVGElement;
  private readonly size: Size;
  private scale = 1;

  constructor(picture: SVGElement, size: Size, label: string) {
    this.picture = picture;
    this.size = size;
    const attributes = { tabindex: 0, role: "region", "aria-label": label };
    this.region = el("div", { class: "scroll plan-region", ...attributes }, picture);
    const keys: Record<string, () => void> = {
      "+": () => this.change(STEP),
      "-": () => this.change(1 / STEP),
      "0": () => this.set(1),
    };
    this.region.addEventListener("keydown", (event) => keys[event.key]?.());
    const first = new ResizeObserver(() => {
      first.disconnect();
      this.set(Math.max(READABLE, Math.min(1, this.room.width / size.width)));
    });
    first.observe(this.region);
  }

  set(scale: number): void {
    this.scale = Math.min(LARGEST, Math.max(SMALLEST, scale));
    this.picture.setAttribute("width", String(this.size.width * this.scale));
    this.picture.setAttribute("height", String(this.size.height * this.scale));
    this.percent.textContent = `${Math.round(this.scale * 100)} %`;
  }

  change(factor: number): void {
    this.set(this.scale * factor);
  }

  showAll(): void {
    const { width, height } = this.room;
    this.set(Math.min(1, width / this.size.width, height / this.size.height));
  }

  private get room(): Size {
    const { clientWidth, clientHeight } = this.region;
    return { width: clientWidth - PADDING, height: clientHeight - PADDING };
  }
}
