"""Check of the content of wheels: `python -m tests.harness.packaging.wheels DIST` prints each fault.

They are of one release, include the licence that they state and only the package, and the links
that a package index shows of them are absolute.
"""

import email
import re
import sys
import zipfile
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

from generator import __version__

__all__ = ["faults"]

LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)\s]+)")
LICENCE = (Path(__file__).parents[3] / "LICENSE").read_text("utf-8")


def main(dist: Path) -> int:
    """Check every wheel of a folder; 1 where one has a fault."""
    wheels = sorted(dist.glob("*.whl"))
    if not wheels:
        raise SystemExit(f"{dist} holds no wheels; make package builds them")
    found = [f"{wheel.name}: {fault}" for wheel in wheels for fault in faults(wheel)]
    print("\n".join(found) or f"{len(wheels)} wheels of {__version__}, with their licences")
    return 1 if found else 0


def faults(wheel: Path) -> Iterator[str]:
    """Yield the faults of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    package = wheel.name.partition("-")[0]
    info = f"{package}-{__version__}.dist-info"
    if f"{info}/METADATA" not in files:
        yield f"it is not of release {__version__}"
        return
    yield from _metadata_faults(email.message_from_bytes(files[f"{info}/METADATA"]))
    if files.get(f"{info}/licenses/LICENSE", b"").decode() != LICENCE:
        yield "it does not carry LICENSE as it stands here"
    if f"{package}/py.typed" not in files:
        yield "it does not say that it is typed, by py.typed"
    for name in sorted(files):
        if name.partition("/")[0] not in (package, info):
            yield f"{name} is no part of the package"


def _metadata_faults(metadata: Message) -> Iterator[str]:
    if metadata["License-Expression"] != "Apache-2.0":
        yield f"its licence is stated as {metadata['License-Expression']}, not Apache-2.0"
    for requirement in metadata.get_all("Requires-Dist", []):
        stated = requirement.partition(";")[0].strip().partition("==")[2]
        if requirement.startswith("flink") and stated != __version__:
            yield f"it needs {requirement}, not the one of its own release"
    for link in LINK.findall(str(metadata.get_payload())):
        yield f"its README links to {link}, which a package index does not have"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
