// The generators of samples, in the order of their tabs.
import type { Strings } from "../strings.js";
import type { Sample } from "./sample.js";
import { python, pythonAsync } from "./python.js";
import { commandLine, curl } from "./shell.js";
import { vendor } from "./vendor.js";

export interface Generator {
  name: keyof Strings;
  write: (sample: Sample) => string;
}

export const GENERATORS: Generator[] = [
  { name: "python", write: python },
  { name: "pythonAsync", write: pythonAsync },
  { name: "commandLine", write: commandLine },
  { name: "curl", write: curl },
  { name: "vendor", write: vendor },
];
