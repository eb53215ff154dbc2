"""The guide to observing Flink is correct."""

import re
from pathlib import Path

from flinkjobs_target.notices.configuration import read_notices_file
from flinkjobs_target.notices.notice import KINDS
from flinkjobs_target.observe.deployments.record_files import read_records
from flinkjobs_target.observe.deployments.records import DeploymentRecord
from flinkjobs_target.settings import ObserveSettings, settings_of

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "observing-flink.md").read_text("utf-8")


def write_example(folder: Path, name: str) -> Path:
    """Write the TOML block of the guide that begins with this name of a file."""
    examples: list[str] = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    (example,) = [text for text in examples if text.startswith(f"# {name}")]
    file = folder / name
    file.write_text(example)
    file.chmod(0o600)
    return file


def test_the_channels_of_the_guide_can_be_read(tmp_path: Path) -> None:
    """The file of channels is valid; each kind of notice is in the table."""
    content = read_notices_file(write_example(tmp_path, "notices.toml"))

    assert [channel.name for channel in content.channels] == ["on-call", "chat", "team"]
    assert set(re.findall(r"^\| `(job-[a-z-]+)` \|", GUIDE, re.MULTILINE)) == {*KINDS} - {"test"}


def test_the_records_of_the_guide_can_be_applied(tmp_path: Path) -> None:
    """The TOML block is read without changes."""
    file = write_example(tmp_path, "deployments.toml")

    (record,) = read_records(file)

    assert record.deployment_name == "orders"


def test_every_field_of_a_record_is_mentioned() -> None:
    """The guide mentions all fields."""
    for name in DeploymentRecord.__struct_encode_fields__:
        assert re.search(rf"\b{name}\b", GUIDE), name


def test_flags_of_the_guide_exist() -> None:
    """Each is a setting of `observe`."""
    flags = {setting.flag for setting in settings_of(ObserveSettings)} | {"--help", "--config"}

    assert flags >= set(re.findall(r"(?<=[ `])--[a-z-]+", GUIDE))
