"""Output of commands: tables, JSON, CSV and ids."""
