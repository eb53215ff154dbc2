"""Which releases of its tools the generator runs with."""

import os
import sys
from collections.abc import Iterable, Iterator

__all__ = ["releases"]


def releases(tools: Iterable[str]) -> dict[str, str]:
    """Give the release of each tool; raise ValueError for one that is not installed.

    Installers write it into the name of a folder, NAME-VERSION.dist-info, as the PyPA's
    specification of installed projects has it. That is all a check wants to know;
    importlib.metadata, which knows more, takes half of a check's time to be imported.
    """
    recorded = dict(_recorded())
    for tool in tools:
        if tool not in recorded:
            raise ValueError(f"{tool} is not installed; remove .venv and run make again")
    return {tool: recorded[tool] for tool in tools}


def _recorded() -> Iterator[tuple[str, str]]:
    """Give what the folders of modules record; of two of a name, the first on the path comes last."""
    for folder in filter(os.path.isdir, reversed(sys.path)):
        for entry in os.listdir(folder):
            name, _, version = entry.removesuffix(".dist-info").rpartition("-")
            if entry.endswith(".dist-info"):
                yield name.lower().replace("_", "-"), version
