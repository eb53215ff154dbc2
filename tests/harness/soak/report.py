"""The renderer of docs/reliability.md from the recorded runs."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ...survival_record import read_survival_runs
from ..bench.results import shown
from .load import REQUEST_WEIGHTS, request_name
from .recorded_runs import read_runs
from .results import Run

__all__ = ["rendered", "write_document"]

DOCUMENT = Path(__file__).parents[3] / "docs" / "reliability.md"


def write_document(runs: Mapping[str, Run] | None = None) -> None:
    """Write docs/reliability.md."""
    DOCUMENT.write_text(rendered(read_runs() if runs is None else runs), "utf-8")


def rendered(runs: Mapping[str, Run]) -> str:
    """Return the document about some runs."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["shown"] = shown
    descriptions = {
        request_name(request): (request.__doc__ or "").partition("\n")[0]
        for request in REQUEST_WEIGHTS
    }
    page = environment.get_template("reliability.md.jinja")
    return page.render(runs=runs, descriptions=descriptions, survival=read_survival_runs())


if __name__ == "__main__":
    write_document()
