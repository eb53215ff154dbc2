"""Reads workflows of an Arazzo document, checks them against the contract, and compiles them to programs."""

from .compilation import compile_workflows
from .document import Arazzo, load_arazzo

__all__ = ["Arazzo", "compile_workflows", "load_arazzo"]
