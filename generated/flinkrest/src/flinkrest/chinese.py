# Generated from flink-rest.yaml; do not edit.
"""What the contract says, in Chinese: each text by the English one."""

__all__ = ["TEXTS"]

TEXTS: dict[str, str] = {}
