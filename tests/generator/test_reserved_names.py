"""Names that a package has for itself are all reserved: no name of a contract hides one."""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import reserved_names
from generator import runtime as generator_runtime

from .generating import generator, python

FOLDER = Path(__file__).parent / "reserved"
# Arguments that only methods that wait have, and clients that sign: rules and templates keep them apart.
WAITERS = frozenset({"after", "until", "poll", "session"})
SIGNED = frozenset(
    {"access_key_id", "access_key_secret", "security_token", "credentials", "profile"}
)


@pytest.fixture(scope="module", params=["signed", "plain"])
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package in which every name of the contract contains "zz"."""
    out = tmp_path_factory.mktemp(request.param) / "zzpackage"
    done = generator("generate", "--spec", FOLDER / f"{request.param}.yaml", "--out", out)
    notes = [line for line in done.stderr.splitlines() if "has no argument" not in line]
    assert (done.returncode, notes) == (0, [])
    return out / "src" / "flinkjobs"


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def own(names: Iterable[str]) -> set[str]:
    """Return the names that are the package's own: those of the contract contain "zz"."""
    return {name for name in names if "zz" not in name.casefold() and not name.startswith("__")}


def missing(names: Iterable[str], reserved: frozenset[str]) -> set[str]:
    """Return the package's own names that are not reserved."""
    return {name for name in own(names) if name.casefold() not in reserved}


def classes(names: Iterable[str]) -> Iterator[str]:
    """Yield the names that a class could have."""
    yield from (name for name in names if name[0].isupper() and not name.isupper())


def functions_and_modules(names: Iterable[str]) -> Iterator[str]:
    """Yield the names that a function, a parameter or a module could have."""
    yield from (name for name in names if name.islower() and name != "annotations")


