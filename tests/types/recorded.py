"""The recorded public interface: read, compare with the package, record again.

A breaking change is announced first: the newest section of `docs/changelog.md` names its subject,
such as `Jobs.list`, in backticks.
"""

from pathlib import Path

from .listing import breaks, listing, modules

__all__ = ["RECORDED", "record", "recorded", "unannounced"]

ROOT = Path(__file__).parents[2]
RECORDED = Path(__file__).parent / "interface"
CHANGELOG = ROOT / "docs" / "changelog.md"


def recorded(module: str, folder: Path = RECORDED) -> str:
    """Return the recorded listing of a module; empty for a new module."""
    path = folder / f"{module}.txt"
    return path.read_text("utf-8") if path.exists() else ""


def unannounced(module: str, before: str, after: str, changelog: str) -> list[str]:
    """Return griffe's description of each break that the newest section of the changelog does not name."""
    newest = changelog.partition("\n## ")[2].partition("\n## ")[0]
    changes = breaks(module, before, after)
    return [f"{module}: {text}" for subject, text in changes if f"`{subject}`" not in newest]


def record(folder: Path = RECORDED, changelog: Path = CHANGELOG) -> list[str]:
    """Record the interface, unless a break is not announced; return such breaks."""
    current = {module: listing(module) for module in modules()}
    previous = {path.stem: recorded(path.stem, folder) for path in sorted(folder.glob("*.txt"))}
    text = changelog.read_text("utf-8")
    missing = [
        line
        for module, before in previous.items()
        for line in unannounced(module, before, current.get(module, ""), text)
    ]
    if not missing:
        folder.mkdir(exist_ok=True)
        for path in folder.glob("*.txt"):
            path.unlink()
        for module, text in current.items():
            (folder / f"{module}.txt").write_text(text, "utf-8")
    return missing
