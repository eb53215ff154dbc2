"""Encodings that a package cannot follow are notes or errors of the generator."""

from pathlib import Path
from typing import Any

import pytest

from .generating import generator

NOTED = [
    (
        "application/json: {encoding: {a: {style: form}}, schema: {type: object}}",
        "encoding is ignored: a body of application/json has no parts",
    ),
    (
        "multipart/form-data: {encoding: {b: {contentType: a/b}}, schema: {type: object, properties: {a: {type: string}}}}",
        'encoding "b" is of no property',
    ),
    (
        "multipart/form-data: {encoding: {a: {headers: {X-A: {schema: {type: string}}}, style: form}}, schema: {type: object, properties: {a: {type: string}}}}",
        'the headers of part "a" are not sent',
    ),
]


@pytest.mark.parametrize(("content", "note"), NOTED)
def test_what_has_no_effect_is_noted(tmp_path: Path, content: str, note: str) -> None:
    """An encoding that is not followed is a note with its line."""
    done = generate(tmp_path, content)

    assert done.returncode == 0
    assert any(line.startswith("note: ") and note in line for line in done.stderr.splitlines())


REFUSED = [
    (
        "application/x-www-form-urlencoded: {encoding: {a: {style: matrix}}, schema: {type: object, properties: {a: {type: string}}}}",
        'field "a" has the style matrix; use one of form,',
    ),
    (
        "application/x-www-form-urlencoded: {encoding: {a: {contentType: application/xml}}, schema: {type: object, properties: {a: {type: object}}}}",
        'field "a" is application/xml, which only a text can be',
    ),
]


@pytest.mark.parametrize(("content", "message"), REFUSED)
def test_what_cannot_be_sent_is_refused(tmp_path: Path, content: str, message: str) -> None:
    """An encoding that no client could follow is an error with its line."""
    done = generate(tmp_path, content)

    assert done.returncode == 2
    assert message in done.stderr


def generate(folder: Path, content: str) -> Any:
    """Generate a package of an operation with a body."""
    spec = folder / "noted.yaml"
    spec.write_text(
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n"
        "paths: {/a: {post: {requestBody: {content: {"
        f"{content}}}}}, responses: {{'204': {{description: Done.}}}}}}}}}}\n",
        "utf-8",
    )
    return generator("generate", "--spec", spec, "--out", folder / "out", "--package", "noted")
