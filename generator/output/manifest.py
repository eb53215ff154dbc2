"""The manifest of a generated tree: what it was made from, so that a check can be quick.

It lies in the tree and holds one hash of all inputs and one of each output, and says which other
files the specification has. A tree whose hashes agree is what the generator would make again; CI
generates in full all the same.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from ..installed import releases
from .tree import MANIFEST, read_tree

__all__ = ["hash_contract", "history_files", "history_folder", "is_current", "write_manifest"]

_TOOLS = (
    "openapi-python-client",
    "datamodel-code-generator",
    "jinja2",
    "jsonschema-rs",
    "pyyaml",
    "ruff",
)
_GENERATOR = Path(__file__).parents[1]
_LICENSE = _GENERATOR.parent / "LICENSE"
_DEFINITIONS = _GENERATOR.parent / "spec" / "extensions.schema.json"


def hash_contract(specification: Sequence[Path]) -> str:
    """Hash a specification, all its files in order; one of a single file has that file's SHA-256."""
    digest = hashlib.sha256()
    for path in specification:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _hash_inputs(specification: Iterable[Path], package: str) -> str:
    """Hash the specification, its recorded versions, the generator, its tools and its settings."""
    digest = hashlib.sha256(package.encode() + _generator())
    for path in (path for one in specification for path in (one, *history_files(one))):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@cache
def _generator() -> bytes:
    """Hash what every tree is made by, which stays the same while the generator runs."""
    digest = hashlib.sha256()
    own = (path for path in _GENERATOR.rglob("*") if path.suffix in (".py", ".jinja"))
    for path in (_DEFINITIONS, _LICENSE, *sorted(own)):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for tool, release in releases(_TOOLS).items():
        digest.update(f"{tool} {release}".encode())
    return digest.digest()


def history_files(specification: Path) -> list[Path]:
    """Give the files that hold recorded versions; none where there is no such folder."""
    return sorted(one for one in history_folder(specification).glob("*.yaml") if one.is_file())


def history_folder(specification: Path) -> Path:
    """Say where the recorded versions of a specification lie."""
    return specification.parent / "history" / specification.stem


def write_manifest(root: Path, specification: Sequence[Path], package: str) -> None:
    """Write the manifest of a tree that is otherwise whole; the first file is the one that is named."""
    files = {name: _hash(data) for name, data in read_tree(root).items()}
    first, *others = specification
    folder = first.resolve().parent
    stated = {
        "inputs": _hash_inputs(specification, package),
        **({"others": [str(one.relative_to(folder)) for one in others]} if others else {}),
        "files": files,
    }
    text = json.dumps(stated, indent=1)
    (root / MANIFEST).write_text(f"{text}\n", "utf-8")


def is_current(root: Path, specification: Path, package: str) -> bool:
    """Tell whether a tree was made from a specification as it is and is unchanged since."""
    try:
        stated = json.loads((root / MANIFEST).read_text("utf-8"))
        folder = specification.resolve().parent
        others = [folder / str(name) for name in stated.get("others", [])]
        inputs = _hash_inputs([specification, *others], package)
        found = {name: _hash(data) for name, data in read_tree(root).items() if name != MANIFEST}
        return bool(stated["inputs"] == inputs and stated["files"] == found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
