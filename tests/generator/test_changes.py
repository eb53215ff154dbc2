"""An edit of the contract changes every output that depends on it."""

from pathlib import Path

import pytest

from .generating import copy_of_spec, generator, python, tree_of

FIELD = """\
        engineVersion:
          type: string
          description: Version of the engine that runs it.
"""
NEW_FIELD = """\
        moodOfDay:
          type: integer
          description: How it feels today.
          x-time: {unit: millisecond, view: moodUtc}
"""
PARAMETER = """\
        - name: sortName
          in: query
"""
NEW_PARAMETER = """\
        - name: minRestarts
          in: query
          description: Fewest restarts that a listed job instance has.
          schema: {type: integer, minimum: 0, maximum: 9, default: 3}
          example: 1
"""


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of a contract that has one field and one parameter more."""
    folder = tmp_path_factory.mktemp("changed")
    spec = copy_of_spec(folder, (FIELD, NEW_FIELD + FIELD), (PARAMETER, NEW_PARAMETER + PARAMETER))
    places = ("--out", folder / "flinkjobs", "--docs", folder / "api")
    done = generator("generate", "--spec", spec, *places)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "flinkjobs"


def rows(package: Path, page: str, name: str) -> list[str]:
    """Return the rows of a page of the reference that begin with a name."""
    lines = (package.parent / "api" / page).read_text("utf-8").splitlines()
    return [line for line in lines if line.startswith(f"| `{name}` ")]


def run(package: Path, code: str) -> str:
    """Run code with the package, and return what it prints."""
    done = python("-c", code, cwd=package.parent, PYTHONPATH=str(package / "src"), COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


def test_field_in_the_model(changed: Path) -> None:
    """A new field is decoded, documented, and has the views that the contract gives it."""
    code = (
        "import msgspec; from flinkjobs.models import Job;"
        "job = msgspec.json.decode(b'{\"moodOfDay\": 1500}', type=Job);"
        "print(job.mood_of_day, job.mood_utc.microsecond)"
    )

    assert run(changed, code) == "1500 500000"
    assert b'"""How it feels today."""' in tree_of(changed)["src/flinkjobs/models/jobs.py"]


def test_field_in_the_reference(changed: Path) -> None:
    """A new field is a row of the reference."""
    (row,) = rows(changed, "models.md", "moodOfDay")

    assert row.startswith("| `moodOfDay` | `mood_of_day` | `int` | How it feels today. |")


def test_parameter_in_the_clients(changed: Path) -> None:
    """A new parameter is an argument of both clients, checked before anything is sent."""
    code = """
from inspect import signature
from flinkjobs import AsyncClient, Client, UsageError
made = [kind(endpoint="http://127.0.0.1:9", workspace="w", namespace="n",
             access_key_id="i", access_key_secret="s") for kind in (Client, AsyncClient)]
print({str(signature(one.jobs.list).parameters["min_restarts"]) for one in made})
try:
    made[0].jobs.list(deployment_id="d", min_restarts=10)
except UsageError as error:
    print(error)
"""

    signatures, refused = run(changed, code).splitlines()
    assert signatures == "{'min_restarts: int | None = None'}"
    assert refused == "ListJobs: min_restarts must be an integer from 0 to 9, not 10"


def test_parameter_on_the_command_line(changed: Path) -> None:
    """A new parameter is an option with its description, bound and default."""
    code = "import sys; sys.argv = ['flinkjobs', 'jobs', 'list', '-h']; import flinkjobs.__main__"
    text = " ".join(run(changed, code).split())

    described = (
        "Fewest restarts that a listed job instance has. An integer from 0 to 9. Default: 3."
    )
    assert f"--min-restarts N {described}" in text


def test_parameter_of_the_server(changed: Path) -> None:
    """A new parameter is a field of what a server's implementation gets, its default filled in."""
    code = """
from flinkjobs.server import ListJobsParameters
print(ListJobsParameters(workspace="w", namespace="n", deployment_id="d").min_restarts)
"""

    assert run(changed, code) == "3"


def test_parameter_in_the_reference(changed: Path) -> None:
    """A new parameter is a row of the reference."""
    (row,) = rows(changed, "operations.md", "minRestarts")

    expected = "| `minRestarts` | `min_restarts` | query | no | an integer from 0 to 9 | `3` |"
    assert row.startswith(expected)


def test_contract_hash(changed: Path, generated: Path) -> None:
    """A package knows the hash of its contract, and its manifest that of each file."""
    code = "import flinkjobs; print(flinkjobs.CONTRACT_HASH)"

    assert run(changed, code) != run(generated, code)
