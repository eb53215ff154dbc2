"""Adapters of the code generators, one module each; nothing else imports the tools."""
