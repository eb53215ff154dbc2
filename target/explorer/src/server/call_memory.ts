// The last calls of this page, by the ids that the entries of the history have.
import type { Call } from "./call.js";

const CAPACITY = 20;

export class CallMemory {
  private readonly calls = new Map<string, Call>();
  private count = 0;

  get(id: string | undefined): Call | undefined {
    return id === undefined ? undefined : this.calls.get(id);
  }

  /** Adds a call, and returns its id: a new one, also beyond a reload, unless one is given. */
  add(call: Call, id = `${Date.now()}-${(this.count += 1)}`): string {
    this.calls.set(id, call);
    const [oldest] = this.calls.keys();
    if (this.calls.size > CAPACITY && oldest !== undefined) this.calls.delete(oldest);
    return id;
  }
}
