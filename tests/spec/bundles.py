"""The bundled documents: each contract in one file, as it travels with its package."""

from pathlib import Path

__all__ = ["BUNDLES", "SPECIFICATIONS"]

_ROOT = Path(__file__).parents[2]
_PACKAGES = {"flinkjobs": "openapi.yaml", "flinkrest": "flink-rest.yaml"}

SPECIFICATIONS = {name: _ROOT / "spec" / file for name, file in _PACKAGES.items()}
BUNDLES = {name: _ROOT / "generated" / name / "src" / name / "openapi.json" for name in _PACKAGES}
