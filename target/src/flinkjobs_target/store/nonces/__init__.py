"""The replay cache: nonces that were used, in a file or in a table."""
