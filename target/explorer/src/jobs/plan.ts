// The resource plan as a graph of operators and data flows, laid out by dagre.
import { graphlib, layout } from "@dagrejs/dagre";
import type { Contract, Schema } from "../contract.js";
import { el, svg } from "../dom.js";
import { parseEmbedded } from "../embedded.js";
import { strings } from "../language.js";

interface PlanNode {
  id?: number;
  type?: string;
  desc?: string;
  profile?: { group?: string; parallelism?: number };
}

interface PlanEdge {
  source?: number;
  target?: number;
  mode?: string;
  strategy?: string;
}

interface Plan {
  nodes: PlanNode[];
  edges: PlanEdge[];
}

interface Point {
  x: number;
  y: number;
}

const WIDTH = 236;
const HEIGHT = 74;
const MAX_LENGTH = 30;
const MAX_WIDTH = 760;
const MARGINS = 96;

/** Finds plans in an item: embedded JSON with nodes and edges. */
export function findPlans(contract: Contract, schema: Schema, value: unknown): Plan[] {
  const resolved = contract.resolve(schema);
  const inner = parseEmbedded(resolved, value);
  if (inner) return isPlan(inner.value) ? [inner.value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(resolved.properties ?? {}).flatMap(([name, property]) =>
    findPlans(contract, property, (value as Record<string, unknown>)[name]),
  );
}

function isPlan(value: object): value is Plan {
  const { nodes, edges } = value as Record<string, unknown>;
  return Array.isArray(nodes) && Array.isArray(edges) && nodes.length > 0;
}

export function drawPlan(plan: Plan): HTMLElement {
  const horizontal = layOut(plan, "LR");
  const isVertical = (horizontal.graph().width ?? 0) > Math.min(MAX_WIDTH, innerWidth - MARGINS);
  const graph = isVertical ? layOut(plan, "TB") : horizontal;
  const { width = 0, height = 0 } = graph.graph();
  const label = `${strings().plan}: ${plan.nodes.map((node) => node.desc ?? node.id).join(", ")}`;
  const picture = svg("svg", {
    viewBox: `-8 -8 ${width + 16} ${height + 16}`,
    width: width + 16,
    height: height + 16,
    role: "img",
    "aria-label": label,
    class: "plan",
  });
  picture.append(arrowHead(), ...graph.edges().map((edge) => arrow(graph.edge(edge), isVertical)));
  for (const node of plan.nodes) {
    const point = graph.node(String(node.id)) as Point | undefined;
    if (point) picture.append(box(node, point));
  }
  return el(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": strings().plan },
    picture,
  );
}

/** Lays the graph out from left to right, or from top to bottom. */
function layOut(plan: Plan, rankdir: "LR" | "TB") {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir, nodesep: 20, ranksep: rankdir === "LR" ? 84 : 44 });
  for (const node of plan.nodes) graph.setNode(String(node.id), { width: WIDTH, height: HEIGHT });
  for (const edge of plan.edges) {
    const [source, target] = [String(edge.source), String(edge.target)];
    if (graph.hasNode(source) && graph.hasNode(target)) {
      graph.setEdge(source, target, {
        label: edge.strategy ?? "",
        width: 70,
        height: 14,
        labelpos: "c",
      });
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
  const { parallelism, group } = node.profile ?? {};
  const facts = [
    parallelism === undefined ? "" : `${strings().parallelism} ${parallelism}`,
    group === undefined ? "" : `${strings().group} ${group}`,
  ];
  const line = (text: string, baseline: number, className: string) =>
    svg("text", { x: left + 14, y: top + baseline, class: className }, truncated(text));
  return svg(
    "g",
    {},
    svg("title", {}, `${node.type ?? ""}\n${node.desc ?? ""}`),
    svg("rect", { x: left, y: top, width: WIDTH, height: HEIGHT, rx: 8, class: "operator" }),
    line(node.desc ?? String(node.id), 25, "operator-name"),
    line(node.type ?? "", 43, "operator-type"),
    line(facts.filter(Boolean).join(" · "), 61, "operator-type"),
  );
}

function truncated(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
}
