"""Several packages, declared as data: one command makes and checks them all."""

import tomllib
from pathlib import Path

import pytest

from generator.config import Target, targets

from .generating import ROOT, generator, tree_of

DECLARED: dict[str, str] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
    "flinkjobs"
]["generate"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages that the command writes with no option but the folder."""
    folder = tmp_path_factory.mktemp("all")
    done = generator("generate", "--into", folder)
    expected = [f"wrote {folder / name} from {spec}" for name, spec in DECLARED.items()]
    assert (done.returncode, done.stdout.splitlines(), done.stderr) == (0, expected, "")
    return folder


def test_each_is_committed(made: Path) -> None:
    """The folder `generated` holds the declared packages, byte for byte, and nothing else."""
    assert set(DECLARED) == {path.name for path in (ROOT / "generated").iterdir()}
    for name in DECLARED:
        assert tree_of(made / name) == tree_of(ROOT / "generated" / name)


def test_checked_together(made: Path) -> None:
    """A change in any of them is found, and only that one is named."""
    assert generator("check", "--into", made).returncode == 0
    *_, last = DECLARED
    (made / last / "README.md").write_text("spoiled")
    done = generator("check", "--into", made)

    assert done.returncode == 1
    assert done.stderr.startswith(f"{made / last} is not what {DECLARED[last]} makes;")
    assert len(done.stderr.splitlines()) == 1


def test_one_of_them() -> None:
    """A name alone means the declared specification and the usual folder."""
    *_, last = DECLARED

    expected = Target(Path(DECLARED[last]), last, Path("generated", last))
    assert targets(None, last, None, Path("generated")) == [expected]


def test_not_declared() -> None:
    """A package that is not declared needs its specification."""
    done = generator("generate", "--package", "others")

    said = "generator: pyproject.toml declares no package others; give its --spec\n"
    assert (2, said) == (done.returncode, done.stderr)


def test_the_reference() -> None:
    """A declared reference is made along with its package, unless it is told to lie elsewhere."""
    first, *others = targets(None, None, None, None)
    moved = targets(None, None, None, Path("elsewhere"), Path("pages"))

    assert Path("docs", "api") == first.docs
    assert {target.docs for target in others} == {None}
    assert [Path("pages")] == [target.docs for target in moved if target.docs]
    assert {target.docs for target in targets(None, None, None, Path("elsewhere"))} == {None}
