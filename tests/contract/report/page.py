"""Renders the page: one file that loads nothing else, whatever hostile texts stand in it."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .case import Case

__all__ = ["write_page"]

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def write_page(
    path: Path, *, cases: Sequence[Case], left_out: int, target: str, seed: str, seconds: float
) -> None:
    """Write the page, and the directory that holds it."""
    of = attrgetter("topic")
    text = _ENVIRONMENT.get_template("page.html.jinja").render(
        topics=[(name, list(group)) for name, group in groupby(sorted(cases, key=of), key=of)],
        broken=[case for case in cases if not case.holds],
        total=len(cases),
        left_out=left_out,
        target=target or "the application, in process",
        seed=seed,
        seconds=seconds,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", "backslashreplace")
