"""Messages: templates with parameters, rendered once by the interface that shows them."""

import ast
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from flinkjobs import UsageError
from flinkjobs._runtime.cli.i18n import Messages
from flinkjobs._runtime.messages import Argument, Message
from generator.runtime import errors
from generator.runtime.polling import poller

RUNTIME = Path(__file__).parents[2] / "generator" / "runtime"
ERRORS = {name for module in (errors, poller) for name in module.__all__ if name.endswith("Error")}
CHINESE = {"{first} or {second}": "{first} 或 {second}", "pass {ways}": "请给出 {ways}"}


def modules(folder: str = "") -> list[Path]:
    paths = sorted((RUNTIME / folder).rglob("*.py"))
    assert paths
    return paths


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Yield the calls of a module, each with the name of its function."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            yield getattr(function, "attr", getattr(function, "id", "")), node


def location(path: Path, node: ast.expr) -> str:
    return f"generator/runtime/{path.relative_to(RUNTIME).as_posix()}:{node.lineno}"


def is_text(node: ast.expr) -> bool:
    """Whether an expression is a text written in the source, which only a message translates."""
    parts = [node.left, node.right] if isinstance(node, ast.BinOp) else [node]
    return any(
        isinstance(part, ast.JoinedStr)
        or (isinstance(part, ast.Constant) and isinstance(part.value, str))
        for part in parts
    )


def test_a_message_is_rendered_in_english_by_default() -> None:
    """Its parameters, too, may be messages; arguments have their names in Python."""
    ways = Message("{first} or {second}", first=Argument("job_id"), second=Argument("after"))

    assert str(Message("pass {ways}", ways=ways)) == "pass job_id or after"


def test_the_command_line_renders_a_message_in_its_language() -> None:
    """Arguments become options, at every depth."""
    profile = Argument("access_key_id and access_key_secret", option="--profile")
    ways = Message("{first} or {second}", first=Argument("job_id"), second=profile)

    assert Messages(CHINESE)(Message("pass {ways}", ways=ways)) == "请给出 --job-id 或 --profile"
    assert Messages()(Message("pass {ways}", ways=ways)) == "pass --job-id or --profile"


def test_values_are_not_rendered_again() -> None:
    """A value with braces, or with a text that has a translation, is shown as it is."""
    message = Message("pass {ways}", ways="{first} or {second}")

    assert str(message) == "pass {first} or {second}"
    assert Messages(CHINESE)(message) == "请给出 {first} or {second}"


def test_an_error_keeps_its_message_when_pickled() -> None:
    """And has it in English for callers in Python."""
    error = UsageError(Message("pass {ways}", ways=Argument("region")), operation="GetJob")
    copy = pickle.loads(pickle.dumps(error))

    assert (copy.message, str(copy)) == ("pass region", "GetJob: pass region")
    assert Messages(CHINESE)(copy.message_data) == "请给出 --region"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(RUNTIME).as_posix())
def test_errors_carry_messages(path: Path) -> None:
    """No error of a call is made with a text that was rendered where it is raised."""
    texts = [
        location(path, call)
        for name, call in calls(path)
        if name in ERRORS
        for argument in [*call.args[:1], *(k.value for k in call.keywords if k.arg == "remedy")]
        if is_text(argument)
    ]

    assert texts == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(RUNTIME).as_posix())
def test_templates_are_literals(path: Path) -> None:
    """A template that is put together could not be extracted; a remedy of the contract is its text."""
    composed = [
        location(path, call)
        for name, call in calls(path)
        if name == "Message" and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]

    assert composed == []


@pytest.mark.parametrize(
    "path", modules("cli"), ids=lambda path: path.relative_to(RUNTIME).as_posix()
)
def test_no_rendered_text_is_parsed(path: Path) -> None:
    """The command line neither searches nor replaces in the text of an error."""
    parsing = {"sub", "subn", "replace", "search", "match", "startswith", "endswith", "find"}
    parsed = [
        location(path, call)
        for name, call in calls(path)
        if name in parsing
        and any(
            isinstance(node, ast.Name | ast.Attribute)
            and getattr(node, "attr", getattr(node, "id", ""))
            in ("error", "message", "remedy", "message_data", "remedy_data", "sentence")
            for node in ast.walk(call)
        )
    ]

    assert parsed == []


def test_regular_expressions_are_for_arguments_and_output() -> None:
    """The modules that render messages use none."""
    using = {
        path.relative_to(RUNTIME).as_posix()
        for path in modules("cli")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import) and any(alias.name == "re" for alias in node.names)
    }

    assert using == {
        "cli/arguments/durations.py",
        "cli/arguments/help.py",
        "cli/output/columns.py",
        "cli/output/writers.py",
    }
