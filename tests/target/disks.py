"""Small file systems that can be filled or made read-only; only root can mount them."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

__all__ = ["Disk", "small_disk"]


class Disk:
    """A mounted file system."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._filling = path / "filling"

    def fill(self, *, leave: int = 0) -> None:
        """Fill the disk, except for `leave` bytes."""
        with self._filling.open("wb", buffering=0) as file:
            free = os.statvfs(self.path)
            file.truncate(0)
            try:
                os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize - leave)
                while not leave:
                    file.seek(0, os.SEEK_END)
                    file.write(b"0" * 512)
            except OSError:
                assert not leave

    def make_room(self) -> None:
        """Free the space at once."""
        self._filling.unlink()
        _run("sync", "--file-system", str(self.path))

    def turn_read_only(self) -> None:
        """Remount read-only, as a file system does after an error of its disk."""
        _run("mount", "-o", "remount,abort", str(self.path))


@contextmanager
def small_disk(path: Path, megabytes: int) -> Iterator[Disk]:
    """Mount a file system on a directory; skip the test where that is not permitted."""
    image = path.with_suffix(".image")
    mkfs = shutil.which("mkfs.ext4", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if os.getuid() != 0 or mkfs is None:
        pytest.skip("only root can mount a file system, and mkfs.ext4 must be there to make one")
    with image.open("wb") as file:
        file.truncate(megabytes * 2**20)
    _run(mkfs, "-q", "-F", "-m", "0", str(image))
    path.mkdir()
    try:
        _run("mount", "-o", "loop", str(image), str(path))
    except subprocess.CalledProcessError as error:
        pytest.skip(f"mounting is not permitted here: {error.stderr.strip()}")
    try:
        yield Disk(path)
    finally:
        _run("umount", "--lazy", str(path))
        image.unlink()


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
