// The resource plan as a graph: operators as boxes, data flows as arrows, laid out by dagre.
import { graphlib, layout } from "@dagrejs/dagre";
import type { Contract, Schema } from "../contract.js";
import { el, svg } from "../dom.js";
import { parseEmbedded } from "../embedded.js";
import { words } from "../language.js";

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

interface Placed {
  x: number;
  y: number;
}

const WIDTH = 236;
const HEIGHT = 74;
const LETTERS = 30;
const WIDEST = 760;
const MARGINS = 96;

/** Finds plans anywhere in an item: strings that the contract says hold JSON with nodes and edges. */
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
  const across = arranged(plan, "LR");
  const isLong = (across.graph().width ?? 0) > Math.min(WIDEST, innerWidth - MARGINS);
  const graph = isLong ? arranged(plan, "TB") : across;
  const { width = 0, height = 0 } = graph.graph();
  const label = `${words().plan}: ${plan.nodes.map((node) => node.desc ?? node.id).join(", ")}`;
  const picture = svg("svg", {
    viewBox: `-8 -8 ${width + 16} ${height + 16}`,
    width: width + 16,
    height: height + 16,
    role: "img",
    "aria-label": label,
    class: "plan",
  });
  picture.append(arrowHead(), ...graph.edges().map((edge) => arrow(graph.edge(edge), isLong)));
  for (const node of plan.nodes) {
    const placed = graph.node(String(node.id)) as Placed | undefined;
    if (placed) picture.append(box(node, placed));
  }
  return el(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": words().plan },
    picture,
  );
}

/** Places all boxes: from left to right, or from the top where that would be too long. */
function arranged(plan: Plan, rankdir: "LR" | "TB") {
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
  edge: { points: Placed[]; label?: string; x?: number; y?: number },
  downwards: boolean,
): SVGElement {
  const { x = 0, y = 0 } = edge;
  const place = downwards
    ? { x: x + 8, y: y + 4, class: "flow-name beside" }
    : { x, y: y - 7, class: "flow-name" };
  const path = edge.points.map(({ x, y }, index) => `${index ? "L" : "M"}${x} ${y}`).join("");
  return svg(
    "g",
    {},
    svg("path", { d: path, class: "flow", "marker-end": "url(#arrow)" }),
    svg("text", place, edge.label ?? ""),
  );
}

function box(node: PlanNode, { x, y }: Placed): SVGElement {
  const [left, top] = [x - WIDTH / 2, y - HEIGHT / 2];
  const { parallelism, group } = node.profile ?? {};
  const facts = [
    parallelism === undefined ? "" : `${words().parallelism} ${parallelism}`,
    group === undefined ? "" : `${words().group} ${group}`,
  ];
  const line = (text: string, at: number, kind: string) =>
    svg("text", { x: left + 14, y: top + at, class: kind }, shortened(text));
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

function shortened(text: string): string {
  return text.length > LETTERS ? `${text.slice(0, LETTERS - 1)}…` : text;
}
