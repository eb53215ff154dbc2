# Generated from openapi.yaml; do not edit.
"""The commands of each resource, as data."""
