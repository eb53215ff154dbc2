"""Digests of source files: what was found out about files holds as long as they have the same digest."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from .modules import ROOT

__all__ = ["digest_of", "file_digest", "test_digest"]


def digest_of(words: Iterable[str]) -> str:
    """Return a digest of words; files are among them by the digest of their content."""
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]


@cache
def file_digest(path: Path) -> str:
    """Return the digest of a file's name and content."""
    name = path.relative_to(ROOT).as_posix()
    return digest_of([name, hashlib.sha256(path.read_bytes()).hexdigest()])


@cache
def test_digest(file: str) -> str:
    """Return the digest of a file of tests, of its data, and of all beside it that is no such file."""
    own = Path(file).stem
    folder = ROOT.joinpath(*Path(file).parts[:2])
    beside = [
        path
        for path in (*folder.rglob("*"), *ROOT.glob("tests/*.py"))
        if path.is_file()
        and "__pycache__" not in path.parts
        and (path.name[:5] != "test_" or path.stem == own)
    ]
    return digest_of(map(file_digest, sorted({ROOT / file, *beside})))
