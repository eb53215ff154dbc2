# Generated from flink-rest.yaml; do not edit.
"""The synchronous client."""
