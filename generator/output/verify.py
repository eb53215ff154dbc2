"""Verification of an emitted package before it is written.

Its modules have only allowed syntax and are imported in a process of their own (those of the
runtime only as far as they are used), every model has a decoder, and its wire names are right.
"""

import json
import subprocess
import sys
from pathlib import Path

from ..ir import Api
from ..runtime.models.base import ADDITIONAL_WIRE_NAME
from .ast_allowlist import faults

__all__ = ["verify"]

_PROBE = """
import importlib, json, pkgutil, sys
sys.path.insert(0, sys.argv[1])
package, schemas = sys.argv[2], json.load(sys.stdin)
import msgspec
build = importlib.import_module(f"{package}._runtime.client.response")._decoder
root = importlib.import_module(package)
for module in pkgutil.walk_packages(root.__path__, package + "."):
    if "._runtime" not in module.name and not module.name.endswith("__main__"):
        importlib.import_module(module.name)
for module, name, wires, nulls in schemas:
    model = getattr(importlib.import_module(f"{package}.models.{module}".rstrip(".")), name)
    build(model)
    known = {field.encode_name for field in msgspec.structs.fields(model)}
    if known != set(wires):
        sys.exit(f"{module}.{name}: wire names do not survive: {sorted(known ^ set(wires))}")
    required = [field.name for field in msgspec.structs.fields(model) if field.required]
    if set(nulls) - msgspec.to_builtins(model(**dict.fromkeys(required))).keys():
        sys.exit(f"{module}.{name}: is sent without {nulls}")
for operation in importlib.import_module(f"{package}.operations").OPERATIONS:
    if operation.decoding == "json":
        build(operation.response_type)
    for content in operation.contents:
        build(content.type)
"""


def _check_syntax(name: str, text: str, package: str) -> None:
    violations = list(faults(name, text, package))
    if violations:
        raise RuntimeError(
            f"an emitted module has syntax that is not allowed: {'; '.join(violations[:3])}"
        )


def verify(root: Path, api: Api) -> None:
    """Check a package below `root`; raise RuntimeError with what failed."""
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if "/_runtime/" not in name:
            _check_syntax(name, path.read_text("utf-8"), api.package)
    schemas = [
        [
            schema.type.module,
            schema.type.name,
            [
                *(field.wire_name for field in schema.fields),
                *([ADDITIONAL_WIRE_NAME] if schema.additional else []),
            ],
            [field.wire_name for field in schema.fields if field.is_sent_as_null],
        ]
        for schema in api.schemas
    ]
    command = [
        sys.executable,
        "-I",
        "-B",
        "-c",
        _PROBE,
        str(root / "src"),
        api.package,
    ]
    completed = subprocess.run(
        command, input=json.dumps(schemas), capture_output=True, encoding="utf-8", check=False
    )
    if completed.returncode != 0:
        raise RuntimeError(f"the emitted package does not work:\n{completed.stderr.strip()}")
