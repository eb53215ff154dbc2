"""Two renderers, one set of filters: openapi-python-client's for the client, Jinja2 for the rest."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .template_filters import FILTERS, GLOBALS

__all__ = ["equip", "renderer"]

_TEMPLATES = Path(__file__).parent / "templates"


def equip(environment: Environment) -> Environment:
    """Add our filters to an environment, and make an undefined name an error."""
    environment.filters.update(FILTERS)
    environment.globals.update(GLOBALS)
    environment.undefined = StrictUndefined
    return environment


@cache
def renderer(folder: str) -> Any:
    """Return the function that renders the templates of one folder."""
    environment = equip(
        Environment(
            loader=FileSystemLoader(_TEMPLATES / folder),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,
        )
    )

    def render(template: str, **data: object) -> str:
        return environment.get_template(template).render(**data)

    return render
