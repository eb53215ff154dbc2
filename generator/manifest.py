"""The manifest of a generated tree: what it was made from, so that a check can be quick.

It lies in the tree and holds one hash of all inputs and one of each output. A tree whose
hashes agree is what the generator would make again; CI generates in full all the same.
"""

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from .installed import releases
from .tree import MANIFEST, read_tree

__all__ = ["hash_inputs", "history_files", "history_folder", "is_current", "write_manifest"]

_TOOLS = (
    "openapi-python-client",
    "datamodel-code-generator",
    "jinja2",
    "jsonschema-rs",
    "pyyaml",
    "ruff",
)
_GENERATOR = Path(__file__).parent
_LICENSE = _GENERATOR.parent / "LICENSE"
_DEFINITIONS = _GENERATOR.parent / "spec" / "extensions.schema.json"


def hash_inputs(specification: Iterable[Path], package: str) -> str:
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


def write_manifest(root: Path, inputs: str) -> None:
    """Write the manifest of a tree that is otherwise whole."""
    files = {name: _hash(data) for name, data in read_tree(root).items()}
    text = json.dumps({"inputs": inputs, "files": files}, indent=1)
    (root / MANIFEST).write_text(f"{text}\n", "utf-8")


def is_current(root: Path, inputs: str) -> bool:
    """Tell whether a tree was made from these inputs and is unchanged since."""
    try:
        stated = json.loads((root / MANIFEST).read_text("utf-8"))
        found = {name: _hash(data) for name, data in read_tree(root).items() if name != MANIFEST}
        return bool(stated["inputs"] == inputs and stated["files"] == found)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
