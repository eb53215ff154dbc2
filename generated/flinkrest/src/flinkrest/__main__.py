# Generated from flink-rest.yaml; do not edit.
"""`python -m flinkrest` is the command `flinkrest`."""

from .cli import command

command()
