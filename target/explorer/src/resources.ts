// The resources of the contract: their titles, and their operations.
import type { Contract, Operation } from "./contract.js";
import { message } from "./messages.js";

export interface Resource {
  title: string;
  operations: Operation[];
}

/** Returns the resources in the order of the contract. */
export function resourcesOf({ operations }: Contract): Resource[] {
  const names = [...new Set(operations.map((operation) => operation.names.resource))];
  return names.map((name) => ({
    title: titleOfResource(name),
    operations: operations.filter((operation) => operation.names.resource === name),
  }));
}

/** Returns the title of a resource; one that the page does not know has its name. */
export function titleOfResource(name: string): string {
  const titles: Record<string, string> = {
    deployments: message("Deployments"),
    engines: message("Engine versions"),
    events: message("Events"),
    flink: message("Flink"),
    jobs: message("Jobs"),
    savepoints: message("Savepoints"),
    sql: message("SQL"),
    targets: message("Deployment targets"),
    variables: message("Variables"),
  };
  return titles[name] ?? name;
}
