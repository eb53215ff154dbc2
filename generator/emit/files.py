"""The files of a package and the template of each."""

from collections.abc import Callable, Iterator
from pathlib import Path

from ..ir import Api, Flavour
from ..repository import LICENSE
from .translated_texts import translated_texts
from .workflow_data import workflows_json

__all__ = ["Render", "client_files", "package_files", "project_files", "runtime_files"]

RUNTIME = Path(__file__).parents[1] / "runtime"
Render = Callable[..., str]


FLAVOURS = (
    Flavour("synchronous", "_sync", False, "", "def", "", "__enter__", "__exit__", "Page", "run"),
    Flavour(
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
    """Yield the client's modules, rendered by openapi-python-client's renderer."""
    yield "__init__.py", render("package_init.py.jinja", api=api)
    yield "errors.py", render("errors.py.jinja", api=api)
    for flavour in FLAVOURS:
        yield f"{flavour.folder}/__init__.py", f'"""The {flavour.word} client."""\n'
        yield f"{flavour.folder}/client.py", render("client.py.jinja", api=api, flavour=flavour)
        for resource in api.resources:
            text = render("resource.py.jinja", api=api, flavour=flavour, resource=resource)
            yield f"{flavour.folder}/{resource.name}.py", text
        if api.workflows:
            text = render("workflows.py.jinja", api=api, flavour=flavour)
            yield f"{flavour.folder}/workflows.py", text


def package_files(api: Api, render: Render) -> Iterator[tuple[str, str]]:
    """Yield the modules beside the client: data, derived properties, server, command line."""
    if api.signature:
        yield "signing.py", render("signing.py.jinja")
    yield "contract.py", render("contract.py.jinja", api=api)
    yield "transports.py", render("transports.py.jinja")
    if api.body_schemas:
        yield "body_schemas.py", render("body_schemas.py.jinja", api=api)
    yield "operations.py", render("operations.py.jinja", api=api)
    if any(operation.errors for operation in api.operations):
        yield "error_bodies.py", render("error_bodies.py.jinja", api=api)
    if not api.error_response:
        yield "error_forms.py", render("error_forms.py.jinja", api=api)
    yield "models/_derived.py", render("derived.py.jinja", api=api)
    if api.unions:
        yield "models/_unions.py", render("unions.py.jinja", api=api)
    yield "server/__init__.py", render("server_init.py.jinja", api=api)
    for resource in api.resources:
        yield (
            f"server/{resource.name}.py",
            render("server_resource.py.jinja", api=api, resource=resource),
        )
    if api.translations:
        yield "chinese.py", render("chinese.py.jinja", texts=translated_texts(api))
    yield "cli/__init__.py", render("cli_init.py.jinja", api=api)
    yield "cli/commands.py", render("cli_commands.py.jinja", api=api)
    yield "cli/resources/__init__.py", '"""The commands of each resource, as data."""\n'
    for resource in api.resources:
        text = render("cli_resource.py.jinja", api=api, resource=resource)
        yield f"cli/resources/{resource.name}.py", text
    if api.workflows:
        yield "workflows.json", workflows_json(api)
        yield "workflows.py", render("workflow_results.py.jinja", api=api)
        yield "cli/workflows.py", render("cli_workflows.py.jinja", api=api)
    yield "__main__.py", render("main.py.jinja", api=api)
    yield "py.typed", ""


def project_files(api: Api, render: Render) -> Iterator[tuple[str, str]]:
    """Yield the files that surround the package in its distribution."""
    yield "pyproject.toml", render("pyproject.toml.jinja", api=api)
    if api.license == "Apache-2.0":
        yield "LICENSE", LICENSE.read_text("utf-8")
    yield "README.md", render("README.md.jinja", api=api)


def runtime_files(api: Api) -> Iterator[tuple[str, str]]:
    """Yield the runtime's modules as they are, but for those that the API does not need."""
    for path in sorted(RUNTIME.rglob("*.py")):
        name = path.relative_to(RUNTIME).as_posix()
        if not any(name.startswith(prefix) for prefix in _unneeded(api)):
            yield f"_runtime/{name}", path.read_text("utf-8")


def _unneeded(api: Api) -> Iterator[str]:
    """Yield the paths of runtime modules and folders that only other APIs need."""
    if not api.signature:
        yield "aliyun/"
    if not api.servers:
        yield "client/servers.py"
        yield "cli/server_settings.py"
    if not api.workflows:
        yield "workflows/"
        yield "cli/workflows/"
    if not api.body_schemas:
        yield "parameters/body_check.py"
        yield "parameters/body_faults.py"
        yield "parameters/body_schemas.py"
