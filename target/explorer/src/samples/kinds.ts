// The kinds of samples, in the order in which they are offered.
import type { Words } from "../words.js";
import type { Sample } from "./made.js";
import { python, pythonAsync } from "./python.js";
import { commandLine, curl } from "./shell.js";
import { vendor } from "./vendor.js";

export interface Kind {
  name: keyof Words;
  write: (sample: Sample) => string;
}

export const KINDS: Kind[] = [
  { name: "python", write: python },
  { name: "pythonAsync", write: pythonAsync },
  { name: "commandLine", write: commandLine },
  { name: "curl", write: curl },
  { name: "vendor", write: vendor },
];
