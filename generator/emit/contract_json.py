"""The contract as data beside the package: the document in one file, and the names it has in Python.

Pages and tools read them, such as a server's explorer, so that none keeps facts of its own.
"""

import json
from typing import Final

from ..ir import Api
from ..openapi.pointer import JsonObject
from ..translations.catalogue import LANGUAGE

__all__ = ["contract_files"]

_PATH_ITEMS: Final = "#/components/pathItems/"


def contract_files(document: JsonObject, api: Api) -> tuple[tuple[str, str], ...]:
    """Return two files: the bundled document; and JSON with the names of operations under `names`,
    and the document's translations under `translations`, by language and English text."""
    columns = {
        model.type: [
            column for column in model.columns if "." not in column
        ]  # its own, none related
        for model in api.models
    }
    names = {
        operation.name: {
            "resource": resource.name,
            "method": operation.method_name,
            "parameters": {
                parameter.wire_name: parameter.name for parameter in operation.parameters
            },
            "columns": columns.get(operation.row, ()),
        }
        for resource in api.resources
        for operation in resource.operations
    }
    translations = {LANGUAGE: api.translations} if api.translations else {}
    content = {
        "package": api.package,
        "names": names,
        "translations": translations,
    }
    files = {"openapi.json": _published(document), "contract.json": content}
    return tuple(
        (name, json.dumps(value, ensure_ascii=False, indent=2) + "\n")
        for name, value in files.items()
    )


def _published(document: JsonObject) -> JsonObject:
    """Return a document with the path items that its paths refer to in place.

    OpenAPI 3.1 allows such references, but few tools follow them.
    """
    items = {
        _PATH_ITEMS + name: item
        for name, item in document.get("components", {}).get("pathItems", {}).items()
    }
    if not items:
        return document
    paths = {
        path: items.get(item["$ref"], item) if item.keys() == {"$ref"} else item
        for path, item in document["paths"].items()
    }
    components = {
        name: part for name, part in document["components"].items() if name != "pathItems"
    }
    published = {**document, "paths": paths, "components": components}
    return document if _PATH_ITEMS in json.dumps(published) else published
