"""The README of a package shows code that runs, and names nothing that is not there."""

import re
from pathlib import Path
from types import ModuleType

import pytest

from .generating import python
from .loaded import load

FOLDER = Path(__file__).parent
NOBODY = "127.0.0.1:9"
PAGES = """
openapi: 3.1.0
info: {title: Paged, version: "1"}
paths:
  /pets:
    get:
      tags: [pets]
      operationId: listPets
      x-pagination: {key: name, style: offset, offset: from, size: count, items: pets, total: total}
      parameters:
        - {name: from, in: query, schema: {type: integer, minimum: 0}}
        - {name: count, in: query, schema: {type: integer, minimum: 1, maximum: 9}}
        - {name: kind, in: query, required: true, schema: {type: string, enum: [cat, dog]}}
      responses:
        "200":
          description: Pets.
          content:
            application/json:
              schema:
                type: object
                properties:
                  total: {type: integer}
                  pets: {type: array, items: {type: object, properties: {name: {type: string}}}}
"""


def readme(package: ModuleType) -> str:
    """Return the README of a package."""
    return (Path(str(package.__file__)).parents[2] / "README.md").read_text("utf-8")


def example(text: str) -> str:
    """Return the only example in Python."""
    (code,) = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return str(code)


@pytest.mark.parametrize("name", ["failing", "servers", "shop", "locked"])
def test_the_example_runs(tmp_path: Path, name: str) -> None:
    """It calls an operation, here of a server that nobody runs, and shows the error."""
    package = load(FOLDER / "other" / f"{name}.yaml", f"{name}_readme", tmp_path)
    code = example(readme(package))
    settings = {f"{package.__name__.upper()}_ENDPOINT": f"http://{NOBODY}"}
    code = re.sub(r'endpoint="https://…"(, )?', "", code).replace("Client(", "Client(retries=0, ")
    code = code.replace("…", "x")
    path = f"{tmp_path / package.__name__ / 'src'}"
    done = python("-c", code, cwd=tmp_path, PYTHONPATH=path, **settings)

    assert (done.returncode, done.stderr) == (0, "")
    assert NOBODY in done.stdout


def test_pages_and_installation(tmp_path: Path) -> None:
    """A listing is a loop; the package is installed from where it is, not by a name that may be a stranger's."""
    (tmp_path / "spec.yaml").write_text(PAGES, "utf-8")
    text = readme(load(tmp_path / "spec.yaml", "paged_readme", tmp_path))

    assert 'for item in client.pets.list(kind="cat"):' in example(text).replace("'", '"')
    assert re.findall(r"pip install (.*)", text) == ["."]


def test_servers_and_their_variables(tmp_path: Path) -> None:
    """They are listed with the variables of the environment."""
    text = readme(load(FOLDER / "other" / "servers.yaml", "served_readme", tmp_path))

    assert "| `region` | `SERVED_README_REGION` | Where the data are. Default: eu. |" in text
