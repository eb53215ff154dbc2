"""Flink's jars from the package index: fetched once, checked, and kept outside the repository.

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
    """A version of Flink, the hash of its distribution, and what that is."""

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


def cache() -> Path:
    """Give the folder in which releases are kept."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "flinkjobs" / "flink"


def jars_of(release: Release) -> Path:
    """Give the folder with a release's jars; the first time, fetch it from the package index."""
    folder = cache() / release.version
    if not folder.is_dir():
        cache().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache()) as workshop:
            print(f"fetching the jars of Flink {release.version}, once", file=sys.stderr)
            jars = Path(workshop) / "jars"
            _unpack(_fetch(release, Path(workshop)), jars)
            _keep(jars, folder)
    return folder


def _fetch(release: Release, workshop: Path) -> Path:
    """Download a distribution with the index that pip is set up for; pip refuses another hash."""
    wanted = workshop / "requirements.txt"
    wanted.write_text(f"{_PROJECT}=={release.version} --hash=sha256:{release.sha256}\n")
    only = "--only-binary" if release.is_wheel else "--no-binary"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-cache-dir", "--no-deps", "--require-hashes"]
    command += [only, ":all:", "--dest", str(workshop), "--requirement", str(wanted)]
    subprocess.run(command, check=True)
    (found,) = workshop.glob("*.whl" if release.is_wheel else "*.tar.gz")
    return found


def _unpack(distribution: Path, folder: Path) -> None:
    """Copy the jars below `lib` into a folder of their own."""
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


def _copy(source: IO[bytes], place: Path) -> None:
    with open(place, "wb") as copy:
        shutil.copyfileobj(source, copy)


def _keep(jars: Path, folder: Path) -> None:
    """Move a whole folder to its place; one that another process put there meanwhile is as good."""
    try:
        jars.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
