"""The vendor stays apart: one folder of the runtime knows Alibaba Cloud, and other APIs lack it."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUNTIME = ROOT / "generator" / "runtime"
FLINKJOBS = ROOT / "generated" / "flinkjobs" / "src" / "flinkjobs"
FLINKREST = ROOT / "generated" / "flinkrest"
VENDOR = re.compile(r"aliyun|alibaba|acs3|x-acs|access_?key|\bregion|\bRAM\b", re.IGNORECASE)


def modules(folder: Path) -> list[Path]:
    paths = sorted(folder.rglob("*.py"))
    assert paths, folder
    return paths


def imports_vendor(path: Path) -> bool:
    """Whether a module imports the folder of the vendor, at its top or later."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    names = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return any("aliyun" in name.split(".") for name in names)


def test_runtime_does_not_import_the_vendor() -> None:
    """No module of the runtime outside the vendor's folder imports it."""
    outside = [path for path in modules(RUNTIME) if path.parent != RUNTIME / "aliyun"]

    assert [path for path in outside if imports_vendor(path)] == []


def test_emitted_modules_import_the_vendor() -> None:
    """In a package that signs, generated modules bring the vendor in."""
    emitted = [path for path in modules(FLINKJOBS) if "_runtime" not in path.parts]

    assert {path.name for path in emitted if imports_vendor(path)} == {
        "__init__.py",
        "client.py",
        "commands.py",
        "contract.py",
        "signing.py",
    }


def words_of(text: str) -> list[str]:
    return sorted({match.group().lower() for match in VENDOR.finditer(text)})


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(FLINKREST.rglob("*")) if path.suffix in (".py", ".md", ".toml")],
    ids=lambda path: path.relative_to(FLINKREST).as_posix(),
)
def test_package_without_signature_names_no_vendor(path: Path) -> None:
    """A package whose contract has no signature has no word of the vendor, and no empty module."""
    text = path.read_text("utf-8")

    assert words_of(text) == []
    assert text.strip() or path.name == "py.typed"


def test_modules_that_are_not_needed_are_not_emitted() -> None:
    """Signatures and translations have modules only in packages whose contract has them."""
    names = {part for path in FLINKREST.rglob("*.py") for part in path.relative_to(FLINKREST).parts}

    assert names & {"aliyun", "chinese.py", "signing.py"} == set()
