"""The modules that generated mutants change, and the tests that may notice them.

No semantic mutant reaches these: those are faults of the target, or of what it has in common with a client.
"""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["AREAS", "KEPT", "ROOT", "RUNTIME", "Area", "Module", "MutantsError", "area_of"]

ROOT = Path(__file__).parents[3]
KEPT = ROOT / "dist" / "generated_mutants"
"""Where a run keeps what it finds out, for the next one."""
RUNTIME = Path("generated/flinkjobs/src/flinkjobs/_runtime")


class MutantsError(Exception):
    """A run that proves nothing; the text says why."""


@dataclass(frozen=True)
class Module:
    """A module: its file, and the end of its name, which every generated package has alike."""

    path: Path

    @property
    def name(self) -> str:
        """Name of the module; of one of the runtime, what follows the package's name."""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[parts.index("_runtime") :] if "_runtime" in parts else parts)


@dataclass(frozen=True)
class Area:
    """Some modules, and the folders of tests that run them.

    `commands` are the test files that run them as a command, where coverage does not look.
    """

    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]
    commands: tuple[str, ...] = ()

    @property
    def modules(self) -> list[Module]:
        """The modules in the order of their names."""
        paths = (path for file in self.files for path in ROOT.glob(file))
        return [Module(path.relative_to(ROOT)) for path in sorted(paths) if path.stem != "__init__"]


CALLS = ("tests/client", "tests/signing", "tests/walks")
AREAS = (
    Area("signing", tuple(f"{RUNTIME}/aliyun/{name}.py" for name in ("acs3", "gateway")), CALLS),
    Area("pagination", (f"{RUNTIME}/pagination/*.py",), CALLS),
    Area(
        "retry",
        tuple(
            f"{RUNTIME}/client/{name}.py"
            for name in ("call", "clock_skew", "http_dates", "idempotency", "retry")
        ),
        CALLS,
    ),
    Area(
        "compare",
        ("generator/compare/**/*.py",),
        ("tests/compare",),
        ("tests/compare/test_gate.py", "tests/compare/test_report.py"),
    ),
)


def area_of(module: Module) -> Area:
    """Return the area that has a module."""
    return next(area for area in AREAS if module in area.modules)
