"""Actions of commands: fetch, list, wait and watch."""
