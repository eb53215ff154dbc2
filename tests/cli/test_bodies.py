"""Request bodies on the command line: `--body`, and an option for each scalar property."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from msgspec.structs import replace

from flinkjobs._runtime.cli.arguments.completion import script as completion_script
from flinkjobs._runtime.cli.main import main
from flinkjobs._runtime.contract.operation import Envelope

from ..generator.generating import generator, python
from .body_command import RecordingSession, deployment_command, deployment_program

CARRYING = Path(__file__).parents[1] / "generator" / "other" / "carrying.yaml"
FULL = '{"name": "etl", "parallelism": 4, "artifact": {"kind": "JAR"}}'


@pytest.fixture
def session() -> RecordingSession:
    """The session that the program uses."""
    return RecordingSession()


Run: TypeAlias = Callable[..., int]


@pytest.fixture
def run_update(session: RecordingSession) -> Run:
    """Runs `shop deployments update --deployment-id d1` with more options."""

    @contextmanager
    def connect(**settings: Any) -> Iterator[RecordingSession]:
        yield session

    def run_update(*options: str, **settings: Any) -> int:
        program = deployment_program(deployment_command(**settings))
        arguments = ["deployments", "update", "--deployment-id", "d1", "-o", "json", *options]
        try:
            return main(program, connect, arguments)
        except SystemExit as end:
            return int(end.code or 0)

    return run_update


def test_scalar_properties_are_options(session: RecordingSession, run_update: Run) -> None:
    """Each option has the type of its property."""
    code = run_update(
        *("--name", "etl", "--parallelism", "4", "--max-load", "0.5"),
        *("--is-batch", "true", "--mode", "BATCH"),
    )

    assert code == 0
    assert session.bodies == [
        {"name": "etl", "parallelism": 4, "maxLoad": 0.5, "isBatch": True, "mode": "BATCH"}
    ]


def test_read_only_properties_have_no_option(
    run_update: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """Objects and lists take JSON, scalars of an object follow a dot; taken flags are left to --body."""
    assert run_update("--help") == 0
    text = " ".join(capsys.readouterr().out.split())
    body = text[text.index(" body: ") : text.index(" global: ")]

    assert "--body FILE|-|JSON The deployment. JSON, a file, or - for standard input." in body
    assert "--name TEXT Name of the deployment." in body
    assert "--mode STREAMING|BATCH" in body
    assert "--artifact FILE|-|JSON" in body
    assert "--artifact.kind TEXT" in body
    assert "--tags FILE|-|JSON" in body
    assert not any(flag in body for flag in ("--deployment-id", "--output"))


def test_objects_and_lists_are_options(
    session: RecordingSession, run_update: Run, tmp_path: Path
) -> None:
    """JSON or a file; the scalars of an object are added to it, whatever the order of the options."""
    (tmp_path / "tags.json").write_text('["a", "b"]')
    options = ("--artifact.kind", "JAR", "--artifact", '{"kind": "SQL", "future": 1}')

    assert run_update(*options, "--tags", str(tmp_path / "tags.json")) == 0
    assert session.bodies == [{"artifact": {"kind": "JAR", "future": 1}, "tags": ["a", "b"]}]


def test_a_property_of_a_template(session: RecordingSession, run_update: Run) -> None:
    """A scalar of an object changes that of the body."""
    assert run_update("--body", FULL, "--artifact.kind", "SQL") == 0
    assert session.bodies[0]["artifact"] == {"kind": "SQL"}


def test_a_body_may_be_json(session: RecordingSession, run_update: Run) -> None:
    """JSON is sent as it is, unknown properties included."""
    assert run_update("--body", '{"name": "etl", "future": [1.50]}') == 0
    assert session.bodies == [{"name": "etl", "future": [1.5]}]


def test_a_body_may_be_a_file(session: RecordingSession, run_update: Run, tmp_path: Path) -> None:
    """Anything that is no JSON is the name of a file."""
    (tmp_path / "body.json").write_text(FULL)

    assert run_update("--body", str(tmp_path / "body.json")) == 0
    assert session.bodies == [{"name": "etl", "parallelism": 4, "artifact": {"kind": "JAR"}}]


def test_a_body_may_be_standard_input(
    session: RecordingSession, run_update: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dash is standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(FULL))

    assert run_update("--body", "-") == 0
    assert session.bodies == [{"name": "etl", "parallelism": 4, "artifact": {"kind": "JAR"}}]


def test_options_override_the_body(session: RecordingSession, run_update: Run) -> None:
    """A body can be a template."""
    assert run_update("--body", FULL, "--name", "copy") == 0
    assert session.bodies[0] == {"name": "copy", "parallelism": 4, "artifact": {"kind": "JAR"}}


def test_an_optional_body_may_be_absent(session: RecordingSession, run_update: Run) -> None:
    """Without any of its options, there is no body."""
    assert run_update(body_required=False) == 0
    assert session.bodies == [None]


def test_required_properties_are_required_options(
    session: RecordingSession, run_update: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside --body they are not required as options, but in the body."""
    required = ("name", "mode")

    assert run_update("--body", '{"name": "etl"}', "--mode", "BATCH", required=required) == 0
    assert run_update("--mode", "BATCH", required=required) == 2
    assert run_update("--body", '{"mode": "BATCH"}', required=required) == 2

    first, second = capsys.readouterr().err.splitlines()
    assert "the following arguments are required: --name; see 'shop deployments update" in first
    assert second == "shop: --body: the required property name is missing"
    assert len(session.bodies) == 1


