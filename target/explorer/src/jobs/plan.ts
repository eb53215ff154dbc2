// The resource plan as a graph of operators and data flows, laid out by dagre.
import { graphlib, layout } from "@dagrejs/dagre";
import { svg } from "../dom.js";
import { message } from "../messages.js";
import type { Plan, PlanNode } from "./plan_data.js";
import { fitted, textWidth, wrapped } from "./text_fit.js";
import { zoomable } from "./zoom.js";

interface Point {
  x: number;
  y: number;
}

const WIDTH = 236;
const HEIGHT = 90;
const PADDING = 14;
const MAX_WIDTH = 760;
const MARGINS = 96;
const FLOW_WIDTH = 180;
const [NAME_FONT, TYPE_FONT, FLOW_FONT] = ["600 13px", "400 11.5px", "400 10.5px"];

export function drawPlan(plan: Plan): HTMLElement {
  const horizontal = layOut(plan, "LR");
  const isVertical = (horizontal.graph().width ?? 0) > Math.min(MAX_WIDTH, innerWidth - MARGINS);
  const graph = isVertical ? layOut(plan, "TB") : horizontal;
  const { width = 0, height = 0 } = graph.graph();
  const size = { width: width + 16, height: height + 16 };
  const names = plan.nodes.map((node) => node.desc ?? node.id).join(", ");
  const picture = svg("svg", {
    viewBox: `-8 -8 ${size.width} ${size.height}`,
    ...size,
    role: "img",
    "aria-label": message("Resource plan: {operators}", { operators: names }),
    class: "plan",
  });
  picture.append(arrowHead(), ...graph.edges().map((edge) => arrow(graph.edge(edge), isVertical)));
  for (const node of plan.nodes) {
    const point = graph.node(String(node.id)) as Point | undefined;
    if (point) picture.append(box(node, point));
  }
  return zoomable(picture, size, message("Resource plan"));
}

/** Lays the graph out from left to right, or from top to bottom. */
function layOut(plan: Plan, rankdir: "LR" | "TB") {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir, nodesep: 20, ranksep: rankdir === "LR" ? 42 : 44 });
  for (const node of plan.nodes) graph.setNode(String(node.id), { width: WIDTH, height: HEIGHT });
  for (const edge of plan.edges) {
    const [source, target] = [String(edge.source), String(edge.target)];
    if (graph.hasNode(source) && graph.hasNode(target)) {
      const label = fitted(edge.strategy ?? "", FLOW_WIDTH, FLOW_FONT);
      const width = textWidth(label, FLOW_FONT) + 12;
      graph.setEdge(source, target, { label, width, height: 14, labelpos: "c" });
    }
  }
  layout(graph);
  return graph;
}

function arrowHead(): SVGElement {
  const head = svg("path", { d: "M0 0 8 4 0 8z", class: "arrow-head" });
  const size = { viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7 };
  return svg("defs", {}, svg("marker", { id: "arrow", orient: "auto", ...size }, head));
}

function arrow(
  edge: { points: Point[]; label?: string; x?: number; y?: number },
  vertical: boolean,
): SVGElement {
  const { x = 0, y = 0 } = edge;
  const attributes = vertical
    ? { x: x + 8, y: y + 4, class: "flow-name beside" }
    : { x, y: y - 7, class: "flow-name" };
  const path = edge.points.map(({ x, y }, index) => `${index ? "L" : "M"}${x} ${y}`).join("");
  return svg(
    "g",
    {},
    svg("path", { d: path, class: "flow", "marker-end": "url(#arrow)" }),
    svg("text", attributes, edge.label ?? ""),
  );
}

function box(node: PlanNode, { x, y }: Point): SVGElement {
  const [left, top] = [x - WIDTH / 2, y - HEIGHT / 2];
  const room = WIDTH - 2 * PADDING;
  const line = (text: string, baseline: number, className: string) =>
    svg("text", { x: left + PADDING, y: top + baseline, class: className }, text);
  const names = wrapped(node.desc ?? String(node.id), room, NAME_FONT);
  const first = names.length > 1 ? 22 : 30;
  const name = svg(
    "text",
    { class: "operator-name" },
    ...names.map((text, index) =>
      svg("tspan", { x: left + PADDING, y: top + first + index * 16 }, text),
    ),
  );
  const full = [node.type, node.desc, facts(node)].filter(Boolean).join("\n");
  return svg(
    "g",
    {},
    svg("title", {}, full),
    svg("rect", { x: left, y: top, width: WIDTH, height: HEIGHT, rx: 8, class: "operator" }),
    name,
    line(fitted(node.type ?? "", room, TYPE_FONT), 58, "operator-type"),
    line(fitted(facts(node), room, TYPE_FONT), 76, "operator-type"),
  );
}

/** Returns parallelism and slot sharing group. */
function facts({ profile }: PlanNode): string {
  const { parallelism, group } = profile ?? {};
  const parts = [
    parallelism === undefined ? "" : message("parallelism {parallelism}", { parallelism }),
    group === undefined ? "" : message("group {group}", { group }),
  ];
  return parts.filter(Boolean).join(" · ");
}
