"""The two code generators run on a specification without ours, each with its defaults."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

__all__ = ["Client", "Models", "client", "models"]

_IMPORT_ALL = """
import importlib, json, pkgutil, sys
sys.path.insert(0, sys.argv[1])
root, broken = importlib.import_module(sys.argv[2]), 0
for found in pkgutil.walk_packages(root.__path__, sys.argv[2] + "."):
    try:
        importlib.import_module(found.name)
    except Exception:
        broken += 1
print(broken)
"""
_DECODE_ALL = """
import ast, importlib, json, pathlib, sys, warnings
import msgspec
warnings.simplefilter("ignore")
root = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(root.parent))
good = every = 0
for file in sorted(root.rglob("*.py")):
    classes = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.ClassDef)]
    bases = [{getattr(base, "id", getattr(base, "attr", "")) for base in node.bases} for node in classes]
    names = [one.name for one, known in zip(classes, bases) if not {"Enum", "IntEnum", "StrEnum"} & known]
    every += len(names)
    steps = [part for part in file.relative_to(root.parent).with_suffix("").parts if part != "__init__"]
    try:
        module = importlib.import_module(".".join(steps))
    except Exception:
        continue
    for name in names:
        try:
            msgspec.json.Decoder(getattr(module, name))
            good += 1
        except Exception:
            pass
print(json.dumps([good, every]))
"""


class Client(NamedTuple):
    """The client of openapi-python-client: operations, modules that cannot be imported, seconds."""

    operations: int
    broken: int
    seconds: float


class Models(NamedTuple):
    """The models of datamodel-code-generator: all, and those that msgspec can decode, seconds."""

    decodable: int
    models: int
    seconds: float


def client(spec: Path, folder: Path) -> Client:
    """Run openapi-python-client as its users do."""
    out, began = folder / "stock-client", time.monotonic()
    command = ["openapi_python_client", "generate", "--path", str(spec), "--meta", "none"]
    _run("-m", *command, "--output-path", str(out / "stock_client"))
    seconds = time.monotonic() - began
    files = [path for path in out.glob("stock_client/api/*/*.py") if path.name != "__init__.py"]
    done = _run("-c", _IMPORT_ALL, str(out), "stock_client") if files else None
    return Client(len(files), int(done or -1), seconds)


def models(spec: Path, folder: Path) -> Models:
    """Run datamodel-code-generator as its users do, for msgspec.

    Where a schema's name has a dot it makes several modules: it writes nothing into a file then,
    says so, and is given a folder.
    """
    out = folder / "stock_models"
    out.mkdir()
    command = ["datamodel_code_generator", "--input", str(spec), "--input-file-type", "openapi"]
    command += ["--output-model-type", "msgspec.Struct", "--output"]
    for place in (out / "__init__.py", out):
        began = time.monotonic()
        _run("-m", *command, str(place))
        if any(out.iterdir()):
            break
    seconds = time.monotonic() - began
    found = _run("-c", _DECODE_ALL, str(out))
    good, every = json.loads(found) if found else (0, 0)
    return Models(good, every, seconds)


def _run(*words: str) -> str:
    """Return what a Python printed; "" where it failed."""
    command = [sys.executable, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    return done.stdout.strip() if done.returncode == 0 else ""
