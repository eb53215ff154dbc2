"""Copies of our specifications without our extensions, for programs that know only the standards."""

from pathlib import Path
from typing import Any

import yaml

__all__ = ["write_without_extensions"]

_NAMED_FREELY = ("headers", "properties")
"""Objects whose keys are names: one that begins with `x-` is no extension."""

_SETTINGS = ("redocly", "spectral")
"""Files beside the specifications: settings of linters."""


def write_without_extensions(sources: Path, folder: Path) -> None:
    """Write each YAML document of a folder to another one, without its extensions."""
    for path in sources.glob("*.yaml"):
        if path.stem in _SETTINGS:
            continue
        document = yaml.safe_load(path.read_text("utf-8"))
        text = yaml.safe_dump(_without_extensions(document), allow_unicode=True, sort_keys=False)
        (folder / path.name).write_text(text, "utf-8")


def _without_extensions(node: Any, *, below: str = "") -> Any:
    if isinstance(node, list):
        return [_without_extensions(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _without_extensions(value, below=str(key))
        for key, value in node.items()
        if below in _NAMED_FREELY or not str(key).startswith("x-")
    }
