"""The HTML report: the result of each clause, with requests and responses."""

from .plugin import HtmlReportPlugin

__all__ = ["HtmlReportPlugin"]
