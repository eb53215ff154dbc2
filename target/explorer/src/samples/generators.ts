// The generators of samples, in the order of their tabs.
import { message } from "../messages.js";
import { python, pythonAsync } from "./python.js";
import type { Sample } from "./sample.js";
import { commandLine, curl } from "./shell.js";
import { vendor } from "./vendor.js";

export interface Generator {
  name: string;
  label: string;
  write: (sample: Sample) => string;
}

export function generators(): Generator[] {
  return [
    { name: "python", label: message("Python"), write: python },
    { name: "python-async", label: message("Python, async"), write: pythonAsync },
    { name: "command-line", label: message("Command line"), write: commandLine },
    { name: "curl", label: message("curl and openssl"), write: curl },
    { name: "vendor", label: message("Vendor's SDK"), write: vendor },
  ];
}
