"""The reference for people: pages in Markdown, in English and, where the contract speaks it, Chinese."""

from .pages import reference_files

__all__ = ["reference_files"]
