"""The suite as a wheel: complete, and without anything of this repository around it."""

import ast
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.contract import SPECIFICATION

from ..harness.packaging.wheels import faults

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from flinkjobs_contract.__main__ import main
code = main(sys.argv[1:])
foreign = {name.partition(".")[0] for name in sys.modules} & {"tests", "generator", "flinkjobs_target"}
sys.exit(f"imported {foreign}" if foreign else code)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT / "tests" / "contract")], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_has_no_faults(wheel: Path) -> None:
    """It is of this release, states its licence, and carries the contract as it stands here."""
    with zipfile.ZipFile(wheel) as archive:
        contract = archive.read("flinkjobs_contract/spec/openapi.yaml")

    assert list(faults(wheel)) == []
    assert contract == SPECIFICATION.read_bytes()


def test_no_module_imports_one_that_is_left_out(wheel: Path) -> None:
    """A module of the wheel imports, from beside it, only what is in the wheel, too."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if name.endswith(".py")}
        missing = [
            f"{name} imports {module}"
            for name in sorted(names)
            for module in _imported(Path(name), archive.read(name).decode())
            if not {f"{module}.py", f"{module}/__init__.py"} & names
        ]

    assert missing == []


def _imported(path: Path, source: str) -> Iterator[Path]:
    """Yield the modules that a module imports relatively at its top, as paths without suffix."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and node.level and node.module:
            yield path.parents[node.level - 1].joinpath(*node.module.split("."))


def test_the_wheel_stands_alone(wheel: Path, tmp_path: Path) -> None:
    """Unpacked elsewhere, it signs the request of a clause, and imports nothing of the repository."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    names = ("WORKSPACE", "NAMESPACE", "DEPLOYMENT", "JOB")
    keys = ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET")
    environ = {**os.environ, **{name: name.lower() for name in (*names, *keys)}}
    environ.pop("PYTHONPATH", None)
    arguments = ("sign", "--clause", "ListJobs/answer", "--target", "http://127.0.0.1:9")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path), *arguments],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "\nworkspace: workspace\n" in done.stdout
    assert "x-acs-action: ListJobs" in done.stdout
