# Generated from openapi.yaml; do not edit.
"""`python -m flinkjobs` is the command `flinkjobs`."""

from .cli import command

command()
