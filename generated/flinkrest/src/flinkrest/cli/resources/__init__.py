# Generated from flink-rest.yaml; do not edit.
"""The commands of each resource, as data."""
