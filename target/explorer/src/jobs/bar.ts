// A row of the timeline: its label, and its bar, which is a button.
import { svg } from "../dom.js";
import { message } from "../messages.js";
import { formatDuration, formatWithZone } from "../times.js";
import { classOf, iconOf } from "./states.js";

export interface Bar {
  id: string;
  state: string;
  start: Date;
  end: Date | undefined;
  restarts: number;
  reason: string;
  failedAt: Date | undefined;
}

export interface BarLayout {
  index: number;
  width: number;
  now: Date;
  position: (date: Date) => number;
  open: (key: string) => void;
}

export const ROW = 24;
export const AXIS = 26;
export const LABEL = 104;

const STEPS: Record<string, (index: number, last: number) => number> = {
  ArrowDown: (index, last) => Math.min(last, index + 1),
  ArrowUp: (index) => Math.max(0, index - 1),
  Home: () => 0,
  End: (_, last) => last,
};

export function labelNode(bar: Bar, index: number): SVGElement {
  const y = index * ROW + 16;
  return svg(
    "g",
    { class: classOf(bar.state) },
    svg("text", { x: 6, y, class: "bar-icon" }, iconOf(bar.state)),
    svg("text", { x: 24, y, class: "bar-id" }, bar.id.slice(0, 8)),
  );
}

export function barNode(bar: Bar, layout: BarLayout): SVGElement {
  const { index, now, position, open } = layout;
  const top = index * ROW;
  const [left, right] = [position(bar.start), position(bar.end ?? now)];
  const width = Math.max(3, right - left);
  const tooltip = describe(bar, now);
  const node = svg(
    "g",
    {
      class: `bar ${classOf(bar.state)}${bar.end ? "" : " ongoing"}`,
      role: "button",
      tabindex: index ? -1 : 0,
      "aria-label": tooltip.replaceAll("\n", ", "),
      "data-key": bar.id,
    },
    svg("title", {}, tooltip),
    svg("rect", { x: 0, y: top, width: layout.width, height: ROW, class: "row" }),
    svg("rect", { x: left, y: top + 4, width, height: ROW - 9, rx: 3, class: "span" }),
    bar.failedAt && failureMark(position(bar.failedAt), top),
    svg("text", { x: left + width + 5, y: top + 16, class: "bar-note" }, restartsOf(bar)),
  );
  node.addEventListener("click", () => open(bar.id));
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open(bar.id);
  });
  return node;
}

/** Lets the arrow keys, Home and End move the focus between bars, of which one is in the tab order. */
export function moveBetweenBars(holder: HTMLElement): void {
  holder.addEventListener("keydown", (event) => {
    const bars = [...holder.querySelectorAll<SVGElement>(".bar")];
    const current = bars.findIndex((bar) => bar === document.activeElement);
    const next = STEPS[event.key]?.(current, bars.length - 1);
    if (current < 0 || next === undefined) return;
    event.preventDefault();
    bars[current]?.setAttribute("tabindex", "-1");
    bars[next]?.setAttribute("tabindex", "0");
    bars[next]?.focus();
  });
}

function describe(bar: Bar, now: Date): string {
  const end = bar.end ?? now;
  const lines = [
    bar.id,
    bar.end ? bar.state : message("{state} (ongoing)", { state: bar.state }),
    `${formatWithZone(bar.start)} – ${bar.end ? formatWithZone(bar.end) : ""}`,
    formatDuration(end.getTime() - bar.start.getTime()),
    bar.reason,
    bar.restarts > 0 ? message("restarts: {count}", { count: bar.restarts }) : "",
  ];
  return lines.filter(Boolean).join("\n");
}

function restartsOf(bar: Bar): string {
  return bar.restarts > 0 ? `↻${bar.restarts}` : "";
}

function failureMark(x: number, top: number): SVGElement {
  return svg("path", { d: `M${x - 4} ${top + 7}l8 8m0-8l-8 8`, class: "failure-mark" });
}
