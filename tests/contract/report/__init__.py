"""The page for people: which clause holds, which broke, what was sent and answered."""

from .recording import Report

__all__ = ["Report"]
