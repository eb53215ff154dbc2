// A picture that scrolls, with buttons and keys that change its size.
import { button, el } from "../dom.js";
import { message } from "../messages.js";

const STEP = 1.25;
const [SMALLEST, LARGEST] = [0.05, 4];
/** The smallest scale at which labels can be read. */
const READABLE = 0.6;

interface Size {
  width: number;
  height: number;
}

/** Builds a region around a picture; it begins with the whole width, if labels can be read then. */
export function zoomable(picture: SVGElement, size: Size, label: string): HTMLElement {
  const region = el("div", {
    class: "scroll plan-region",
    tabindex: 0,
    role: "region",
    "aria-label": label,
  });
  const percent = el("span", { role: "status", class: "note" });
  let scale = 1;
  const zoom = (wanted: number) => {
    scale = Math.min(LARGEST, Math.max(SMALLEST, wanted));
    picture.setAttribute("width", String(size.width * scale));
    picture.setAttribute("height", String(size.height * scale));
    percent.textContent = `${Math.round(scale * 100)} %`;
  };
  const room = () => region.clientWidth - 24;
  const fit = () =>
    zoom(Math.min(1, room() / size.width, (region.clientHeight - 24) / size.height));
  const first = new ResizeObserver(() => {
    first.disconnect();
    zoom(Math.max(READABLE, Math.min(1, room() / size.width)));
  });
  const keys: Record<string, () => void> = {
    "+": () => zoom(scale * STEP),
    "-": () => zoom(scale / STEP),
    "0": () => zoom(1),
  };
  region.addEventListener("keydown", (event) => keys[event.key]?.());
  region.append(picture);
  first.observe(region);
  const action = (symbol: string, name: string, act: () => void) =>
    button(symbol, act, { "aria-label": name, title: name });
  const actual = button("100 %", () => zoom(1), { title: message("Actual size") });
  return el(
    "div",
    {},
    el(
      "div",
      { class: "actions zoom" },
      action("−", message("Zoom out"), () => zoom(scale / STEP)),
      action("+", message("Zoom in"), () => zoom(scale * STEP)),
      actual,
      action("⤢", message("Show the whole plan"), fit),
      percent,
    ),
    region,
  );
}
