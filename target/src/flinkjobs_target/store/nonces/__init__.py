"""The replay cache: used nonces, in a file or in a table."""
