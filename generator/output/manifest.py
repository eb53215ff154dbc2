"""Manifest of a generated tree: hashes of its inputs and outputs, for a quick check.

It is a file of the tree with one hash of all inputs, one of each output, and the names of the other
files of the specification. A tree whose hashes agree is what the generator would write again; CI
generates in full all the same.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ..repository import LICENSE, SPECIFICATIONS
from ..tool_versions import installed_versions
from ..translations.catalogue import contract_catalogue
from .tree import MANIFEST, read_tree

__all__ = ["history_files", "history_folder", "is_current", "write_manifest"]

_TOOLS = (
    "openapi-python-client",
    "datamodel-code-generator",
    "babel",
    "jinja2",
    "jsonschema-rs",
    "pyyaml",
    "ruff",
)
_GENERATOR = Path(__file__).parents[1]
_DEFINITIONS = [
    SPECIFICATIONS / name for name in ("extensions.schema.json", "workflow-extensions.schema.json")
]


def _hash_inputs(specification: Sequence[Path], package: str) -> str:
    """Return the hash of the specification, its versions and translations, the generator and its tools."""
    digest = hashlib.sha256(package.encode() + _generator())
    beside = (path for file in specification for path in (*history_files(file), *_catalogues(file)))
    for path in (*specification, *beside):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@cache
def _generator() -> bytes:
    """Return the hash of the generator and its tools, which is constant while it runs."""
    digest = hashlib.sha256()
    sources = (
        path for path in _GENERATOR.rglob("*") if path.suffix in (".py", ".jinja", ".po", ".json")
    )
    for path in (*_DEFINITIONS, LICENSE, *sorted(sources)):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for tool, release in installed_versions(_TOOLS).items():
        digest.update(f"{tool} {release}".encode())
    return digest.digest()


def history_files(specification: Path) -> list[Path]:
    """Return the files of recorded versions; none where there is no such folder."""
    paths = history_folder(specification).glob("*.yaml")
    return sorted(path for path in paths if path.is_file())


def _catalogues(specification: Path) -> list[Path]:
    """Return the catalogue of a specification; none where there is no such file."""
    path = contract_catalogue(specification)
    return [path] if path.is_file() else []


def history_folder(specification: Path) -> Path:
    """Return the folder of the recorded versions of a specification."""
    return specification.parent / "history" / specification.stem


def write_manifest(
    root: Path, specification: Sequence[Path], package: str, workflows: Path | None = None
) -> None:
    """Write the manifest of a tree that is otherwise complete."""
    files = {name: _hash(data) for name, data in read_tree(root).items()}
    first, *others = specification
    inputs = _hash_inputs([*specification, *([workflows] if workflows else [])], package)
    folder = first.resolve().parent
    manifest = {
        "inputs": inputs,
        **({"others": [str(path.relative_to(folder)) for path in others]} if others else {}),
        "files": files,
    }
    text = json.dumps(manifest, indent=1)
    (root / MANIFEST).write_text(f"{text}\n", "utf-8")


def is_current(
    root: Path, specification: Path, package: str, workflows: Path | None = None
) -> bool:
    """Whether a tree was made from specification and workflows as they are now, and is unchanged since."""
    try:
        manifest = json.loads((root / MANIFEST).read_text("utf-8"))
        folder = specification.resolve().parent
        others = [folder / str(name) for name in manifest.get("others", [])]
        added = [workflows] if workflows else []
        inputs = _hash_inputs([specification, *others, *added], package)
        files = {name: _hash(data) for name, data in read_tree(root).items() if name != MANIFEST}
        return bool(manifest["inputs"] == inputs and manifest["files"] == files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
