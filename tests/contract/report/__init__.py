"""The reports: failures by cause on the terminal, and files with requests and responses."""

from .plugin import ReportPlugin, clause_of

__all__ = ["ReportPlugin", "clause_of"]
