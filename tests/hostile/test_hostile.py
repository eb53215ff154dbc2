"""Whatever a specification says, nothing of it runs, and the generator ends in good time."""

import ast
import copy
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from .held import Case, Outcome, Runs, generate
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
    """Check that an outcome is its error, or a package without a trace of the document's code."""
    assert outcome.touched == []
    assert "Traceback" not in outcome.errors
    if says is not None:
        assert (outcome.status, says in outcome.errors) == (2, True), outcome.errors
        return
    assert outcome.status == 0, outcome.errors
    for path in sorted(outcome.tree.rglob("*.py")):
        if "_runtime" not in path.parts:
            assert STRANGE & names_in(path.read_text("utf-8")) == set(), path


def names_in(text: str) -> set[str]:
    """Return every name that a module's code uses, outside its literals."""
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


def dumped(entry: dict[str, Any]) -> str:
    return yaml.safe_dump(changed(entry), sort_keys=False, allow_unicode=False)


def grown(name: str) -> str:
    document = copy.deepcopy(BASE)
    LARGE[name][0](document)
    return yaml.dump(document, Dumper=yaml.CSafeDumper)


WRITERS: dict[str, Callable[[], str]] = {
    **{entry["name"]: partial(dumped, entry) for entry in KIT},
    **{name: partial(grown, name) for name in LARGE},
    **{name: partial(str, text) for name, (text, _) in TEXTS.items()},
}


@pytest.fixture(scope="module")
def outcome(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Outcome]]:
    """Return the outcome of a document by its name; those that are chosen run in their order."""
    mine = [item for item in request.session.items if item.path == request.path]
    params = [item.callspec.params for item in mine if hasattr(item, "callspec")]
    chosen = [each["name"] for each in params if "name" in each]
    root = tmp_path_factory.mktemp("hostile")

    def case(name: str) -> Case:
        (root / name).mkdir()
        kind = "json" if name.startswith("json") else "yaml"
        return Case(WRITERS[name](), root / name, f"spec.{kind}")

    runs = Runs(map(case, chosen))
    yield lambda name: runs.outcome(root / name)
    runs.close()


@pytest.mark.parametrize("name", [entry["name"] for entry in KIT])
def test_changed_document(name: str, outcome: Callable[[str], Outcome]) -> None:
    """A hostile value at one place is harmless or refused."""
    entry = next(entry for entry in KIT if entry["name"] == name)

    judge(outcome(name), entry.get("says"))


@pytest.mark.parametrize("name", LARGE)
def test_large_document(name: str, outcome: Callable[[str], Outcome]) -> None:
    """A document that grows without bound is harmless or refused, within time and memory."""
    judge(outcome(name), LARGE[name][1])


@pytest.mark.parametrize("name", TEXTS)
def test_text(name: str, outcome: Callable[[str], Outcome]) -> None:
    """A file that is meant to break its reader is refused."""
    judge(outcome(name), TEXTS[name][1])


def referring(folder: Path, name: str) -> Outcome:
    document = copy.deepcopy(BASE)
    document["components"]["schemas"]["Pet"]["properties"]["name"] = {"$ref": f"{name}#/a"}
    return generate(yaml.safe_dump(document), folder)


def test_a_link_out_of_the_folder(tmp_path: Path) -> None:
    """A reference through a link that leads out of the specification's folder is refused."""
    folder = tmp_path / "specification"
    folder.mkdir()
    (tmp_path / "secret.yaml").write_text("a: {type: string}", "utf-8")
    (folder / "inside.yaml").symlink_to(tmp_path / "secret.yaml")

    judge(referring(folder, "inside.yaml"), "is in another file")


@pytest.mark.parametrize("target", ["/dev/zero", "/etc/passwd"])
def test_a_link_to_a_device_or_file(target: str, tmp_path: Path) -> None:
    """A reference through a link to a device or a file of the system is refused."""
    (tmp_path / "inside.yaml").symlink_to(target)

    judge(referring(tmp_path, "inside.yaml"), "is in another file")


def test_a_pipe_in_the_folder(tmp_path: Path) -> None:
    """A reference to a pipe, at whose end nobody writes, is refused and not waited for."""
    os.mkfifo(tmp_path / "pipe.yaml")

    judge(referring(tmp_path, "pipe.yaml"), "which is no file")


def test_a_pipe_among_recorded_versions(tmp_path: Path) -> None:
    """A pipe where recorded versions lie is passed over."""
    history = tmp_path / "history" / "spec"
    history.mkdir(parents=True)
    os.mkfifo(history / "1.yaml")

    judge(generate(yaml.safe_dump(BASE), tmp_path), None)


@pytest.mark.parametrize("what", ["pipe", "device", "folder"])
def test_a_specification_that_is_no_file(what: str, tmp_path: Path) -> None:
    """A pipe, a device or a folder in the place of the specification is refused."""
    spec = tmp_path / "spec.yaml"
    if what == "pipe":
        os.mkfifo(spec)
    elif what == "device":
        spec.symlink_to("/dev/zero")
    else:
        spec.mkdir()

    judge(generate(None, tmp_path), "this is not a file")
