"""What is in the wheels: `python -m tests.packaging.wheels DIST` names whatever is wrong.

They are of one release, carry the licence that they state, hold a package and nothing else, and what
a package index shows of them leads nowhere that is not there.
"""

import email
import re
import sys
import zipfile
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

from generator import __version__

__all__ = ["wrongs"]

LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)\s]+)")
LICENCE = (Path(__file__).parents[2] / "LICENSE").read_text("utf-8")


def main(dist: Path) -> int:
    """Look into every wheel of a folder; 1 where something is wrong with one."""
    wheels = sorted(dist.glob("*.whl"))
    if not wheels:
        raise SystemExit(f"{dist} holds no wheels; make package builds them")
    found = [f"{wheel.name}: {wrong}" for wheel in wheels for wrong in wrongs(wheel)]
    print("\n".join(found) or f"{len(wheels)} wheels of {__version__}, with their licences")
    return 1 if found else 0


def wrongs(wheel: Path) -> Iterator[str]:
    """Name what is wrong in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    package = wheel.name.partition("-")[0]
    about = f"{package}-{__version__}.dist-info"
    if f"{about}/METADATA" not in files:
        yield f"it is not of release {__version__}"
        return
    yield from _wrong_metadata(email.message_from_bytes(files[f"{about}/METADATA"]))
    if files.get(f"{about}/licenses/LICENSE", b"").decode() != LICENCE:
        yield "it does not carry LICENSE as it stands here"
    if f"{package}/py.typed" not in files:
        yield "it does not say that it is typed, by py.typed"
    for name in sorted(files):
        if name.partition("/")[0] not in (package, about):
            yield f"{name} is no part of the package"


def _wrong_metadata(metadata: Message) -> Iterator[str]:
    if metadata["License-Expression"] != "Apache-2.0":
        yield f"its licence is stated as {metadata['License-Expression']}, not Apache-2.0"
    for needed in metadata.get_all("Requires-Dist", []):
        if needed.startswith("flink") and needed.partition("==")[2] != __version__:
            yield f"it needs {needed}, not the one of its own release"
    for link in LINK.findall(str(metadata.get_payload())):
        yield f"its README links to {link}, which a package index does not have"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
