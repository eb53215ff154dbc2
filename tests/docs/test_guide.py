"""The guide, typed in its order in one fresh shell with an empty home, as a new user does."""

import re
import shutil
import socket
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from .pages import Block, blocks, matches, run

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
GUIDE = DOCS / "guide"
FIRST = GUIDE / "first-listing.md"
OWN_API = GUIDE / "your-own-api.md"
STOPPING = "trap 'kill $(jobs -p) || true; wait || true' EXIT"


def pages() -> list[Path]:
    """Return the pages of the guide, in the order of the documents' index."""
    text = (DOCS / "README.md").read_text("utf-8")
    return [DOCS / name for name in re.findall(r"^- \[.*\]\((guide/.*?)\)", text, re.MULTILINE)]


def checkout(folder: Path) -> None:
    """Copy what the pages take from a checkout."""
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info", "node_modules")
    for name in ("generated", "target", "spec"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)


def changes() -> dict[str, str]:
    """Return what is different here: ports, no downloads, and this checkout's make."""
    port, own_port = free_port(), str(free_port())
    waiting = f"until (echo > /dev/tcp/127.0.0.1/{port}) 2>/dev/null; do sleep 0.05; done"
    observing = "until grep -q ^observing observed.log; do sleep 0.05; done"
    return {
        "python3 -m venv jobs-env": f"{STOPPING}\npython3 -m venv --system-site-packages jobs-env",
        ". jobs-env/bin/activate": ". jobs-env/bin/activate\nset -u",
        "--port 8080 &": f"--port {port} &\nexport FLINKJOBS_ENDPOINT=http://127.0.0.1:{port}\n{waiting}",
        "make contract": f"env -u PYTHONPATH make -C {ROOT} contract",
        "8082": own_port,
        "http://flink:8081": "http://127.0.0.1:9",
        f"http://flink:{own_port}": "http://127.0.0.1:9",
        "prod=http://127.0.0.1:9 &": f"prod=http://127.0.0.1:9 > observed.log 2>&1 &\n{observing}",
    }


def test_every_page_is_in_the_index() -> None:
    """A page that the index leaves out is found by nobody."""
    assert sorted(pages()) == sorted(GUIDE.glob("*.md"))


def test_the_guide_in_its_order(tmp_path: Path) -> None:
    """Each command finds what those before it have set, and prints what the page shows."""
    checkout(tmp_path)
    examples: list[Block] = [block for page in pages() if page != OWN_API for block in blocks(page)]
    printed = run(examples, tmp_path, offline(), changes())

    assert len(printed) > 20
    check_output(examples, printed)


def check_output(examples: list[Block], printed: dict[Block, str]) -> None:
    """Compare what examples printed with what their page shows."""
    for before, expected in pairwise(examples):
        if expected.language == "text":
            output = printed[before]
            assert matches(expected.text, output), f"{expected.page}, {expected.line}:\n{output}"


def test_the_page_of_an_own_api(tmp_path: Path) -> None:
    """It needs nothing of the other pages: an application of FastAPI is generated for, called and stood in for."""
    port, other = str(free_port()), str(free_port())
    waiting = f"until (echo > /dev/tcp/127.0.0.1/{port}) 2>/dev/null; do sleep 0.1; done"
    examples = blocks(OWN_API)
    environ = {**offline(), "PYTHONPATH": f"{offline()['PYTHONPATH']}:{ROOT}"}
    changed = {
        "pip install --quiet fastapi granian": STOPPING,
        "pip install --quiet ./shop_client": "pip install --quiet --no-deps --target lib ./shop_client\n"
        "export PYTHONPATH=lib:$PYTHONPATH PATH=lib/bin:$PATH",
        "uvx --from dist/flinkjobs_generator-*.whl flinkjobs-generator": f"{sys.executable} -m generator",
        "shop:app &": f"shop:app &\n{waiting}",
        "8090": port,
        "8091": other,
    }
    printed = run(examples, tmp_path, environ, changed)

    assert len(printed) > 5
    check_output(examples, printed)


def test_the_first_page_installs_every_package() -> None:
    """The packages that the target needs are installed from the checkout: no index has them."""
    text = FIRST.read_text("utf-8")
    packages = sorted(path.parent.name for path in (ROOT / "generated").glob("*/pyproject.toml"))

    assert packages
    assert [name for name in packages if f"./generated/{name} " not in text] == []


def offline() -> dict[str, str]:
    """Let pip build and install with what is here, and fetch nothing."""
    here = Path(pytest.__file__).parents[1]
    return {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0", "PYTHONPATH": str(here)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
