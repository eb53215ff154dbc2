"""The recorded interface: reading it, comparing it with the package, and writing it anew.

Something that breaks callers is announced first: the newest section of `docs/changelog.md` names
what is broken, such as `Jobs.list`, in backticks.
"""

from pathlib import Path

from .listing import breaks, listing, modules

__all__ = ["RECORDED", "record", "recorded", "unannounced"]

ROOT = Path(__file__).parents[2]
RECORDED = Path(__file__).parent / "interface"
CHANGELOG = ROOT / "docs" / "changelog.md"


def recorded(module: str, folder: Path = RECORDED) -> str:
    """Read the recorded listing of a module; nothing where it is new."""
    path = folder / f"{module}.txt"
    return path.read_text("utf-8") if path.exists() else ""


def unannounced(module: str, before: str, after: str, changelog: str) -> list[str]:
    """Give griffe's words for each break that the changelog's newest section does not name."""
    newest = changelog.partition("\n## ")[2].partition("\n## ")[0]
    found = breaks(module, before, after)
    return [f"{module}: {words}" for subject, words in found if f"`{subject}`" not in newest]


def record(folder: Path = RECORDED, changelog: Path = CHANGELOG) -> list[str]:
    """Write the interface anew, unless a break of it is not announced: then give those breaks."""
    now = {module: listing(module) for module in modules()}
    known = {path.stem: recorded(path.stem, folder) for path in sorted(folder.glob("*.txt"))}
    said = changelog.read_text("utf-8")
    missing = [
        line
        for module, before in known.items()
        for line in unannounced(module, before, now.get(module, ""), said)
    ]
    if not missing:
        folder.mkdir(exist_ok=True)
        for path in folder.glob("*.txt"):
            path.unlink()
        for module, text in now.items():
            (folder / f"{module}.txt").write_text(text, "utf-8")
    return missing
