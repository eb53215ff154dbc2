"""The jar that runs SQL on a cluster: compiled from `RunSql.java` against a release's own jars."""

import subprocess
from pathlib import Path

__all__ = ["ENTRY", "build_program"]

ENTRY = "RunSql"
_SOURCE = Path(__file__).with_name(f"{ENTRY}.java")


def build_program(jars: Path, folder: Path) -> Path:
    """Compile the program into a jar in a folder; RuntimeError with what the compiler said."""
    _run(
        "javac", "--release", "11", "-cp", f"{jars}/*", "-d", str(folder / "classes"), str(_SOURCE)
    )
    jar = folder / "run-sql.jar"
    _run("jar", "--create", "--file", str(jar), "-C", str(folder / "classes"), ".")
    return jar


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} could not build {ENTRY}:\n{done.stderr}")
