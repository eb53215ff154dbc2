# Generated from flink-rest.yaml; do not edit.
"""The asynchronous client."""
