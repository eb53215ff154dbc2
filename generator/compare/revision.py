"""The contract as it is in a revision of git, to see what an edit changes."""

import io
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from .documents import compare
from .history import Comparison, read_version

__all__ = ["changes_since_revision"]


def changes_since_revision(specification: Path, revision: str) -> Comparison:
    """Return the contract at a revision, the contract as it is now, and their changes.

    Raises RuntimeError when git does not have that revision of the file.
    """
    with TemporaryDirectory() as folder:
        _extract(specification, revision, Path(folder))
        before = read_version(Path(folder) / specification.name, recorded=True)
    now = read_version(specification)
    return Comparison(before, now, compare(before.source.document, now.source.document))


def _extract(specification: Path, revision: str, folder: Path) -> None:
    """Write the files of the specification's folder, as they are at a revision, into a folder."""
    command = ["git", "-C", str(specification.parent), "archive", "--format=tar", revision]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip().splitlines() or ["no message"]
        raise RuntimeError(f"git has no revision {revision} of {specification}: {reason[-1]}")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    if not (folder / specification.name).exists():
        raise RuntimeError(f"{specification} is not in revision {revision}; name a later one")
