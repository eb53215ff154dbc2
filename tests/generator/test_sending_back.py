"""Properties and values of a newer server survive when a model is changed and sent back."""

import copy
import json
import pickle
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from .loaded import Loopback, canned, load

SPEC = Path(__file__).parent / "other" / "deployments.yaml"
SENT = {
    "deploymentId": "d-1",
    "name": "etl",
    "mode": "HYBRID",
    "priority": 3,
    "modes": ["BATCH", "MIXED"],
    "artifact": {"kind": "Jar", "uri": "oss://a", "checksum": "c"},
    "limits": {"cpu": 1.5},
    "resources": [{"cpu": 0.5, "gpu": 2}],
    "labels": {"team": "a", "none": None},
    "engine": None,
}
BODY = json.dumps(SENT).encode()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return load(SPEC, "deploying", tmp_path_factory.mktemp("deployments"))


@pytest.fixture
def transport(package: ModuleType) -> Loopback:
    loopback: Loopback = canned(package, BODY)
    return loopback


@pytest.fixture
def client(package: ModuleType, transport: Loopback) -> Any:
    return package.Client(transport=transport)


def last_body(transport: Loopback) -> Any:
    return json.loads(transport.requests[-1].body)


def without_read_only(**changes: object) -> dict[str, object]:
    return {name: value for name, value in {**SENT, **changes}.items() if name != "deploymentId"}


def test_everything_survives_a_change(client: Any, transport: Loopback) -> None:
    """Unknown properties, however deep, and unknown values are sent; read-only properties are not."""
    deployment = client.deployments.get(name="etl")
    deployment.name = "etl2"
    client.deployments.update(name="etl", body=deployment)

    assert last_body(transport) == without_read_only(name="etl2")


COPIES = [
    lambda value: msgspec.structs.replace(value, name="etl2"),
    lambda value: msgspec.structs.replace(copy.deepcopy(value), name="etl2"),
    lambda value: msgspec.structs.replace(pickle.loads(pickle.dumps(value)), name="etl2"),
]


@pytest.mark.parametrize("copied", COPIES, ids=["replace", "deepcopy", "pickle"])
def test_a_copy_keeps_everything(client: Any, transport: Loopback, copied: Any) -> None:
    """A copy is sent like the model itself."""
    client.deployments.update(name="etl", body=copied(client.deployments.get(name="etl")))

    assert last_body(transport) == without_read_only(name="etl2")


def test_a_list_of_models(client: Any, transport: Loopback) -> None:
    """Models in a list are sent like one."""
    deployment = client.deployments.get(name="etl")
    client.deployments.replace(body=[deployment, deployment])

    assert last_body(transport) == [without_read_only(), without_read_only()]


def test_additional_properties_can_be_read_and_changed(client: Any, transport: Loopback) -> None:
    """They are a field of the model, typed where the contract states their type."""
    deployment = client.deployments.get(name="etl")

    assert deployment.additional_properties == {"labels": SENT["labels"], "engine": None}
    assert deployment.resources[0].additional_properties == {"gpu": 2}
    deployment.resources[0].additional_properties["gpu"] = 3
    del deployment.additional_properties["engine"]
    client.deployments.update(name="etl", body=deployment)
    assert last_body(transport)["resources"] == [{"cpu": 0.5, "gpu": 3}]
    assert "engine" not in last_body(transport)


REFUSED = [
    ({"mode": "TYPO"}, '$.mode must be one of "STREAMING", "BATCH", not "TYPO"'),
    ({"limits": {"cpu": 1, "gpu": 1}}, "$.limits.gpu is not a property of the contract"),
    ({"resources": [{"gpu": "many"}]}, '$.resources[0].gpu must be an integer, not "many"'),
]


@pytest.mark.parametrize(("changes", "message"), REFUSED)
def test_what_no_server_sent_is_refused(
    package: ModuleType, client: Any, transport: Loopback, changes: Any, message: str
) -> None:
    """A value beside an enumeration, a property of a closed object and a wrong type are refused,
    in a dictionary, and in a model that was read."""
    with pytest.raises(package.errors.UsageError) as raised:
        client.deployments.update(name="etl", body={"name": "etl", **changes})
    assert message in str(raised.value)

    deployment = client.deployments.get(name="etl")
    changed = msgspec.structs.replace(deployment, **changes)
    with pytest.raises(package.errors.UsageError) as raised:
        client.deployments.update(name="etl", body=changed)
    assert message in str(raised.value)
    assert [request.method for request in transport.requests] == ["GET"]


def test_a_server_keeps_what_its_contract_allows(package: ModuleType) -> None:
    """A server gets additional properties in the model, and returns them where they were."""
    received: list[Any] = []

    class Deployments(package.server.Deployments):  # type: ignore[name-defined, misc]
        async def get_deployment(self, _call: object, parameters: Any) -> Any: ...

        async def replace_deployments(self, _call: object, parameters: Any) -> Any: ...

        async def update_deployment(self, _call: object, parameters: Any) -> Any:
            received.append(parameters.body)
            return parameters.body

    class Settings(package.server.SettingsOperations):  # type: ignore[name-defined, misc]
        async def get_settings(self, _call: object, parameters: Any) -> Any: ...

    app = package.server.build_app(deployments=Deployments(), settings=Settings())
    transport = Loopback(package, app)
    body = {"deploymentId": "d", "name": "a", "labels": {"team": "b"}, "resources": [{"gpu": 1}]}

    package.Client(transport=transport).deployments.update(name="a", body=body)

    assert received[0].deployment_id is None
    assert received[0].additional_properties == {"labels": {"team": "b"}}
    assert json.loads(transport.responses[0].body) == {
        "name": "a",
        "labels": {"team": "b"},
        "resources": [{"gpu": 1}],
    }


def test_typed_additional_properties_of_a_response(package: ModuleType) -> None:
    """They are models where the contract says so, whatever their names are."""
    body = b'{"name": "a", "additionalProperties": true, "b": {"value": "c"}}'
    settings = package.Client(transport=canned(package, body)).settings.get()

    assert settings.additional_properties is True
    assert settings.additional_properties_2 == {"b": package.models.Setting(value="c")}


def test_additional_properties_of_a_wrong_type(package: ModuleType) -> None:
    """The error has the JSON path."""
    client = package.Client(transport=canned(package, b'{"b": {"value": 1}}'))

    with pytest.raises(package.errors.InvalidResponseError) as raised:
        client.settings.get()

    assert "Expected `str`, got `int` - at `$.b.value`" in str(raised.value)


def test_a_closed_object_has_no_such_field(package: ModuleType) -> None:
    """Models keep additional properties only where the contract allows them and they are of use."""
    assert package.models.Quota.__struct_fields__ == ("cpu",)
    assert package.models.Setting.__struct_fields__ == ("value",)
