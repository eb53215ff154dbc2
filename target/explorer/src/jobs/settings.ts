// How a list of items is shown; kept while pages are turned.

export interface ListSettings {
  sort: Sort | undefined;
  /** The states whose items are left out. */
  hiddenStates: Set<string>;
}

export interface Sort {
  column: string;
  descending: boolean;
}

export function newListSettings(): ListSettings {
  return { sort: undefined, hiddenStates: new Set() };
}
