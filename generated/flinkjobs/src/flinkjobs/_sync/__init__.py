# Generated from openapi.yaml; do not edit.
"""The synchronous client."""
