// The timeline of a page: a bar per instance, with restarts and failures, which opens its detail.
import { scaleTime, scaleUtc } from "d3-scale";
import { el, svg } from "../dom.js";
import type { Item, ItemReader } from "../item.js";
import { counted, message } from "../messages.js";
import { axisLabel, currentZone, formatWithZone } from "../times.js";
import { AXIS, type Bar, barNode, LABEL, labelNode, moveBetweenBars, ROW } from "./bar.js";
import { stateOf } from "./states.js";

const MARGIN = 46;
const LEAST_WIDTH = 340;

/** Whether items of this schema have state, start and end. */
export function hasTimeline(reader: ItemReader): boolean {
  return reader.has("state") && reader.has("startTime") && reader.has("endTime");
}

export function timeline(
  reader: ItemReader,
  key: string,
  items: Item[],
  now: Date,
  open: (key: string) => void,
): HTMLElement {
  const bars = items.map((item) => barOf(reader, key, item)).filter((bar) => bar !== undefined);
  if (!bars.length) return el("p", { class: "note" }, message("None of these has a start time."));
  const holder = el("div", { class: "timeline", role: "group", "aria-label": labelOf(bars) });
  let isNew = true;
  const observer = new ResizeObserver(() => {
    const width = Math.max(LEAST_WIDTH, holder.clientWidth - LABEL);
    if (holder.dataset.width === String(width)) return;
    holder.dataset.width = String(width);
    holder.replaceChildren(...draw(bars, width, now, open));
    if (isNew) holder.scrollLeft = holder.scrollWidth; // where the newest are
    isNew = false;
  });
  observer.observe(holder);
  moveBetweenBars(holder);
  const notes = `↻ ${message("restarts")} · × ${message("failure")}`;
  return el("div", {}, holder, el("p", { class: "note" }, notes));
}

function barOf(reader: ItemReader, key: string, item: Item): Bar | undefined {
  const start = reader.time(item, "startTime");
  if (!start) return undefined;
  const failure = reader.value(item, "failure") as { failedAt?: number } | undefined;
  return {
    id: String(item[key] ?? ""),
    state: stateOf(reader, item),
    start,
    end: reader.time(item, "endTime"),
    restarts: Number(reader.value(item, "restarts") ?? 0),
    reason: reader.text(item, "reason"),
    failedAt: typeof failure?.failedAt === "number" ? new Date(failure.failedAt * 1000) : undefined,
  };
}

function labelOf(bars: Bar[]): string {
  const failed = bars.filter((bar) => bar.state === "FAILED").length;
  const count = counted(bars.length);
  return message("Timeline of this page: {count}, {failed} FAILED", { count, failed });
}

/** Builds the four parts, of which axis and labels stay in view: corner, axis, labels, bars. */
function draw(bars: Bar[], width: number, now: Date, open: (key: string) => void): Node[] {
  const [begin, end] = range(bars, now);
  const scale = currentZone() === "utc" ? scaleUtc() : scaleTime();
  scale
    .domain([begin, end])
    .range([8, width - MARGIN])
    .nice();
  const height = bars.length * ROW + 4;
  const part = (className: string, width: number, height: number, ...children: Node[]) =>
    svg("svg", { class: className, width, height, viewBox: `0 0 ${width} ${height}` }, ...children);
  const ticks = scale.ticks(Math.max(2, Math.floor(width / 130)));
  const lines = ticks.map((tick) =>
    svg("line", { x1: scale(tick), x2: scale(tick), y1: 0, y2: height, class: "grid" }),
  );
  const texts = ticks.map((tick) =>
    svg("text", { x: scale(tick), y: 17, class: "tick" }, axisLabel(tick)),
  );
  const rows = bars.map((bar, index) =>
    barNode(bar, { index, width, now, position: (date) => scale(date), open }),
  );
  const labels = part("labels", LABEL, height, ...bars.map(labelNode));
  labels.setAttribute("aria-hidden", "true");
  const axis = part("axis", width, AXIS, svg("title", {}, rangeText(begin, end)), ...texts);
  return [
    el("div", { class: "corner" }),
    axis,
    labels,
    part("bars", width, height, ...lines, ...rows),
  ];
}

function rangeText(begin: Date, end: Date): string {
  return `${formatWithZone(begin)} – ${formatWithZone(end)}`;
}

function range(bars: Bar[], now: Date): [Date, Date] {
  const starts = bars.map((bar) => bar.start.getTime());
  const ends = bars.map((bar) => (bar.end ?? now).getTime());
  const begin = Math.min(...starts);
  return [new Date(begin), new Date(Math.max(begin + 60_000, ...ends, ...starts))];
}