def test_a_required_object_is_an_option(
    session: RecordingSession, run_update: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """A required object is given as JSON, or by one of its scalars."""
    required = ("name", "artifact")

    assert run_update("--name", "etl", required=required) == 2
    assert run_update("--name", "etl", "--artifact.kind", "JAR", required=required) == 0

    names = "--artifact|--artifact.kind"
    assert f"the following arguments are required: {names}; " in capsys.readouterr().err
    assert session.bodies == [{"name": "etl", "artifact": {"kind": "JAR"}}]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "UpdateDeployment: no body; give --body or its properties"),
        (["--body", "{]"], "--body: JSON is malformed: "),
        (["--body", ""], "--body: Input data was truncated"),
        (["--body", "no/such.json"], "--body: cannot read no/such.json: No such file or directory"),
        (["--body", "."], "--body: cannot read .: Is a directory"),
        (
            ["--body", '{"parallelism": "4"}'],
            "--body: Expected `int | null`, got `str` - at `$.parallelism`",
        ),
        (
            ["--body", '{"artifact": {"kind": 1}}'],
            "--body: Expected `str | null`, got `int` - at `$.artifact.kind`",
        ),
        (["--body", "[]"], "--body: Expected `object`, got `array`"),
        (
            ["--body", "[]", "--name", "a"],
            "--body must be a JSON object, to combine it with other options",
        ),
        (["--artifact", "{]"], "--artifact: JSON is malformed: "),
        (["--artifact", "no.json"], "--artifact: cannot read no.json: No such file or directory"),
        (
            ["--body", '{"artifact": []}', "--artifact.kind", "JAR"],
            "artifact must be a JSON object, to combine it with other options",
        ),
        (["--parallelism", "x"], "argument --parallelism: must be an integer, not 'x'"),
        (["--mode", "OTHER"], "argument --mode: must be one of STREAMING, BATCH, not 'OTHER'"),
    ],
)
def test_an_invalid_body_is_one_line(
    session: RecordingSession,
    run_update: Run,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    message: str,
) -> None:
    """The line has the path of the invalid value, and nothing is sent."""
    assert run_update(*options) == 2

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"shop: {message}")
    assert session.bodies == []


def test_a_response_without_payload_prints_nothing(
    session: RecordingSession, capsys: pytest.CaptureFixture[str]
) -> None:
    """An envelope alone says no more than the exit code."""
    envelope = Envelope(
        success="success",
        code="code",
        message="message",
        request_id="request_id",
        payload="data",
        empty_codes=("",),
    )
    command = deployment_command(body_required=False)
    command = replace(command, operation=replace(command.operation, envelope=envelope))

    @contextmanager
    def connect(**settings: Any) -> Iterator[RecordingSession]:
        yield session

    arguments = ["deployments", "update", "--deployment-id", "d1"]

    assert main(deployment_program(command), connect, arguments) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_has_the_options_of_a_body(shell: str) -> None:
    """Flags and the values of an enumeration are completed."""
    text = completion_script(deployment_program(deployment_command()), shell)

    assert all(word in text for word in ("body", "max-load", "STREAMING BATCH"))


def test_an_emitted_command_has_the_options_of_its_body(tmp_path: Path) -> None:
    """Without Chinese texts in its contract, its package has no other language."""
    done = generator("generate", "--spec", CARRYING, "--out", tmp_path, "--package", "carrying")
    assert (done.returncode, done.stderr) == (0, "")

    command = ("-m", "carrying", "all_", "send_json", "--help")
    done = python(*command, PYTHONPATH=str(tmp_path / "src"), LANG="zh_CN.UTF-8")

    assert done.returncode == 0
    assert all(f"  --{flag} " in done.stdout for flag in ("body", "pet-name", "age", "tame"))
    assert "--lang" not in done.stdout
