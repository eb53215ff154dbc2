# Generated from openapi.yaml; do not edit.
"""The asynchronous client."""
