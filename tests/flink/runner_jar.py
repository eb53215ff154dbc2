"""The target's SQL runner: built from `target/flink-runner` into a jar that is always the same.

`make flink-runner` writes the jar that the target's package ships.
"""

import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from .releases import RELEASES, jars_of

__all__ = ["ENTRY_CLASS", "JAR", "build_runner", "missing_compiler"]

ENTRY_CLASS = "io.flinkjobs.runner.SqlRunner"
_TARGET = Path(__file__).parents[2] / "target"
_SOURCES = _TARGET / "flink-runner" / "src"
JAR = _TARGET / "src" / "flinkjobs_target" / "engine" / "flink" / "sql-runner.jar"
_MANIFEST = f"Manifest-Version: 1.0\r\nMain-Class: {ENTRY_CLASS}\r\n\r\n".encode()
_COMPILER = "17"
"""Another version of the compiler may write other bytes."""
_OPTIONS = ["-Xlint:all,-options,-classfile,-path", "-Werror", "-encoding", "UTF-8", "-proc:none"]


def missing_compiler() -> str | None:
    """Return why the jar cannot be built here, or None."""
    if shutil.which("javac") is None:
        return "no javac on the PATH"
    version = _run("javac", "-version").split()[-1]
    return None if version.split(".")[0] == _COMPILER else f"javac is {version}, not {_COMPILER}"


def build_runner(jars: Path, destination: Path) -> None:
    """Compile the runner against a release's jars; raise RuntimeError with the compiler's output."""
    sources = [str(path) for path in sorted(_SOURCES.rglob("*.java"))]
    with tempfile.TemporaryDirectory() as folder:
        paths = ["-cp", f"{jars}/*", "-d", folder]
        _run("javac", "--release", "11", *_OPTIONS, *paths, *sources)
        _write_jar(Path(folder), destination)


def _write_jar(classes: Path, destination: Path) -> None:
    """Write sorted entries without compression, whose bytes differ between versions of zlib."""
    with zipfile.ZipFile(destination, "w", zipfile.ZIP_STORED) as jar:
        _add(jar, "META-INF/MANIFEST.MF", _MANIFEST)
        for path in sorted(classes.rglob("*.class")):
            _add(jar, path.relative_to(classes).as_posix(), path.read_bytes())


def _add(jar: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add an entry with constant time, system and permissions."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    jar.writestr(entry, content)


def _run(*command: str) -> str:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise RuntimeError(f"{command[0]} failed:\n{result.stdout}{result.stderr}")
    return result.stdout + result.stderr


if __name__ == "__main__":
    if reason := missing_compiler():
        raise SystemExit(f"The runner needs a JDK {_COMPILER}: {reason}.")
    JAR.parent.mkdir(parents=True, exist_ok=True)
    build_runner(jars_of(RELEASES["1.20"]), JAR)
    print(JAR)
