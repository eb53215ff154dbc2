"""The jar of `RunSql.java`, which runs SQL on a cluster, compiled against a release's jars."""

import subprocess
from pathlib import Path

__all__ = ["ENTRY_CLASS", "build_jar"]

ENTRY_CLASS = "RunSql"
_SOURCE = Path(__file__).with_name(f"{ENTRY_CLASS}.java")


def build_jar(jars: Path, folder: Path) -> Path:
    """Compile the program into a jar; raise RuntimeError with the compiler's output."""
    _run(
        "javac", "--release", "11", "-cp", f"{jars}/*", "-d", str(folder / "classes"), str(_SOURCE)
    )
    jar = folder / "run-sql.jar"
    _run("jar", "--create", "--file", str(jar), "-C", str(folder / "classes"), ".")
    return jar


def _run(*command: str) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise RuntimeError(f"{command[0]} could not build {ENTRY_CLASS}:\n{result.stderr}")
