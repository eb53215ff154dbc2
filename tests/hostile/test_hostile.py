"""Whatever a specification says, nothing of it runs, and the generator ends in good time."""

import ast
import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from .held import Outcome, generate
from .large import LARGE, TEXTS

HERE = Path(__file__).parent
BASE: dict[str, Any] = yaml.safe_load((HERE / "base.yaml").read_text("utf-8"))
KIT: list[dict[str, Any]] = yaml.safe_load((HERE / "kit.yaml").read_text("utf-8"))
STRANGE = {"evil", "system", "__import__", "eval", "exec", "os", "subprocess", "__subclasses__"}


def put(document: Any, pointer: str, value: Any) -> None:
    *way, last = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    for step in way:
        document = document[int(step)] if isinstance(document, list) else document[step]
    document[last] = value


def changed(entry: dict[str, Any]) -> dict[str, Any]:
    document = copy.deepcopy(BASE)
    for pointer, value in {**entry.get("more", {}), entry["at"]: entry["put"]}.items():
        put(document, pointer, value)
    return document


def judge(outcome: Outcome, says: str | None) -> None:
    """Hold an outcome to its error, or to a package without a trace of the document's code."""
    assert [] == outcome.touched
    assert "Traceback" not in outcome.errors
    if says is not None:
        assert (2, True) == (outcome.status, says in outcome.errors), outcome.errors
        return
    assert 0 == outcome.status, outcome.errors
    for path in sorted(outcome.tree.rglob("*.py")):
        if "_runtime" not in path.parts:
            assert set() == STRANGE & names_in(path.read_text("utf-8")), path


def names_in(text: str) -> set[str]:
    """Give every name that a module's code uses, outside its literals."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        found |= {
            getattr(node, key)
            for key in ("id", "attr", "module")
            if isinstance(getattr(node, key, None), str)
        }
        if isinstance(node, ast.alias):
            found |= set(node.name.split("."))
    return found


def test_the_kit_is_large() -> None:
    """There are at least sixty hostile documents, each of its own name."""
    names = [*(entry["name"] for entry in KIT), *LARGE, *TEXTS]

    assert len(names) == len(set(names))
    assert len(names) >= 60


@pytest.mark.parametrize("entry", KIT, ids=lambda entry: str(entry["name"]))
def test_changed_document(entry: dict[str, Any], tmp_path: Path) -> None:
    """A hostile value at one place is harmless or refused."""
    text = yaml.safe_dump(changed(entry), sort_keys=False, allow_unicode=False)

    judge(generate(text, tmp_path), entry.get("says"))


@pytest.mark.parametrize("name", LARGE)
def test_large_document(name: str, tmp_path: Path) -> None:
    """A document that grows without bound is harmless or refused, within time and memory."""
    change, says = LARGE[name]
    document = copy.deepcopy(BASE)
    change(document)

    judge(generate(yaml.dump(document, Dumper=yaml.CSafeDumper), tmp_path), says)


@pytest.mark.parametrize("name", TEXTS)
def test_text(name: str, tmp_path: Path) -> None:
    """A file that is meant to break its reader is refused."""
    text, says = TEXTS[name]

    judge(generate(text, tmp_path, "spec.json" if name.startswith("json") else "spec.yaml"), says)
