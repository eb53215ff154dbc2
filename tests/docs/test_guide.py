"""The guide's examples do what they say, against a real target."""

import json
import shutil
import socket
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from flinkjobs_target.testing.subprocess import running_target

from .pages import blocks, matches, run

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide"
FIRST = "first-listing.md"
PAGES = [
    "errors-and-retries.md",
    "observability.md",
    "waiting-in-scripts.md",
    "testing-offline.md",
    "contract-tests.md",
]
STOPPED = "server=$!; trap 'kill $server; wait $server || true' EXIT"
JOB = json.loads((ROOT / "spec" / "examples" / "list-jobs.json").read_text("utf-8"))["data"][0]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """A running target, and the settings that find its jobs, as the first page leaves them."""
    data = tmp_path_factory.mktemp("target") / "data"
    with running_target(data, [JOB]) as target:
        yield {
            "FLINKJOBS_TARGET_DATA": str(data),
            "FLINKJOBS_ENDPOINT": target.endpoint,
            "FLINKJOBS_WORKSPACE": JOB["workspace"],
            "FLINKJOBS_NAMESPACE": JOB["namespace"],
            "ALIBABA_CLOUD_ACCESS_KEY_ID": target.access_key_id,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": target.access_key_secret,
            "DEPLOYMENT": JOB["deploymentId"],
        }


def hold(page: str, folder: Path, environ: Mapping[str, str], changes: Mapping[str, str]) -> None:
    """Run a page; each `text` block must be what the block before it printed."""
    examples = blocks(GUIDE / page)
    printed = run(examples, folder, environ, changes)
    assert printed
    for before, expected in pairwise(examples):
        if expected.language == "text":
            output = printed[before]
            assert matches(expected.text, output), f"{page}, line {expected.line}:\n{output}"


@pytest.mark.parametrize("page", PAGES)
def test_a_page(page: str, settings: Mapping[str, str], tmp_path: Path) -> None:
    """Every example of a page runs as it stands, and prints what the page shows."""
    port = str(free_port())
    changes = {
        "make contract": f"make -C {ROOT} contract",
        "own_server:app &": f"own_server:app &\n{STOPPED}",
        "8082": port,
    }
    hold(page, tmp_path, settings, changes)


def test_the_first_page(tmp_path: Path) -> None:
    """From a checkout to a listing: the packages install, the target serves, the job is listed."""
    for name in ("generated", "target", "spec"):
        left_out = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=left_out)
    port = free_port()
    waiting = f"until (echo > /dev/tcp/127.0.0.1/{port}) 2>/dev/null; do sleep 0.05; done"
    changes = {
        # What the packages need is here already, and is not fetched again.
        "python3 -m venv": "python3 -m venv --system-site-packages",
        "--port 8080 &": f"--port {port} &\n{STOPPED}\n"
        f"export FLINKJOBS_ENDPOINT=http://127.0.0.1:{port}\n{waiting}",
    }
    hold(FIRST, tmp_path, offline(), changes)


def test_the_first_page_installs_every_package() -> None:
    """The packages that the target needs are installed from the checkout: no index has them."""
    text = (GUIDE / FIRST).read_text("utf-8")
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


def test_every_page_with_examples_is_run() -> None:
    """A page that shows how to run something stands in one of the lists above."""
    shown = {
        page.name
        for page in GUIDE.glob("*.md")
        if any(block.language in ("sh", "python", "console") for block in blocks(page))
    }

    assert shown <= {FIRST, *PAGES, "command-line.md", "observing-flink.md"}
