"""Which template makes which file, from which part of the intermediate representation."""

from collections.abc import Callable, Iterator
from pathlib import Path

from ..ir import Api, Mode

__all__ = ["Render", "client_files", "package_files", "project_files", "runtime_files"]

RUNTIME = Path(__file__).parents[1] / "runtime"
_LICENSE = Path(__file__).parents[2] / "LICENSE"
Render = Callable[..., str]


MODES = (
    Mode("synchronous", "_sync", False, "", "def", "", "__enter__", "__exit__", "Page", "run"),
    Mode(
        "asynchronous",
        "_async",
        True,
        "Async",
        "async def",
        "await ",
        "__aenter__",
        "__aexit__",
        "AsyncListing",
        "run_async",
    ),
)


def client_files(api: Api, render: Render) -> Iterator[tuple[str, str]]:
    """Give the client's modules, rendered by openapi-python-client's renderer."""
    yield "__init__.py", render("package_init.py.jinja", api=api)
    yield "errors.py", render("errors.py.jinja", api=api)
    for mode in MODES:
        yield f"{mode.folder}/__init__.py", f'"""The {mode.word} client."""\n'
        yield f"{mode.folder}/client.py", render("client.py.jinja", api=api, mode=mode)
        for resource in api.resources:
            text = render("resource.py.jinja", api=api, mode=mode, resource=resource)
            yield f"{mode.folder}/{resource.name}.py", text


def package_files(api: Api, render: Render) -> Iterator[tuple[str, str]]:
    """Give the modules beside the client: data, derived properties, server, command line."""
    if api.signature:
        yield "signing.py", render("signing.py.jinja")
    yield "contract.py", render("contract.py.jinja", api=api)
    yield "transports.py", render("transports.py.jinja")
    yield "operations.py", render("operations.py.jinja", api=api)
    yield "models/_views.py", render("views.py.jinja", api=api)
    if api.shapes:
        yield "models/_shapes.py", render("shapes.py.jinja", api=api)
    yield "server/__init__.py", render("server_init.py.jinja", api=api)
    for resource in api.resources:
        yield (
            f"server/{resource.name}.py",
            render("server_resource.py.jinja", api=api, resource=resource),
        )
    yield "chinese.py", render("chinese.py.jinja", api=api)
    yield "cli/__init__.py", render("cli_init.py.jinja", api=api)
    yield "cli/commands.py", render("cli_commands.py.jinja", api=api)
    yield "__main__.py", render("main.py.jinja", api=api)
    yield "py.typed", ""


def project_files(api: Api, render: Render) -> Iterator[tuple[str, str]]:
    """Give what surrounds the package in its distribution."""
    yield "pyproject.toml", render("pyproject.toml.jinja", api=api)
    if api.license == "Apache-2.0":
        yield "LICENSE", _LICENSE.read_text("utf-8")
    yield "README.md", render("README.md.jinja", api=api)


def runtime_files() -> Iterator[tuple[str, str]]:
    """Give the modules that every package has, as they are."""
    for path in sorted(RUNTIME.rglob("*.py")):
        yield f"_runtime/{path.relative_to(RUNTIME).as_posix()}", path.read_text("utf-8")
