"""Proof, before anything is written, that what was emitted works.

What was emitted imports in a process of its own (the runtime, which is always the same, only as
far as it is used; formatting has read all of it); every model has a decoder and knows its wire
names.
"""

import json
import subprocess
import sys
from pathlib import Path

from ..ir import Api
from .ast_allowlist import faults

__all__ = ["verify"]

_PROBE = """
import importlib, json, pkgutil, sys
sys.path.insert(0, sys.argv[1])
package, schemas = sys.argv[2], json.load(sys.stdin)
import msgspec
build = importlib.import_module(f"{package}._runtime.client.response")._decoder
root = importlib.import_module(package)
for found in pkgutil.walk_packages(root.__path__, package + "."):
    if "._runtime" not in found.name and not found.name.endswith("__main__"):
        importlib.import_module(found.name)
for module, name, wires, nulls in schemas:
    model = getattr(importlib.import_module(f"{package}.models.{module}".rstrip(".")), name)
    build(model)
    known = {field.encode_name for field in msgspec.structs.fields(model)}
    if known != set(wires):
        sys.exit(f"{module}.{name}: wire names do not survive: {sorted(known ^ set(wires))}")
    if set(nulls) - msgspec.to_builtins(model()).keys():
        sys.exit(f"{module}.{name}: is sent without {nulls}")
for operation in importlib.import_module(f"{package}.operations").OPERATIONS:
    if operation.reads in ("json", "either"):
        build(operation.answer)
"""


def _refuse_strange(name: str, text: str, package: str) -> None:
    strange = list(faults(name, text, package))
    if strange:
        raise RuntimeError(f"what was emitted is not what was meant: {'; '.join(strange[:3])}")


def verify(root: Path, api: Api) -> None:
    """Look at, import and build decoders below `root`; raise RuntimeError that says what failed."""
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if "/_runtime/" not in name:
            _refuse_strange(name, path.read_text("utf-8"), api.package)
    schemas = [
        [
            one.type.module,
            one.type.name,
            [field.wire for field in one.fields],
            [field.wire for field in one.fields if field.is_sent_as_null],
        ]
        for one in api.schemas
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
    done = subprocess.run(
        command, input=json.dumps(schemas), capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"what was emitted does not work:\n{done.stderr.strip()}")
