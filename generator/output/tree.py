"""A generated tree on disk: comparing it with what it should be, and putting a new one in its place."""

import json
import os
from collections.abc import Collection, Iterator
from pathlib import Path

__all__ = ["MANIFEST", "differences", "read_tree", "refuse_foreign", "replace_tree"]

MANIFEST = "generated.json"
_PASSED_OVER = frozenset({"__pycache__", ".ruff_cache", ".mypy_cache"})
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def read_tree(root: Path) -> dict[str, bytes]:
    """Read every file below a folder, by its path in it; caches of Python are no part of it."""
    paths = sorted(_files(root))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def _files(root: Path) -> Iterator[Path]:
    for folder, inside, names in os.walk(root):
        inside[:] = [name for name in inside if name not in _PASSED_OVER]
        yield from (path for path in (Path(folder, name) for name in names) if path.is_file())


def differences(expected: dict[str, bytes], found: dict[str, bytes], shown: str) -> Iterator[str]:
    """Give a diff of each file that is not what it should be, missing and foreign ones included."""
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            yield from _diff(name, expected.get(name), found.get(name), shown)


def _diff(name: str, expected: bytes | None, found: bytes | None, shown: str) -> Iterator[str]:
    if expected is None:
        yield f"{shown}/{name}: is not generated; remove it"
    elif found is None:
        yield f"{shown}/{name}: is missing"
    else:
        import difflib

        before = found.decode("utf-8", "replace").splitlines()
        after = expected.decode("utf-8").splitlines()
        diff = difflib.unified_diff(before, after, f"{shown}/{name}", "generated anew", lineterm="")
        yield from list(diff) or [f"{shown}/{name}: differs in its line ends"]


def refuse_foreign(root: Path, generated: Collection[str]) -> None:
    """Raise FileExistsError for a folder with anything in it that was not generated.

    In a folder that was, what is `generated` now is known by its name: after a merge the manifest
    is that of one branch, and files are those of both.
    """
    if not root.exists():
        return
    if not root.is_dir():
        raise NotADirectoryError(f"{root} is a file; choose a folder")
    try:
        stated = json.loads((root / MANIFEST).read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        stated = {}
    known = {*stated, *generated} if stated else set()
    foreign = sorted(read_tree(root).keys() - known - {MANIFEST})
    if foreign:
        more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
        raise FileExistsError(
            f"{root} holds {foreign[0]}{more}, which was not generated and would be lost; "
            "move it away, or choose another folder"
        )


def replace_tree(new: Path, root: Path) -> None:
    """Put a whole tree, which lies on the same file system, in the place of another.

    The exchange is one step where the system has it: whoever is interrupted leaves either the
    old tree or the new one, each whole.
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


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step, where the C library offers it."""
    import ctypes

    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None) if os.name == "posix" else None
    if renameat2 is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    return bool(renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)
