# Generated from flink-rest.yaml; do not edit.
"""The entry point of `python -m flinkrest`, the same as the command `flinkrest`."""

from .cli import command

command()
