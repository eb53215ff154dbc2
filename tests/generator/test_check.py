"""`check` compares a tree with what would be generated, and prints how to regenerate it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from .generating import SPEC, copy_of_spec, generator, tree_of

CONTRACT = Path("src") / "flinkjobs" / "contract.py"


def check(out: Path, *options: str, spec: Path = SPEC) -> tuple[int, str, str]:
    done = generator("check", "--spec", spec, "--out", out, *options)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("options", [[], ["--full"]])
def test_current(generated: Path, options: list[str]) -> None:
    """A tree that was generated just now passes in silence."""
    assert check(generated, *options) == (0, "", "")


def edit(out: Path) -> None:
    path = out / CONTRACT
    path.write_text(path.read_text("utf-8").replace("ENVELOPE = ", "ENVELOPE  = "), "utf-8")


def change_line_ends(out: Path) -> None:
    path = out / CONTRACT
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def drop_last_line_end(out: Path) -> None:
    path = out / CONTRACT
    path.write_bytes(path.read_bytes().removesuffix(b"\n"))


def remove(out: Path) -> None:
    (out / CONTRACT).unlink()


def add(out: Path) -> None:
    (out / "src" / "flinkjobs" / "extra.py").write_text("")


def spoil_encoding(out: Path) -> None:
    (out / CONTRACT).write_bytes(b"\xff\xfe")


def empty_manifest(out: Path) -> None:
    (out / "generated.json").write_text("{}")


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (edit, "-ENVELOPE  = "),
        (change_line_ends, "/src/flinkjobs/contract.py: differs in its line ends"),
        (drop_last_line_end, "/src/flinkjobs/contract.py: differs in its line ends"),
        (remove, "/src/flinkjobs/contract.py: is missing"),
        (add, "/src/flinkjobs/extra.py: is not generated; remove it"),
        (spoil_encoding, "-\ufffd"),
        (empty_manifest, "generated anew"),
    ],
)
def test_not_current(spoilable: Path, spoil: Callable[[Path], None], expected: str) -> None:
    """A tree that somebody touched ends with 1, what differs, and the command that mends it."""
    spoil(spoilable)
    before = tree_of(spoilable)
    code, output, errors = check(spoilable)

    mend = f"python -m generator generate --spec {SPEC} --out {spoilable} --package flinkjobs"
    assert code == 1
    assert expected in output
    assert errors == f"{spoilable} is not what {SPEC} makes; mend it with: {mend}\n"
    assert before == tree_of(spoilable)


def test_mending(spoilable: Path) -> None:
    """The command that check names mends the tree."""
    remove(spoilable)
    _, _, errors = check(spoilable)
    generator(*errors.partition("mend it with: python -m generator ")[2].split())

    assert check(spoilable, "--full") == (0, "", "")


def test_nothing_there(tmp_path: Path) -> None:
    """A tree that is not there misses every file."""
    code, output, _ = check(tmp_path / "none")

    assert code == 1
    assert all(line.endswith(": is missing") for line in output.splitlines())


def test_changed_contract(generated: Path, tmp_path: Path) -> None:
    """A contract that changed makes its tree stale, and the diff shows where."""
    spec = copy_of_spec(
        tmp_path, ("description: Id of the workspace.", "description: Id of a place.")
    )
    code, output, _ = check(generated, spec=spec)

    assert code == 1
    assert "Id of a place." in output


def test_caches_of_python(spoilable: Path) -> None:
    """Caches that Python leaves behind are no part of a tree."""
    cache = spoilable / "src" / "flinkjobs" / "__pycache__"
    cache.mkdir(exist_ok=True)
    (cache / "contract.pyc").write_bytes(b"")

    assert check(spoilable)[0] == 0


def test_bad_specification(generated: Path, tmp_path: Path) -> None:
    """A specification that cannot be read ends with 2: nothing is known about the tree."""
    code, output, errors = check(generated, spec=tmp_path / "none.yaml")

    assert (code, output) == (2, "")
    assert "none.yaml: the file does not exist" in errors
