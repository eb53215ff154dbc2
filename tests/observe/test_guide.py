"""The guide's example and figures of speech are true."""

import re
from pathlib import Path

from flinkjobs_target.observe.deployments.record_files import read_records
from flinkjobs_target.observe.deployments.records import DeploymentRecord
from flinkjobs_target.settings import ObserveSettings, known_settings

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "observing-flink.md").read_text("utf-8")


def test_the_records_of_the_guide_can_be_applied(tmp_path: Path) -> None:
    """As they stand."""
    (example,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    file = tmp_path / "deployments.toml"
    file.write_text(example)

    (record,) = read_records(file)

    assert "orders" == record.deployment_name


def test_every_field_of_a_record_is_named() -> None:
    """In the example or after it."""
    for name in DeploymentRecord.__struct_encode_fields__:
        assert re.search(rf"\b{name}\b", GUIDE), name


def test_flags_exist() -> None:
    """Those that the guide names."""
    known = {setting.flag for setting in known_settings(ObserveSettings)} | {"--help", "--config"}

    assert known >= set(re.findall(r"(?<=[ `])--[a-z-]+", GUIDE))
