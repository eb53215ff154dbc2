"""Calling every operation finds what is wrong with a client; a table needs documents."""

import json
from pathlib import Path

import pytest

from tests.generator.generating import ROOT, generator, python

CONSTRUCTS = ROOT / "tests" / "generator" / "constructs"
WRONG = [
    ("identifiers", 'wire_name="Time<"', 'wire_name="Tim<"', "Tim< is not declared"),
    ("parameters", 'path="/a/{ids}', 'path="/b/{ids}', "is not emitted"),
    (
        "bodies",
        'codec=JsonBody(type=PostListBody, schema=BodyCheck("post_list body", BODY_SCHEMAS))',
        'codec=JsonBody(type=Any, media="text/json")',
        "not one of",
    ),
    ("forms", '"deep": FieldEncoding(style="deepObject")', '"deep": FieldEncoding()', "deep"),
    ("forms", 'media_types=("text/html",)', 'media_types=("text/css",)', "it is text/css"),
    (
        "forms",
        '"joined": FieldEncoding(style="form", explode=False)',
        '"joined": FieldEncoding()',
        "joined",
    ),
    ("bodies", 'method="PATCH"', 'method="POST"', "is not emitted"),
]


@pytest.mark.parametrize(("name", "right", "wrong", "expected"), WRONG)
def test_a_wrong_client_is_found(
    tmp_path: Path, name: str, right: str, wrong: str, expected: str
) -> None:
    """An operation that is emitted otherwise than it is stated is a fault."""
    out, spec = tmp_path / name, CONSTRUCTS / f"{name}.yaml"
    done = generator("generate", "--spec", spec, "--out", out, "--package", name)
    assert done.returncode == 0
    module = out / "src" / name / "operations.py"
    text = module.read_text("utf-8")
    assert right in text
    module.write_text(text.replace(right, wrong, 1), "utf-8")
    words = ["-m", "tests.harness.corpus.exercise", str(spec), str(out / "src"), name]
    faults = json.loads(python(*words, cwd=ROOT, PYTHONPATH=str(ROOT)).stdout)["faults"]

    assert any(expected in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("absent", "is no folder; give one with specifications, CORPUS=DIR"),
        ("empty", "holds no .yaml, .yml or .json; give another, CORPUS=DIR"),
    ],
)
def test_a_folder_without_documents(tmp_path: Path, name: str, said: str) -> None:
    """A folder that is absent or empty is said in one line, with status 2."""
    (tmp_path / "empty").mkdir()
    done = python("-m", "tests.harness.corpus", tmp_path / name, cwd=ROOT, PYTHONPATH=str(ROOT))

    assert (2, f"{tmp_path / name}: {said}\n") == (done.returncode, done.stderr)
