"""A generated tree on disk: reading it, comparing it, and replacing it in one step."""

import json
import os
from collections.abc import Collection, Iterator
from pathlib import Path

__all__ = ["MANIFEST", "differences", "read_tree", "refuse_foreign", "replace_tree"]

MANIFEST = "generated.json"
_IGNORED_FOLDERS = frozenset({"__pycache__", ".ruff_cache", ".mypy_cache"})
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def read_tree(root: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder, by its path in it, without caches."""
    paths = sorted(_files(root))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def _files(root: Path) -> Iterator[Path]:
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = [name for name in subfolders if name not in _IGNORED_FOLDERS]
        yield from (path for path in (Path(folder, name) for name in names) if path.is_file())


def differences(expected: dict[str, bytes], actual: dict[str, bytes], shown: str) -> Iterator[str]:
    """Yield the diff of each file that differs, missing and foreign files included."""
    for name in sorted(expected.keys() | actual.keys()):
        if expected.get(name) != actual.get(name):
            yield from _diff(name, expected.get(name), actual.get(name), shown)


def _diff(name: str, expected: bytes | None, actual: bytes | None, shown: str) -> Iterator[str]:
    if expected is None:
        yield f"{shown}/{name}: is not generated; remove it"
    elif actual is None:
        yield f"{shown}/{name}: is missing"
    else:
        import difflib

        before = actual.decode("utf-8", "replace").splitlines()
        after = expected.decode("utf-8").splitlines()
        diff = difflib.unified_diff(before, after, f"{shown}/{name}", "generated anew", lineterm="")
        yield from list(diff) or [f"{shown}/{name}: differs in its line ends"]


def refuse_foreign(root: Path, generated: Collection[str]) -> None:
    """Raise FileExistsError for a folder with a file that was not generated.

    Files that are `generated` now are accepted by name where there is a manifest: after a merge,
    the manifest is that of one branch, and the files are those of both.
    """
    if not root.exists():
        return
    if not root.is_dir():
        raise NotADirectoryError(f"{root} is a file; choose a folder")
    try:
        listed = json.loads((root / MANIFEST).read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        listed = {}
    known = {*listed, *generated} if listed else set()
    foreign = sorted(read_tree(root).keys() - known - {MANIFEST})
    if foreign:
        more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
        raise FileExistsError(
            f"{root} holds {foreign[0]}{more}, which was not generated and would be lost; "
            "move it away, or choose another folder"
        )


def replace_tree(new: Path, root: Path) -> None:
    """Replace a tree by another one on the same file system.

    Both are exchanged in one step where the system can do that: an interruption leaves either the
    old tree or the new one, each complete.
    """
    import shutil

    if not root.exists():
        new.rename(root)
        return
    if not _exchange(new, root):
        aside = root.with_name(f".{root.name}.old")
        shutil.rmtree(aside, ignore_errors=True)
        root.rename(aside)
        new.rename(root)
        new = aside
    shutil.rmtree(new)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two names in one step; False where the C library cannot."""
    import ctypes

    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None) if os.name == "posix" else None
    if renameat2 is None:
        return False
    names = os.fsencode(first), os.fsencode(second)
    return bool(renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)
