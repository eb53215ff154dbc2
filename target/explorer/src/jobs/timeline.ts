// The timeline of a page: a bar per instance, with restarts and failures.
import { scaleUtc } from "d3-scale";
import { el, svg } from "../dom.js";
import type { Item, ItemReader } from "../item.js";
import { counted, strings } from "../language.js";
import { formatDuration, axisLabel, formatUtc } from "../times.js";
import { classOf, iconOf } from "./states.js";

interface Bar {
  id: string;
  state: string;
  start: Date;
  end: Date | undefined;
  restarts: number;
  failedAt: Date | undefined;
}

const ROW = 24;
const AXIS = 26;
const LABEL = 104;
const MARGIN = 46;

/** Whether items of this schema have state, start and end. */
export function hasTimeline(reader: ItemReader): boolean {
  return reader.has("state") && reader.has("startTime") && reader.has("endTime");
}

export function timeline(reader: ItemReader, key: string, items: Item[], now: Date): HTMLElement {
  const bars = items.map((item) => barOf(reader, key, item)).filter((bar) => bar !== undefined);
  if (!bars.length) return el("p", { class: "note" }, strings().noTimes);
  const holder = el("div", {
    class: "scroll timeline",
    tabindex: 0,
    role: "region",
    "aria-label": strings().timeline,
  });
  const observer = new ResizeObserver(([entry]) => {
    const width = Math.max(420, Math.floor(entry?.contentRect.width ?? 0));
    holder.replaceChildren(draw(bars, width, now));
  });
  observer.observe(holder);
  return el("div", {}, holder, legend(bars));
}

function barOf(reader: ItemReader, key: string, item: Item): Bar | undefined {
  const start = reader.time(item, "startTime");
  if (!start) return undefined;
  const failure = reader.value(item, "failure") as { failedAt?: number } | undefined;
  return {
    id: String(item[key] ?? ""),
    state: String(reader.value(item, "state") ?? strings().unknownState),
    start,
    end: reader.time(item, "endTime"),
    restarts: Number(reader.value(item, "restarts") ?? 0),
    failedAt: typeof failure?.failedAt === "number" ? new Date(failure.failedAt * 1000) : undefined,
  };
}

function draw(bars: Bar[], width: number, now: Date): SVGElement {
  const [begin, end] = range(bars, now);
  const scale = scaleUtc([begin, end], [LABEL, width - MARGIN]).nice();
  const height = AXIS + bars.length * ROW + 4;
  const failed = bars.filter((bar) => bar.state === "FAILED").length;
  const label = `${strings().timeline}: ${counted(bars.length)}, ${failed} FAILED, ${formatUtc(begin)} – ${formatUtc(end)}`;
  const picture = svg("svg", {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": label,
  });
  for (const tick of scale.ticks(Math.max(2, Math.floor(width / 130)))) {
    const x = scale(tick);
    picture.append(svg("line", { x1: x, x2: x, y1: AXIS - 6, y2: height, class: "grid" }));
    picture.append(svg("text", { x, y: 13, class: "tick" }, axisLabel(tick)));
  }
  bars.forEach((bar, index) =>
    picture.append(row(bar, AXIS + index * ROW, (date) => scale(date), now)),
  );
  return picture;
}

function range(bars: Bar[], now: Date): [Date, Date] {
  const starts = bars.map((bar) => bar.start.getTime());
  const ends = bars.map((bar) => (bar.end ?? now).getTime());
  const begin = Math.min(...starts);
  return [new Date(begin), new Date(Math.max(begin + 60_000, ...ends, ...starts))];
}

function row(bar: Bar, top: number, position: (date: Date) => number, now: Date): SVGElement {
  const end = bar.end ?? now;
  const [left, right] = [position(bar.start), position(end)];
  const width = Math.max(3, right - left);
  const ongoing = bar.end ? "" : ` (${strings().ongoing})`;
  const tooltip = `${bar.id}\n${bar.state}${ongoing}\n${formatUtc(bar.start)} – ${bar.end ? formatUtc(bar.end) : ""}\n${formatDuration(end.getTime() - bar.start.getTime())}`;
  const restarts = bar.restarts > 0 ? `↻${bar.restarts}` : "";
  return svg(
    "g",
    { class: `bar ${classOf(bar.state)}${bar.end ? "" : " ongoing"}` },
    svg("title", {}, restarts ? `${tooltip}\n${strings().restarts}: ${bar.restarts}` : tooltip),
    svg("text", { x: 2, y: top + 16, class: "bar-icon" }, iconOf(bar.state)),
    svg("text", { x: 20, y: top + 16, class: "bar-id" }, bar.id.slice(0, 8)),
    svg("rect", { x: left, y: top + 4, width, height: ROW - 9, rx: 3 }),
    bar.failedAt && failureMark(position(bar.failedAt), top),
    svg("text", { x: left + width + 5, y: top + 16, class: "bar-note" }, restarts),
  );
}

function failureMark(x: number, top: number): SVGElement {
  return svg("path", { d: `M${x - 4} ${top + 7}l8 8m0-8l-8 8`, class: "failure-mark" });
}

function legend(bars: Bar[]): HTMLElement {
  const states = [...new Set(bars.map((bar) => bar.state))].sort();
  const entries = states.map((state) =>
    el(
      "li",
      { class: classOf(state) },
      el("span", { "aria-hidden": "true", class: "icon" }, iconOf(state)),
      `${state} ${bars.filter((bar) => bar.state === state).length}`,
    ),
  );
  return el("ul", { class: "legend" }, ...entries, el("li", {}, `↻ ${strings().restarts}`));
}
