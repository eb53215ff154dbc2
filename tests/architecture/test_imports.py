"""Imports point one way: target → generated, tests → everything, and nothing back."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "generator"
RUNTIME = GENERATOR / "runtime"
PACKAGES = {path.name: path / "src" / path.name for path in (ROOT / "generated").iterdir()}
TARGET = ROOT / "target" / "src" / "flinkjobs_target"
OURS = {*PACKAGES, "flinkjobs_target", "generator", "tests"}
STORES = {"sqlite3", "psycopg"}
STAGES = (
    "openapi",
    "rules",
    "normalise",
    "adapters",
    "ir",
    "interpret",
    "workflows",
    "emit",
    "output",
)
"""The generator's stages; each may import those before it."""
FILES_OF_USERS = "cli/workflows/documents.py"
"""The module that reads YAML of users, with a library that is an extra."""


def imports(path: Path) -> Iterator[str]:
    """Yield the names of all modules that a module imports; leading dots are its own packages."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            dots = "." * node.level
            names = [node.module] if node.module else [alias.name for alias in node.names]
            yield from (f"{dots}{name}" for name in names)


def importers(folder: Path, *names: str) -> set[str]:
    """Return the modules below a folder that import one of the packages."""
    return {
        path.relative_to(folder).as_posix()
        for path in modules(folder)
        if {name.partition(".")[0] for name in imports(path)} & set(names)
    }


def modules(folder: Path) -> list[Path]:
    found = sorted(folder.rglob("*.py"))
    assert found, folder
    return found


@pytest.mark.parametrize(
    ("folder", "own"),
    [(GENERATOR, "generator"), *((folder, name) for name, folder in PACKAGES.items())],
    ids=["generator", *PACKAGES],
)
def test_none_of_ours(folder: Path, own: str) -> None:
    """Generator and generated packages import nothing of ours but themselves."""
    assert importers(folder, *(OURS - {own})) == set()


def stages_imported(path: Path) -> Iterator[str]:
    """Yield the stages that a module of the generator imports by a relative name."""
    package = path.relative_to(GENERATOR).parent.parts
    for name in imports(path):
        level = len(name) - len(name.lstrip("."))
        if level:
            first, *_ = [*package[: len(package) + 1 - level], *name[level:].split(".")]
            yield from {first} & {*STAGES}


@pytest.mark.parametrize("stage", STAGES)
def test_stages_import_earlier_ones(stage: str) -> None:
    """No stage of the generator imports a later one."""
    later = {*STAGES[STAGES.index(stage) + 1 :]}
    backward = {
        path.relative_to(GENERATOR).as_posix(): sorted({*stages_imported(path)} & later)
        for path in modules(GENERATOR / stage)
    }

    assert {path: names for path, names in backward.items() if names} == {}


def test_target_uses_the_package() -> None:
    """The target imports the generated package, and neither generator nor tests."""
    assert importers(TARGET, "flinkjobs")
    assert importers(TARGET, "generator", "tests") == set()


def test_runtime_stands_alone() -> None:
    """The runtime imports no tool of the generator, and nothing outside of itself."""
    tools = {"jinja2", "yaml", "jsonschema_rs", "openapi_python_client", "datamodel_code_generator"}

    assert importers(RUNTIME, *tools, *OURS) == {FILES_OF_USERS}
    for path in modules(RUNTIME):
        depth = len(path.relative_to(RUNTIME).parts)
        above = [name for name in imports(path) if len(name) - len(name.lstrip(".")) > depth]
        assert above == [], path


@pytest.mark.parametrize("tool", ["openapi_python_client", "datamodel_code_generator"])
def test_one_module_knows_each_tool(tool: str) -> None:
    """Each emitting tool is imported by its adapter and by nothing else."""
    assert {f"adapters/{tool}.py"} == importers(GENERATOR, tool)


def test_http_libraries() -> None:
    """Each HTTP library is imported by its transport and by nothing else."""
    assert importers(RUNTIME, "aiohttp", "yarl") == {"transport/aiohttp_transport.py"}
    assert importers(RUNTIME, "urllib3") == {
        "transport/deadlines.py",
        "transport/urllib3_transport.py",
    }


def test_terminal_library() -> None:
    """Rich is imported by what draws on terminals and by nothing else."""
    drawing = {"actions/listing", "actions/watching", "output/layout", "output/writers"}

    assert {f"cli/{name}.py" for name in drawing} == importers(RUNTIME, "rich")


def test_store_alone_knows_databases() -> None:
    """A database is imported below the target's store and nowhere else."""
    found = importers(TARGET, *STORES)

    assert found
    assert {name for name in found if not name.startswith("store/")} == set()


def test_rendering_stays_in_its_place() -> None:
    """Templates are rendered by one module; specifications in YAML are read by the source alone."""
    own = {f"runtime/{FILES_OF_USERS}"}

    assert importers(GENERATOR, "jinja2") == {"emit/renderers.py"}
    reading = {"openapi/source.py", "openapi/yaml.py", "openapi/yaml_values.py"}
    assert importers(GENERATOR, "yaml") - own == reading


def test_later_stages_have_typed_values() -> None:
    """Untyped objects of a document are read and rewritten by two stages; others name theirs."""
    stages = ("openapi", "normalise", "runtime")
    untyped = [
        path.relative_to(GENERATOR).as_posix()
        for path in modules(GENERATOR)
        if "dict[str, Any]" in path.read_text("utf-8")
        and path.relative_to(GENERATOR).parts[0] not in stages
    ]

    assert untyped == []
