"""Variables: their rules, their use at a start, and encrypted values that nobody sees."""

from pathlib import Path
from typing import Any

import pytest

from flinkjobs.server import OperationFailure
from flinkjobs_target.value_cipher import KeyFileCipher, NoCipher, SecretError

from .conftest import DeployLoop, refusal

SECRET = "s3cr3t-value"


def script(text: str) -> dict[str, object]:
    """Return the artifact of a SQL script."""
    return {"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": text}}


def test_a_variable_is_created_changed_and_deleted(loop: DeployLoop) -> None:
    """Absent and null properties stay; a page is in the order of names."""
    created = loop.create_variable("host", "a", description="x")
    loop.create_variable("Port", "1", kind="Clear")
    changed = loop.update_variable("host", value="b", description=None)
    listed = loop.variables()
    second = loop.variables(page_index=2, page_size=1)
    loop.delete_variable("Port")

    assert created == {"name": "host", "kind": "Plain", "value": "a", "description": "x"}
    assert changed == {**created, "value": "b"}
    assert ([item["name"] for item in listed[0]], listed[1]) == (["Port", "host"], 2)
    assert ([item["name"] for item in second[0]], second[1]) == (["host"], 2)
    assert loop.variables() == ([changed], 1)


def test_an_empty_value_is_a_value(loop: DeployLoop) -> None:
    """It is neither absent nor null."""
    loop.create_variable("host", "a", description="x")

    assert loop.update_variable("host", value="", description="")["value"] == ""
    assert loop.variables()[0][0]["description"] == ""


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        ({"name": ""}, "$.name is missing or empty"),
        ({"kind": None}, "$.kind is missing; it must be one of Plain, Clear, Encrypted"),
        ({"kind": "plain"}, '$.kind must be one of Plain, Clear, Encrypted, not "plain"'),
        ({"value": None}, "$.value is missing; send the value of the variable"),
    ],
)
def test_what_a_variable_needs(loop: DeployLoop, properties: dict[str, str], problem: str) -> None:
    """A body that cannot be a variable is refused by path."""
    body = {"name": "a", "value": "b", "kind": "Plain", **properties}
    with pytest.raises(OperationFailure) as error:
        loop.create_variable(**body)

    assert refusal(error).startswith(f"990303: {problem}")


def test_a_name_exists_once_and_stays(loop: DeployLoop) -> None:
    """In its namespace; another one has names of its own."""
    loop.create_variable("a", "1")
    with pytest.raises(OperationFailure) as twice:
        loop.create_variable("a", "2")
    with pytest.raises(OperationFailure) as missing:
        loop.update_variable("b", value="2")
    loop.place["namespace"] = "other"
    loop.create_variable("a", "3")

    assert refusal(twice).startswith("990302: the namespace has a variable named a already")
    assert refusal(missing) == '990301: variable "b" does not exist'


def test_another_account_has_no_such_variables(loop: DeployLoop) -> None:
    """Nor can it add one to a workspace that is not its own."""
    loop.create_variable("a", "1")
    loop.account = "other"
    for call in (
        loop.variables,
        lambda: loop.create_variable("b", "1"),
        lambda: loop.update_variable("a", value="2"),
        lambda: loop.delete_variable("a"),
    ):
        with pytest.raises(OperationFailure) as error:
            call()
        assert refusal(error) == '990301: workspace "w" does not exist'


def test_an_encrypted_value_is_seen_nowhere(location: Path | str, loop: DeployLoop) -> None:
    """Neither in responses nor in events, exports, jobs or the files of the store."""
    created = loop.create_variable("password", SECRET, kind="Encrypted", description="x")
    deployment_id, job_id = loop.running(
        artifact=script("INSERT INTO sink SELECT '${password}' FROM source"),
        flinkConf={"a": "${secret_values.password}"},
    )
    shown = [
        created,
        loop.update_variable("password", description="y"),
        loop.variables(),
        loop.events(),
        loop.job(job_id),
        loop.deployment(deployment_id),
        list(loop.data.jobs.documents("owner")),
    ]

    assert created == {"name": "password", "kind": "Encrypted", "description": "x"}
    assert SECRET not in str(shown)
    if isinstance(location, Path):
        files = [file.read_bytes() for file in location.iterdir() if file.is_file()]
        assert not any(SECRET.encode() in content for content in files)


