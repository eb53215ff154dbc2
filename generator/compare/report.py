"""Reports of a comparison: text, a Markdown table, and annotations for GitHub."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from ..diagnostics import Diagnostic, shown
from ..openapi.pointer import PointerParts
from ..openapi.source import Location, Source
from .history import Comparison

__all__ = ["FORMATS", "render"]


def render(name: str, comparison: Comparison, diagnostics: Iterable[Diagnostic]) -> str:
    """Return a report in one of FORMATS; only annotations hold the diagnostics as well."""
    return "\n".join(FORMATS[name](comparison, tuple(diagnostics)))


def _text(comparison: Comparison, _: tuple[Diagnostic, ...]) -> Iterator[str]:
    yield from map(str, comparison.changes)
    if not comparison.changes:
        yield f"{comparison.now.source.path} says what version {comparison.last.name} says"


def _markdown(comparison: Comparison, diagnostics: tuple[Diagnostic, ...]) -> Iterator[str]:
    yield f"## Changes of the contract since {comparison.last.name}"
    yield ""
    if not comparison.changes:
        yield "None."
        return
    yield "| part | change | breaks | line |"
    yield "|---|---|---|---|"
    for change in comparison.changes:
        breaks = change.impact.removeprefix("breaks ")
        location = _location(comparison.now.source, change.pointer)
        cells = (change.subject, change.message, breaks, _written(location))
        yield f"| {' | '.join(map(_cell, cells))} |"
    if diagnostics:
        yield ""
        yield from (f"- {_cell(str(diagnostic))}" for diagnostic in diagnostics)


def _cell(text: str) -> str:
    """Escape what Markdown would take for more than a text."""
    escaped = "".join(f"\\{sign}" if sign in "\\`*_{}[]<>|#" else sign for sign in text)
    return " ".join(escaped.split())


def _github(comparison: Comparison, diagnostics: tuple[Diagnostic, ...]) -> Iterator[str]:
    """Yield workflow commands: breaks are warnings, and what is not announced is an error."""
    for change in comparison.changes:
        is_break = change.breaks_callers or change.breaks_servers
        location = _location(comparison.now.source, change.pointer)
        yield _command(
            "warning" if is_break else "notice",
            f"{change.subject}: {change.message}",
            file=shown(location.path),
            line=location.line,
            title=change.impact.capitalize(),
        )
    for fault in diagnostics:
        message = f"{fault.message}; {fault.remedy}"
        yield _command("error", message, file=fault.path, line=fault.line, title="Not announced")


def _command(level: str, message: str, **properties: object) -> str:
    listed = (f"{name}={_property(str(value))}" for name, value in properties.items() if value)
    return f"::{level} {','.join(listed)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _location(source: Source, pointer: PointerParts) -> Location:
    """Return where the author wrote a value, or the nearest one around it that is still there."""
    for length in range(len(pointer), 0, -1):
        location = source.locate(pointer[:length])
        if location.line is not None:
            return location
    return source.locate(())


def _written(location: Location) -> str:
    return f"{shown(location.path)}:{location.line}" if location.line else shown(location.path)


FORMATS: Final[Mapping[str, Callable[[Comparison, tuple[Diagnostic, ...]], Iterator[str]]]] = {
    "text": _text,
    "markdown": _markdown,
    "github": _github,
}
