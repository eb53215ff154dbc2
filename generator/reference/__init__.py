"""The API reference: pages in Markdown, in English and, where the contract has it, in Chinese."""

from .pages import reference_files

__all__ = ["reference_files"]
