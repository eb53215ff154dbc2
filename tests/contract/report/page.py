"""The renderer of the page: one file that loads nothing else and escapes all text."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .findings import LeftOut, findings
from .results import ClauseResult

__all__ = ["write_page"]

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def write_page(
    path: Path,
    *,
    results: Sequence[ClauseResult],
    left_out: Sequence[LeftOut],
    target: str,
    seed: str,
    seconds: float,
) -> None:
    """Write the page, and the directory that holds it."""
    of = attrgetter("topic")
    holding = sorted((result for result in results if result.holds), key=of)
    text = _ENVIRONMENT.get_template("page.html.jinja").render(
        topics=[(name, list(group)) for name, group in groupby(holding, key=of)],
        findings=findings(results),
        failed=len(results) - len(holding),
        total=len(results),
        left_out=left_out,
        target=target or "the application, in process",
        seed=seed,
        seconds=seconds,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", "backslashreplace")
