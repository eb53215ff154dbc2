"""Flink's jars: downloaded from the package index once, verified, and cached.

The Python package of Flink's libraries holds the jars of a whole cluster: as a wheel from 2.2 on,
as a source distribution before. Only the folder `lib` of it is kept.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

__all__ = ["RELEASES", "Release", "jars_of"]

_PROJECT = "apache-flink-libraries"


@dataclass(frozen=True, slots=True)
class Release:
    """A version of Flink, and the hash and type of its distribution."""

    version: str
    sha256: str
    is_wheel: bool


RELEASES = {
    "2.3": Release(
        "2.3.0", "38ece876553286b3a285cf344c2d2038f8a7ca10da5df54d5107250386d64151", is_wheel=True
    ),
    "1.20": Release(
        "1.20.5", "e6aee62ea1a1fe7b32e28894ad079f3f1a50a372a4caac3df52405267f4228c8", is_wheel=False
    ),
}


def cache_directory() -> Path:
    """Return the directory of all cached releases."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "flinkjobs" / "flink"


def jars_of(release: Release) -> Path:
    """Return the directory with a release's jars; download them first if needed."""
    folder = cache_directory() / release.version
    if not folder.is_dir():
        cache_directory().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache_directory()) as temporary:
            print(f"downloading the jars of Flink {release.version}", file=sys.stderr)
            jars = Path(temporary) / "jars"
            _unpack(_download(release, Path(temporary)), jars)
            _move_to_cache(jars, folder)
    return folder


def _download(release: Release, temporary: Path) -> Path:
    """Download a distribution with pip, which verifies its hash."""
    requirements = temporary / "requirements.txt"
    requirements.write_text(f"{_PROJECT}=={release.version} --hash=sha256:{release.sha256}\n")
    format_flag = "--only-binary" if release.is_wheel else "--no-binary"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-cache-dir", "--no-deps", "--require-hashes"]
    command += [format_flag, ":all:", "--dest", str(temporary), "--requirement", str(requirements)]
    subprocess.run(command, check=True)
    (distribution,) = temporary.glob("*.whl" if release.is_wheel else "*.tar.gz")
    return distribution


def _unpack(distribution: Path, folder: Path) -> None:
    """Copy the jars below `lib` into a directory of their own."""
    folder.mkdir()
    if distribution.suffix == ".whl":
        _unpack_wheel(distribution, folder)
    else:
        _unpack_archive(distribution, folder)
    if not any(folder.glob("flink-dist-*.jar")):
        raise RuntimeError(f"{distribution.name} holds no flink-dist jar")


def _unpack_wheel(distribution: Path, folder: Path) -> None:
    with zipfile.ZipFile(distribution) as wheel:
        for name in filter(_is_needed, wheel.namelist()):
            with wheel.open(name) as source:
                _copy(source, folder / Path(name).name)


def _unpack_archive(distribution: Path, folder: Path) -> None:
    with tarfile.open(distribution) as archive:
        for member in archive:
            source = archive.extractfile(member) if _is_needed(member.name) else None
            if source is not None:
                _copy(source, folder / Path(member.name).name)


def _is_needed(name: str) -> bool:
    path = Path(name)
    return path.suffix == ".jar" and path.parent.name == "lib"


def _copy(source: IO[bytes], destination: Path) -> None:
    with open(destination, "wb") as copy:
        shutil.copyfileobj(source, copy)


def _move_to_cache(jars: Path, folder: Path) -> None:
    """Move a directory into the cache, unless another process was faster."""
    try:
        jars.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
