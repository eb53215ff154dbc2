"""An API that does not sign: its default endpoint, and nothing of a vendor's settings."""

import json
from pathlib import Path

import pytest

from ..generator.generating import generator, python

SPEC = """\
openapi: 3.0.3
info: {title: T, version: "1"}
servers:
  - url: https://{region}.x.example
    variables: {region: {default: eu, enum: [eu, us]}}
paths:
  /a: {get: {tags: [things], operationId: readThing, responses: {"204": {description: Nothing.}}}}
"""
REPORT = """
import inspect, json, plain
client = plain.Client()
print(json.dumps({
    "endpoint": str(client._session._context.endpoint),
    "arguments": list(inspect.signature(plain.Client).parameters),
    "names": plain.__all__,
}))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of an API whose server has a variable named region."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "spec.yaml").write_text(SPEC, "utf-8")
    arguments = ("--spec", folder / "spec.yaml", "--out", folder / "out", "--package", "plain")
    done = generator("generate", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "out" / "src"


def test_default_of_a_server_variable(package: Path) -> None:
    """The default of a variable is used, which is a setting; an access key is none."""
    done = python("-c", REPORT, PYTHONPATH=str(package))
    report = json.loads(done.stdout)

    assert report["endpoint"] == "https://eu.x.example"
    assert {"region", "profile", "access_key_id"} & set(report["arguments"]) == {"region"}
    assert not {"AccessKey", "CredentialProvider"} & set(report["names"])


def test_command_line(package: Path) -> None:
    """The command line has an option for the variable, none for profiles and languages."""
    done = python("-m", "plain", "things", "read", "--help", PYTHONPATH=str(package))

    assert done.returncode == 0, done.stderr
    assert [name for name in ("--region", "--profile", "--lang") if name in done.stdout] == [
        "--region"
    ]
