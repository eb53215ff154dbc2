"""Adapter of openapi-python-client, which parses the operations and renders the client's templates.

Its own layout, one file per operation and attrs models, is not used: `ClientProject` takes the
place of its `Project.build`, on our templates.
"""

from pathlib import Path
from typing import Any

from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError, ParseError
from openapi_python_client.parser.openapi import Endpoint

from ..diagnostics import SpecificationError
from ..normalise import NamedOperation
from ..openapi.pointer import JsonObject
from ..openapi.source import Source

__all__ = ["ClientProject", "parse"]

TEMPLATES = Path(__file__).parents[1] / "emit" / "templates"


class ClientProject(Project):
    """Renders templates to text; writes nothing."""

    def render(self, template: str, **data: object) -> str:
        """Render one of our templates with this tool's renderer."""
        return self.env.get_template(template).render(**data)

    def operations(self) -> dict[tuple[str, str], NamedOperation]:
        """Return the parsed operations by method and path, with Python's names in it."""
        return {
            (endpoint.method, _path(endpoint)): _named(str(tag), endpoint)
            for tag, collection in self.openapi.endpoint_collections_by_tag.items()
            for endpoint in collection.endpoints
        }


def parse(source: Source, document: JsonObject, package: str) -> ClientProject:
    """Parse a document; raise SpecificationError for anything that the tool would drop."""
    config = Config.from_sources(
        ConfigFile(package_name_override=package, post_hooks=[], literal_enums=True),
        MetaType.NONE,
        document_source=source.path,
        file_encoding="utf-8",
        overwrite=False,
        output_path=Path(package),
    )
    data = GeneratorData.from_dict(document, config=config)
    if isinstance(data, GeneratorError):
        raise SpecificationError([_problem(source, data)])
    dropped = [*data.errors, *_parse_errors(data)]
    if dropped:
        raise SpecificationError([_problem(source, error) for error in dropped])
    return ClientProject(openapi=data, config=config, custom_template_path=TEMPLATES / "client")


def _parse_errors(data: GeneratorData) -> list[ParseError]:
    return [
        e
        for collection in data.endpoint_collections_by_tag.values()
        for e in collection.parse_errors
    ]


def _problem(source: Source, error: GeneratorError) -> Any:
    what = " ".join(f"{error.header} {error.detail or ''}".split())
    return source.diagnostic(
        "", f"cannot be emitted: {what}", "say it in a way that openapi-python-client reads"
    )


def _path(endpoint: Endpoint) -> str:
    """Return an operation's path with the wire names put back."""
    path = endpoint.path.get_untrusted_value()
    for parameter in endpoint.path_parameters:
        path = path.replace(
            f"{{{parameter.python_name}}}", f"{{{parameter.name.get_untrusted_value()}}}"
        )
    return path


def _named(tag: str, endpoint: Endpoint) -> NamedOperation:
    names = {
        (prop.name.get_untrusted_value(), location.value): str(prop.python_name)
        for location, prop in endpoint.iter_all_parameters()
    }
    return NamedOperation(tag, str(endpoint.name), names)
