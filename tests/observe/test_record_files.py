"""Files of deployment records, and what is said of a mistake in one."""

from pathlib import Path

import pytest

from flinkjobs_target import cli
from flinkjobs_target.errors import TargetError
from flinkjobs_target.observe.deployments.record_files import read_records

TOML = """
[[deployments]]
deploymentId = "d"
deploymentName = "orders"
workspace = "w"
namespace = "n"
creator = "alice"
engineVersion = "vvr-8.0"
recognise = { labels = { job = "orders" } }
userFlinkConf = { "table.exec.state.ttl" = "36 h" }

[deployments.artifact]
kind = "SQLSCRIPT"
sqlArtifact = { sqlScript = "SELECT 1" }
"""
YAML = """
deployments:
  - deploymentId: d
    deploymentName: orders
    workspace: w
    namespace: n
    creator: alice
    engineVersion: vvr-8.0
    recognise: {labels: {job: orders}}
    userFlinkConf: {table.exec.state.ttl: 36 h}
    artifact: {kind: SQLSCRIPT, sqlArtifact: {sqlScript: SELECT 1}}
"""
IDS = 'deploymentId = "d"\nworkspace = "w"\nnamespace = "n"\n'


def written(folder: Path, text: str, name: str = "records.toml") -> Path:
    file = folder / name
    file.write_text(text)
    return file


def test_both_forms_say_the_same(tmp_path: Path) -> None:
    """TOML and YAML, with the names of the API."""
    toml = read_records(written(tmp_path, TOML))

    assert toml == read_records(written(tmp_path, YAML, "records.yaml"))
    assert toml[0].artifact is not None
    assert "SQLSCRIPT" == toml[0].artifact.kind


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Object missing required field `deployments`"),
        ("deployments = 1", "Expected `array`, got `int` - at `$.deployments`"),
        ("[[deployments]]\n", "missing required field `deploymentId` - at `$.deployments[0]`"),
        (
            f"[[deployments]]\n{IDS}recognise = {{}}",
            "`$.deployments[0].recognise`: needs labels, or cluster and jobName together",
        ),
        (
            f"[[deployments]]\n{IDS}recognise = {{ labels = {{}} }}",
            "labels are empty, which every job would match",
        ),
        (
            f'[[deployments]]\n{IDS}recognise = {{ cluster = "c", jobName = "j" }}\ncreatr = "x"',
            "`$.deployments[0].creatr` is not a field of a deployment record, or null",
        ),
        (
            f'[[deployments]]\n{IDS}recognise = {{ labels = {{ a = "b" }} }}\n' * 2,
            "deployment w/n/d stands there twice",
        ),
        ("deployments = [", "Invalid value (at end of document)"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, message: str) -> None:
    """With its place, and nothing of the file counts."""
    with pytest.raises(TargetError) as caught:
        read_records(written(tmp_path, text))

    assert str(caught.value).startswith(f"{tmp_path}/records.toml: ")
    assert str(caught.value).endswith(message)
    assert "\n" not in str(caught.value)


def test_yaml_that_is_none_is_one_line(tmp_path: Path) -> None:
    """Whatever it is."""
    with pytest.raises(TargetError) as caught:
        read_records(written(tmp_path, "deployments: [\n  - {", "records.yml"))

    assert "\n" not in str(caught.value)


def test_commands(place: Path | str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Records are applied, listed, and replaced by later ones."""
    file = written(tmp_path, TOML)
    cli.main(["keys", "create", f"--data={place}"])
    capsys.readouterr()

    assert 0 == cli.main(["deployments", "apply", str(file), f"--data={place}"])
    assert 0 == cli.main(["deployments", "apply", str(file), f"--data={place}"])
    assert 0 == cli.main(["deployments", "list", f"--data={place}"])

    assert (
        "applied 1 record (1 new, 0 replaced)\n"
        "applied 1 record (0 new, 1 replaced)\n"
        "w/n/d  orders  labels job:orders\n"
    ) == capsys.readouterr().out


def test_a_record_is_removed(
    place: Path | str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once; a second time it is said that there is none, and where to see which there are."""
    place_of_it = ["--workspace=w", "--namespace=n", "--deployment-id=d", f"--data={place}"]
    cli.main(["keys", "create", f"--data={place}"])
    cli.main(["deployments", "apply", str(written(tmp_path, TOML)), f"--data={place}"])
    capsys.readouterr()

    assert 0 == cli.main(["deployments", "remove", *place_of_it])
    assert 0 == cli.main(["deployments", "list", f"--data={place}"])
    assert 1 == cli.main(["deployments", "remove", *place_of_it])

    said = capsys.readouterr()
    assert "removed the record of w/n/d\n" == said.out
    assert (
        "flinkjobs-target: account owner has no record of w/n/d; "
        "see: flinkjobs-target deployments list\n"
    ) == said.err
