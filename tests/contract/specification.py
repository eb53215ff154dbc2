"""The specification as the tests read it: all its files, as one document and as nodes with lines."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node

__all__ = ["SPECIFICATION", "FileNode", "file_of", "load_document", "load_nodes"]

_PACKAGED = Path(__file__).with_name("spec")
_SPECIFICATIONS = _PACKAGED if _PACKAGED.exists() else Path(__file__).parents[2] / "spec"
SPECIFICATION = _SPECIFICATIONS / "openapi.yaml"
"""The contract: the copy in the wheel, else that of the repository; files beside it belong to it."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMPONENTS = ("schemas", "parameters")
"""Sections of a file beside the root that hold components, as in the root."""
Files: TypeAlias = dict[str, Any]


class FileNode(NamedTuple):
    """The root node of a file of the specification."""

    file: str
    node: MappingNode


def load_document(path: Path = SPECIFICATION) -> dict[str, Any]:
    """Read a specification of several files as one document, in which each reference is inside."""
    files: Files = {}
    _read(path, files)
    document: dict[str, Any] = _inside(files[path.name], path.name)
    document["paths"] = {
        name: _followed(item, path.name, files) for name, item in files[path.name]["paths"].items()
    }
    for name, content in files.items():
        for section in _COMPONENTS if name != path.name else ():
            found = document["components"].setdefault(section, {})
            for key, value in content.get(section, {}).items():
                if key in found:
                    raise ValueError(f"{name} has {section}/{key}, which another file has, too")
                found[key] = _inside(value, name)
    return document


def load_nodes(path: Path = SPECIFICATION) -> Iterator[FileNode]:
    """Yield the files of a specification, its root first."""
    files: Files = {}
    _read(path, files)
    for name in files:
        with path.with_name(name).open("rb") as file:
            node = yaml.compose(file, _LOADER)
        assert isinstance(node, MappingNode)
        yield FileNode(name, node)


def file_of(node: Node) -> str:
    """Return the name of the file that a node stands in."""
    return Path(node.start_mark.name).name


def _read(path: Path, files: Files) -> None:
    """Read a file, and those that it refers to."""
    files[path.name] = yaml.load(path.read_text("utf-8"), _LOADER)
    for reference in _references(files[path.name]):
        name = reference.partition("#")[0]
        if name and name not in files:
            _read(path.with_name(name), files)


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for item in node:
            yield from _references(item)


def _followed(item: Mapping[str, Any], file: str, files: Files) -> Any:
    """Return a path item, for whose reference OpenAPI has no component."""
    while "$ref" in item:
        name, _, pointer = item["$ref"].partition("#/")
        file = name or file
        item = files[file]
        for step in pointer.split("/"):
            item = item[step.replace("~1", "/").replace("~0", "~")]
    return _inside(item, file)


def _inside(node: Any, file: str) -> Any:
    """Copy a node of a file; its references lead to components of the document."""
    if isinstance(node, list):
        return [_inside(item, file) for item in node]
    if not isinstance(node, dict):
        return node
    copied = {key: _inside(value, file) for key, value in node.items()}
    if isinstance(node.get("$ref"), str):
        pointer = node["$ref"].partition("#/")[2]
        inside = pointer.startswith("components/")
        copied["$ref"] = f"#/{pointer}" if inside else f"#/components/{pointer}"
    return copied
