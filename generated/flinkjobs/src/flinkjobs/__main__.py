# Generated from openapi.yaml; do not edit.
"""The entry point of `python -m flinkjobs`, the same as the command `flinkjobs`."""

from .cli import command

command()
