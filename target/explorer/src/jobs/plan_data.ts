// Resource plans of an item: operators, and the data flows between them.
import type { Contract, Schema } from "../contract.js";
import { parseEmbedded } from "../result/embedded.js";

export interface PlanNode {
  id?: number;
  type?: string;
  desc?: string;
  profile?: { group?: string; parallelism?: number };
}

export interface PlanEdge {
  source?: number;
  target?: number;
  mode?: string;
  strategy?: string;
}

export interface Plan {
  nodes: PlanNode[];
  edges: PlanEdge[];
}

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
