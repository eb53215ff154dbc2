"""From the figures that are kept to docs/reliability.md."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..bench.results import shown
from .load import KINDS, name_of
from .record import read_runs
from .results import Run

__all__ = ["write_document"]

DOCUMENT = Path(__file__).parents[2] / "docs" / "reliability.md"


def write_document(runs: Mapping[str, Run] | None = None) -> None:
    """Write what is kept, for people to read."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["shown"] = shown
    kinds = {name_of(act): (act.__doc__ or "").partition("\n")[0] for act in KINDS}
    page = environment.get_template("reliability.md.jinja")
    DOCUMENT.write_text(
        page.render(runs=read_runs() if runs is None else runs, kinds=kinds), "utf-8"
    )
