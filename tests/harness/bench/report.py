"""The documents of the recorded figures: docs/performance.md, its plots, and a table in the README."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .plots import plot
from .record import Run, read_runs
from .results import Comparison, Curve, shown

__all__ = ["write_documents"]

ROOT = Path(__file__).parents[3]
DOCUMENT = ROOT / "docs" / "performance.md"
PLOTS = ROOT / "docs" / "images"
README = ROOT / "README.md"
BEGIN, END = "<!-- numbers: make bench -->\n", "<!-- /numbers -->"
IN_README = (("decode", 0), ("call", 0), ("import", 0), ("listing", 1))


def write_documents(runs: Mapping[str, Run] | None = None) -> None:
    """Write the documents from the recorded runs."""
    runs = read_runs() if runs is None else runs
    templates = _templates()
    PLOTS.mkdir(exist_ok=True)
    for name, run in runs.items():
        for number, curve in enumerate(_curves(run)):
            text = templates.get_template("plot.svg.jinja").render(plot=plot(curve))
            (PLOTS / _image(name, number)).write_text(text, "utf-8")
    page = templates.get_template("performance.md.jinja")
    DOCUMENT.write_text(page.render(runs=runs), "utf-8")
    _write_readme(runs)


def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith(".svg.jinja"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "shown": shown,
        "range": lambda ratios: _range(ratios, 2),
        "comparisons": lambda run: [
            finding for finding in run.findings if isinstance(finding, Comparison)
        ],
        "curves": _curves,
    }
    environment.globals["image"] = _image
    return environment


def _curves(run: Run) -> list[Curve]:
    return [finding for finding in run.findings if isinstance(finding, Curve)]


def _range(ratios: Sequence[float], digits: int) -> str:
    """Write the least and the greatest ratio, or one where they look the same."""
    least, greatest = f"{min(ratios):.{digits}f}", f"{max(ratios):.{digits}f}"
    return least if least == greatest else f"{least} to {greatest}"


def _image(name: str, number: int) -> str:
    return f"performance-{name}-{number + 1}.svg" if number else f"performance-{name}.svg"


def _write_readme(runs: Mapping[str, Run]) -> None:
    before, begin, rest = README.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        return
    lines = ["| | against | |", "|---|---|---|"]
    for name, number in IN_README:
        if name in runs:
            comparison = runs[name].findings[number]
            assert isinstance(comparison, Comparison)
            ratio = f"{_range(runs[name].ratios(comparison), 1)} times as fast"
            lines.append(f"| {comparison.label} | {comparison.peer} | {ratio} |")
    table = "\n".join(lines)
    README.write_text(f"{before}{BEGIN}{table}\n{END}{after}", "utf-8")