def test_the_kind_of_a_variable_changes(loop: DeployLoop) -> None:
    """A plain value can be encrypted as it is; an encrypted one becomes plain with a new value."""
    loop.create_variable("a", SECRET)
    encrypted = loop.update_variable("a", kind="Encrypted")
    with pytest.raises(OperationFailure) as error:
        loop.update_variable("a", kind="Plain")
    plain = loop.update_variable("a", kind="Plain", value="new")

    assert encrypted == {"name": "a", "kind": "Encrypted"}
    assert refusal(error).startswith(
        "990303: $.value is missing: an encrypted value is never shown"
    )
    assert plain["value"] == "new"
    assert SECRET not in str(loop.events())


def test_an_unknown_variable_refuses_a_start(loop: DeployLoop) -> None:
    """With its name and place, in a script or a setting; nothing is started."""
    text = "INSERT INTO sink\nSELECT '${nobody}' FROM source"
    scripted = loop.create("scripted", artifact=script(text))["deploymentId"]
    settings = {"a": "x${secret_values.none}"}
    configured = loop.create("configured", flinkConf=settings)["deploymentId"]
    with pytest.raises(OperationFailure) as in_script:
        loop.start(scripted)
    with pytest.raises(OperationFailure) as in_settings:
        loop.start(configured)

    assert refusal(in_script) == (
        "990302: artifact.sqlArtifact.sqlScript, line 2, column 9: the namespace has no variable "
        "nobody; create it, or correct the name"
    )
    assert refusal(in_settings).startswith(
        "990302: flinkConf, setting a: the namespace has no variable none"
    )
    assert (loop.jobs(scripted), loop.jobs(configured)) == ([], [])


@pytest.mark.parametrize("of", ["deployment", "start"])
def test_local_variables_come_first(loop: DeployLoop, of: str) -> None:
    """Those of the deployment, or of the start; a comment has no variables."""
    local = [{"name": "table", "value": "x"}]
    text = "-- ${comment}\nINSERT INTO ${table} SELECT 1"
    properties: dict[str, Any] = {"localVariables": local} if of == "deployment" else {}
    deployment_id = loop.create(artifact=script(text), **properties)["deploymentId"]
    started = loop.start(deployment_id, **({"localVariables": local} if of == "start" else {}))

    assert started["localVariables"] == local


def test_settings_of_other_forms_stay(loop: DeployLoop) -> None:
    """Only ${secret_values.name} is a variable in a setting."""
    deployment_id = loop.create(flinkConf={"a": "${env}", "b": 1, "c": "$x"})["deploymentId"]

    assert loop.start(deployment_id)["flinkConf"] == {"a": "${env}", "b": 1, "c": "$x"}


def test_a_ciphertext_is_bound_to_its_variable() -> None:
    """It cannot be altered, moved, or read with another key; the key of before still reads."""
    old, new = KeyFileCipher([b"a" * 32]), KeyFileCipher([b"b" * 32, b"a" * 32])
    sealed = old.encrypt(SECRET, "a")

    assert new.decrypt(sealed, "a") == SECRET
    assert old.encrypt(SECRET, "a") != sealed
    with pytest.raises(SecretError, match="altered"):
        old.decrypt(sealed, "b")
    with pytest.raises(SecretError, match="altered"):
        old.decrypt(sealed[:-4] + "AAA=", "a")
    with pytest.raises(SecretError, match="a key that the file of --variables-key lacks"):
        old.decrypt(new.encrypt(SECRET, "a"), "a")


def test_without_a_key_nothing_is_encrypted() -> None:
    """The message says what to do."""
    with pytest.raises(SecretError, match="serve with --variables-key, or choose the kind Plain"):
        NoCipher().encrypt(SECRET, "a")
    with pytest.raises(SecretError, match="serve with --variables-key"):
        NoCipher().decrypt("", "a")
