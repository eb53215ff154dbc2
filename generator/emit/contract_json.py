"""The contract as data beside the package: the document itself, and the names it has in Python.

Pages and tools read it, such as a server's explorer, so that none keeps facts of its own.
"""

import json

from ..ir import Api
from ..openapi.pointer import JsonObject
from ..translations.catalogue import LANGUAGE

__all__ = ["contract_files"]


def contract_files(document: JsonObject, api: Api) -> tuple[tuple[str, str], ...]:
    """Return the one file: JSON with the document under `document`, the names under `names`,
    and its translations under `translations`, by language and English text."""
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
        "document": document,
    }
    return (("contract.json", json.dumps(content, ensure_ascii=False, indent=1) + "\n"),)
