"""Comparison of schemas, in requests or in responses."""

from .comparison import schemas

__all__ = ["schemas"]
