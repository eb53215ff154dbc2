"""Files that the generator reads beside its own: in the repository, or in the package that it is installed as."""

from pathlib import Path
from typing import Final

__all__ = ["COMMAND", "IS_INSTALLED", "LICENSE", "SPECIFICATIONS"]

_PACKAGE: Final = Path(__file__).parent
IS_INSTALLED: Final = (_PACKAGE / "spec").is_dir()
_ROOT: Final = _PACKAGE if IS_INSTALLED else _PACKAGE.parent
LICENSE: Final = _ROOT / "LICENSE"
"""The licence of the runtime, which packages carry."""
SPECIFICATIONS: Final = _ROOT / "spec"
"""The folder with the definitions of the extensions."""
COMMAND: Final = "flinkjobs-generator" if IS_INSTALLED else "python -m generator"
"""The command that runs the generator."""
