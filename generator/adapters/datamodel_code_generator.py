"""Adapter of datamodel-code-generator, which writes the models with its own templates."""

import json
import warnings
from collections.abc import Mapping
from typing import Any, Final

from datamodel_code_generator import (
    AllExportsCollisionStrategy,
    AllExportsScope,
    InputFileType,
    LiteralType,
    PythonVersion,
    generate,
)
from datamodel_code_generator.enums import DataModelType

from ..openapi.pointer import JsonObject

__all__ = ["emit_models"]

_TOPIC = "{topic}"
_HEADER = f'"""Models of the contract: {_TOPIC}."""'
_OPTIONS: Final[Mapping[str, Any]] = {
    "input_filename": "openapi.json",
    "input_file_type": InputFileType.OpenAPI,
    "output_model_type": DataModelType.MsgspecStruct,
    "target_python_version": PythonVersion.PY_311,
    "custom_file_header": _HEADER,
    "all_exports_scope": AllExportsScope.Recursive,
    "all_exports_collision_strategy": AllExportsCollisionStrategy.FullPrefix,
    "enum_field_as_literal": LiteralType.All,
    "apply_default_values_for_required_fields": True,
    "keyword_only": True,
    "snake_case_field": True,
    "no_alias": True,
    "treat_dot_as_module": True,
    "use_annotated": False,
    "use_attribute_docstrings": True,
    "use_field_description": True,
    "use_schema_description": True,
    "use_single_line_docstring": True,
    "use_standard_collections": True,
    "use_union_operator": True,
    "use_double_quotes": True,
    "disable_timestamp": True,
    "allow_remote_refs": False,
    "strict_nullable": True,
    "formatters": [],
}


def emit_models(document: JsonObject, *, base: str, bases: Mapping[str, str]) -> dict[str, str]:
    """Return the modules of the models by file name.

    `base` is the import path of every model's base class; `bases` names others by schema. Where
    there is no schema, there is one module without models.
    """
    if not document["components"]["schemas"]:
        return {"__init__.py": _titled("__init__.py", _HEADER)}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        modules = generate(
            json.dumps(document),
            base_class=base,
            base_class_map=dict(bases),
            **_OPTIONS,
        )
    found = modules if isinstance(modules, dict) else {("__init__.py",): modules}
    return {
        "/".join(path): _titled("/".join(path), str(text or "")) for path, text in found.items()
    }


def _titled(path: str, text: str) -> str:
    topic = "all of them" if path == "__init__.py" else path.removesuffix(".py")
    return text.replace(_TOPIC, topic, 1)