def declared(module: ast.Module) -> Iterator[str]:
    """Yield the names at the top of a module: imported, assigned, defined."""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom | ast.Import):
            yield from (alias.asname or alias.name for alias in node.names)
    for node in module.body:
        match node:
            case ast.ClassDef(name) | ast.FunctionDef(name):
                yield name
            case ast.AnnAssign(ast.Name(name)):
                yield name
            case ast.Assign(targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
            case _:
                pass


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    yield from (argument.arg for argument in (*function.args.args, *function.args.kwonlyargs))


def assigned(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def declared_in(paths: Iterable[Path]) -> list[str]:
    return [name for path in paths for name in declared(tree(path))]


def test_schemas(package: Path) -> None:
    """No class of a model hides a name in a module that declares or imports models."""
    modules = [package / "operations.py", *package.glob("_*sync/zz*.py")]
    modules += [*package.glob("server/zz*.py"), *package.glob("models/*.py")]

    assert missing(classes(declared_in(modules)), reserved_names.MODEL_CLASSES) == set()


def test_modules_of_models(package: Path) -> None:
    """No module of models hides a name in a module that imports it, or another module."""
    modules = [package / "operations.py", *package.glob("models/*.py")]
    names = [*functions_and_modules(declared_in(modules)), *map(stem, package.glob("models/*.py"))]

    assert missing(names, reserved_names.MODEL_MODULES) == set()


def test_resources(package: Path) -> None:
    """No class of a resource hides a name in a module that declares or imports it."""
    modules = [*package.glob("server/*.py"), *package.glob("_*sync/*.py")]

    assert missing(classes(declared_in(modules)), reserved_names.RESOURCE_CLASSES) == set()


def test_tags(package: Path) -> None:
    """No tag hides a module beside its own, a method of a client, or an argument of `build_app`."""
    names = [stem(path) for path in (*package.glob("_*sync/*.py"), *package.glob("server/*.py"))]
    for path in package.glob("_*sync/client.py"):
        names += [function.name for function in functions(tree(path))]
    for function in functions(tree(package / "server" / "__init__.py")):
        names += arguments(function)

    assert missing(names, reserved_names.RESOURCES) == set()


def test_submodules(package: Path) -> None:
    """No tag hides a module that the package offers as an attribute, and each of them is there."""
    text = (package / "__init__.py").read_text("utf-8")
    listed = re.search(r"_SUBMODULES = frozenset\((.*?)\)", text, re.DOTALL)
    names = set(re.findall(r'"(\w+)"', listed[1] if listed else ""))

    assert {"cli", "errors", "models"} <= names
    assert missing(names, reserved_names.RESOURCES) == set()
    assert {
        n for n in names if not any(package.glob(f"{n}.py")) and not (package / n).is_dir()
    } == set()


def stem(path: Path) -> str:
    return path.stem


def test_operations(package: Path) -> None:
    """No constant of an operation or a resource hides another in a module that has both."""
    modules = [package / "operations.py", package / "server" / "__init__.py"]
    modules += [package / "cli" / "commands.py", *package.glob("_*sync/zz*.py")]
    names = [name for name in declared_in(modules) if name.isupper()]

    assert missing(names, reserved_names.OPERATIONS) == set()


def test_parameters(package: Path) -> None:
    """No parameter of a method hides a name that the method uses."""
    modules = [*package.glob("_*sync/zz*.py")]
    names = [*functions_and_modules(declared_in(modules))]
    for path in modules:
        for function in functions(tree(path)):
            names += [*arguments(function), *assigned(function)]

    assert missing(names, reserved_names.PARAMETERS | WAITERS) == set()


def test_credentials(package: Path) -> None:
    """No credential has the name of an argument of every client."""
    names = [
        name
        for path in package.glob("_*sync/client.py")
        for function in functions(tree(path))
        if function.name == "__init__"
        for name in arguments(function)
    ]

    assert missing(names, reserved_names.CREDENTIALS | SIGNED) == set()


def test_options_of_every_command() -> None:
    """No parameter has the name of an option that every command has."""
    source = Path(generator_runtime.__file__).parent / "cli" / "arguments"
    texts = "".join(path.read_text("utf-8") for path in source.glob("*.py"))
    names = re.findall(r'Option\(\s*name="--([a-z-]+)"', texts)

    assert missing(names, reserved_names.PARAMETERS) == set()


@pytest.mark.parametrize("scope", ["tags", "schemas", "operations", "parameters", "credentials"])
def test_every_reserved_name_gives_a_working_package(tmp_path: Path, scope: str) -> None:
    """A contract may have all of them: whatever is generated from it imports and has decoders."""
    (tmp_path / "spec.json").write_text(json.dumps(SPECIFICATIONS[scope]()), "utf-8")
    done = generator("generate", "--spec", tmp_path / "spec.json", "--out", tmp_path / "out")

    assert (done.returncode, done.stderr) == (0, "")


def test_a_tag_of_a_reserved_name_has_commands(tmp_path: Path) -> None:
    """A resource called `api` or `program` hides no constant of the command line."""
    (tmp_path / "spec.json").write_text(json.dumps(with_tags()), "utf-8")
    done = generator("generate", "--spec", tmp_path / "spec.json", "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")

    path = str(tmp_path / "out" / "src")
    for words in (["--version"], ["api", "--help"], ["retry_policy", "--help"]):
        called = python("-m", "flinkjobs", *words, cwd=tmp_path, PYTHONPATH=path)
        assert (called.returncode, called.stderr) == (0, "")


def document(paths: dict[str, Any], **components: Any) -> dict[str, Any]:
    info = {"title": "T", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": components}


def operation(**members: Any) -> dict[str, Any]:
    return {"responses": {"200": {"description": "R"}}, **members}


def with_tags() -> dict[str, Any]:
    names = {*reserved_names.RESOURCES, *reserved_names.RESOURCE_CLASSES}
    names |= {"api", "program", "retry-policy"}
    paths = {f"/{n}": {"get": operation(tags=[name])} for n, name in enumerate(sorted(names))}
    return document(paths)


def with_schemas() -> dict[str, Any]:
    names = sorted({*reserved_names.MODEL_CLASSES, "Candidate", "UnionMember"})
    schemas = {n: {"type": "object", "properties": {n: {"type": "string"}}} for n in names}
    paths = {}
    for name in names:
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        response = {"200": {"description": "R", "content": content}}
        paths[f"/{name}"] = {"put": {"requestBody": {"content": content}, "responses": response}}
    return document(paths, schemas=schemas)


def with_operations() -> dict[str, Any]:
    names = {*reserved_names.OPERATIONS, *reserved_names.METHODS, "operations"}
    paths = {f"/{n}": {"get": operation(operationId=name)} for n, name in enumerate(sorted(names))}
    return document(paths)


def with_parameters() -> dict[str, Any]:
    listed = [
        {"name": name, "in": "query", "schema": {"type": "string"}}
        for name in sorted(reserved_names.PARAMETERS)
    ]
    return document({"/a": {"get": operation(parameters=listed)}})


def with_credentials() -> dict[str, Any]:
    schemes = {name: {"type": "http", "scheme": "bearer"} for name in reserved_names.CREDENTIALS}
    listed: list[dict[str, list[str]]] = [{name: []} for name in sorted(schemes)]
    return document({"/a": {"get": operation(security=listed)}}, securitySchemes=schemes)


SPECIFICATIONS = {
    "tags": with_tags,
    "schemas": with_schemas,
    "operations": with_operations,
    "parameters": with_parameters,
    "credentials": with_credentials,
}
