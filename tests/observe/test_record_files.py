"""Files of deployment records, and the commands that use them."""

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


def write_file(folder: Path, text: str, name: str = "records.toml") -> Path:
    file = folder / name
    file.write_text(text)
    return file


def test_toml_and_yaml_are_equivalent(tmp_path: Path) -> None:
    """Both use the names of the API."""
    toml = read_records(write_file(tmp_path, TOML))

    assert read_records(write_file(tmp_path, YAML, "records.yaml")) == toml
    assert toml[0].artifact is not None
    assert toml[0].artifact.kind == "SQLSCRIPT"


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
            "deployment w/n/d is defined twice",
        ),
        ("deployments = [", "Invalid value (at end of document)"),
    ],
)
def test_an_error_is_located(tmp_path: Path, text: str, message: str) -> None:
    """The message starts with the file and ends with a pointer or the problem."""
    with pytest.raises(TargetError) as caught:
        read_records(write_file(tmp_path, text))

    assert str(caught.value).startswith(f"{tmp_path}/records.toml: ")
    assert str(caught.value).endswith(message)
    assert "\n" not in str(caught.value)


def test_a_yaml_syntax_error_is_one_line(tmp_path: Path) -> None:
    """Line breaks of the parser's message are removed."""
    with pytest.raises(TargetError) as caught:
        read_records(write_file(tmp_path, "deployments: [\n  - {", "records.yml"))

    assert "\n" not in str(caught.value)


def test_records_are_applied_listed_and_replaced(
    location: Path | str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second `apply` replaces the record."""
    file = write_file(tmp_path, TOML)
    cli.main(["keys", "create", f"--data={location}"])
    capsys.readouterr()

    assert cli.main(["deployments", "apply", str(file), f"--data={location}"]) == 0
    assert cli.main(["deployments", "apply", str(file), f"--data={location}"]) == 0
    assert cli.main(["deployments", "list", f"--data={location}"]) == 0

    assert capsys.readouterr().out == (
        "applied 1 record (1 new, 0 replaced)\n"
        "applied 1 record (0 new, 1 replaced)\n"
        "w/n/d  orders  labels job:orders\n"
    )


def test_a_record_is_removed(
    location: Path | str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second removal fails with a hint at `deployments list`."""
    deployment = ["--workspace=w", "--namespace=n", "--deployment-id=d", f"--data={location}"]
    cli.main(["keys", "create", f"--data={location}"])
    cli.main(["deployments", "apply", str(write_file(tmp_path, TOML)), f"--data={location}"])
    capsys.readouterr()

    assert cli.main(["deployments", "remove", *deployment]) == 0
    assert cli.main(["deployments", "list", f"--data={location}"]) == 0
    assert cli.main(["deployments", "remove", *deployment]) == 1

    output = capsys.readouterr()
    assert output.out == "removed the record of w/n/d\n"
    assert output.err == (
        "flinkjobs-target: account owner has no record of w/n/d; "
        "see: flinkjobs-target deployments list\n"
    )
