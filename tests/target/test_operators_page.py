"""The page for operators: its units are valid, and its settings and commands are those of the program."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flinkjobs_target.settings import ObserveSettings, Settings, read_settings

from ..docs.pages import blocks

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
PAGES = [GUIDE / "operating.md", GUIDE / "zh" / "operating.md"]
PROGRAMS = "/opt/flinkjobs/bin"
NAME = re.compile(r"# (flinkjobs-\w+\.(?:service|timer))\n")


def units(page: Path) -> dict[str, str]:
    """Return the systemd units of a page by their names."""
    texts = [block.text for block in blocks(page) if block.language == "ini"]
    return {match[1]: text for text in texts if (match := NAME.match(text))}


def verify(folder: Path, texts: dict[str, str]) -> str:
    """Return what `systemd-analyze verify` says about units whose programs are those of this test."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("there is no systemd-analyze; install the Debian package systemd")
    for name, text in texts.items():
        here = text.replace(PROGRAMS, str(Path(sys.executable).parent))
        (folder / name).write_text(here, "utf-8")
    files = [str(folder / name) for name in texts]
    done = subprocess.run(
        [program, "verify", "--man=no", *files], capture_output=True, text=True, check=False
    )
    return f"{done.stdout}{done.stderr}{done.returncode or ''}"


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_the_units_are_valid(tmp_path: Path, page: Path) -> None:
    """systemd has no complaint about any."""
    texts = units(page)

    assert list(texts) == [
        "flinkjobs-target.service",
        "flinkjobs-observer.service",
        "flinkjobs-nightly.service",
        "flinkjobs-nightly.timer",
    ]
    assert verify(tmp_path, texts) == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [("ProtectSystem=", "ProtectSystm="), (f"{PROGRAMS}/flinkjobs-target", "/nowhere/program")],
)
def test_a_faulty_unit_is_found(tmp_path: Path, before: str, after: str) -> None:
    """So that the test above can fail."""
    name = "flinkjobs-target.service"
    text = units(PAGES[0])[name]
    assert before in text

    assert verify(tmp_path, {name: text.replace(before, after)}) != ""


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_the_settings_are_those_of_both_commands(tmp_path: Path, page: Path) -> None:
    """One file serves both."""
    (text,) = (block.text for block in blocks(page) if block.language == "toml")
    file = tmp_path / "flinkjobs-target.toml"
    file.write_text(text, "utf-8")

    served = read_settings(Settings, {"config": str(file)}, {})
    observed = read_settings(ObserveSettings, {"config": str(file)}, {})

    assert (served.admin, served.rate, served.port) == ("127.0.0.1:8081", 50.0, 443)
    assert served.data == observed.data == "/var/lib/flinkjobs-target"
    assert (observed.observer_admin, observed.cluster) == (
        "127.0.0.1:8082",
        ("prod=http://flink:8081",),
    )


def test_both_languages_have_the_same_examples() -> None:
    """But for comments."""

    def uncommented(page: Path) -> list[tuple[str, str]]:
        return [(block.language, re.sub(r" +# .*", "", block.text)) for block in blocks(page)]

    assert uncommented(PAGES[0]) == uncommented(PAGES[1])


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_the_metrics_of_the_page_exist(page: Path) -> None:
    """Those of the observer and of deployments, by the modules that expose them."""
    from flinkjobs_target.observe.metrics import ObserverMetrics
    from flinkjobs_target.observe.status import ObserverStatus

    status = ObserverStatus(["c"], interval=1, unhealthy_after=3)
    status.clusters["c"].read_time = 1.0
    exposed = re.findall(r"^# TYPE (\w+) ", ObserverMetrics(status).text().decode(), re.MULTILINE)
    (row,) = re.findall(r"^\| `observe .*", page.read_text("utf-8"), re.MULTILINE)
    named, prefix = set(), ""
    for beginning, name in re.findall(r"`(flinkjobs_(?:observer|deployments?)|…)_(\w+)`", row):
        prefix = prefix if beginning == "…" else beginning
        named.add(f"{prefix}_{name}")

    assert named == {name for name in exposed if name.startswith("flinkjobs_")}
