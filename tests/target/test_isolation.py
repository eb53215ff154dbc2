"""Isolation of accounts, workspaces, namespaces and deployments, for arbitrary names."""

import json
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HOSTILE_TEXTS = [
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    '"; DROP TABLE jobs; --',
    "%' OR '1'='1",
    "%",
    "_",
    "*",
    "a\x00b",
    "\x00",
    "..",
    "../../etc/passwd",
    "${jndi:ldap://x}",
    "{{7*7}}",
    "\r\nx-injected: 1",
    "\u202e",
    "\ufeff",
    "\ufffe",
    "é",
    "e\u0301",
    "A",
    "a",
    "a ",
    " a",
    "",
    "null",
    "\U0001f4a9",
]
names = st.sampled_from([*HOSTILE_TEXTS[:-3], "b"]) | st.text(max_size=6)
nonblank_names = names.filter(lambda text: bool(text.strip()))
headers = st.sampled_from(["w", "W", "w1", "1", "%", "_", "*", "' OR 1=1 --", "<b>"])
RUNS = count()
deployments = st.tuples(
    st.sampled_from(["owner", "other"]), headers, nonblank_names, nonblank_names
)


@pytest.mark.parametrize("parameter", ["namespace", "deployment_id", "page_index", "sort_name"])
@pytest.mark.parametrize("value", HOSTILE_TEXTS)
def test_hostile_texts_cause_no_server_error(
    owner: Any, parameter: str, value: str, load: Any
) -> None:
    """The request is refused, or nothing is found; the body is valid JSON."""
    load({"jobId": "a", "deploymentId": "d", "namespace": "n", "workspace": "w"})
    defaults = {"workspace": "w", "namespace": "n", "deploymentId": "d"}
    wire_names = {
        "deployment_id": "deploymentId",
        "page_index": "pageIndex",
        "sort_name": "sortName",
    }
    response = ask(owner, {**defaults, wire_names.get(parameter, parameter): value})

    assert response.status in (200, 400, 404)
    assert response.code in ("990301",) or 400 <= response.status < 500
    assert "x-injected" not in response.headers


@pytest.mark.parametrize("value", ["%ED%A0%80", "%ED%BF%BF", "%C0%80", "%FF", "%", "%0", "%zz"])
@pytest.mark.parametrize("parameter", ["namespace", "deploymentId", "sortOrder"])
def test_invalid_utf_8_is_refused(owner: Any, parameter: str, value: str) -> None:
    """Surrogate halves, overlong forms and invalid percent-encoding."""
    response = ask(owner, {"namespace": "n", "deploymentId": "d"}, {parameter: value})

    assert (response.status, response.code) == (
        400,
        f"Invalid{parameter[0].upper()}{parameter[1:]}",
    )


def ask(client: Any, values: dict[str, str], raw: dict[str, str] | None = None) -> Any:
    """Sign and send a request with these values; `raw` ones are encoded already."""
    from urllib.parse import quote

    from msgspec.structs import replace

    encoded = {name: quote(value, safe="") for name, value in values.items()} | (raw or {})
    path = f"/api/v2/namespaces/{encoded.pop('namespace')}/jobs"
    encoded.pop("workspace", None)
    query = "&".join(f"{name}={value}" for name, value in encoded.items())
    request = replace(client.request(), path=path, query=query)
    return client.send(request, client.sign(request))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    loaded=st.lists(deployments, max_size=6), queried=st.lists(deployments, min_size=1, max_size=4)
)
def test_a_listing_returns_exactly_the_jobs_of_its_deployment(
    loaded: list[Any], queried: list[Any], keyring: Any, client_for: Any, data: Any, load: Any
) -> None:
    """With two accounts, their workspaces, and similar ids."""
    keyring.create_first()
    clients = {name: client_for(keyring.create(name)) for name in ("owner", "other")}
    run = f"run{next(RUNS)}-"
    expected: dict[Any, set[str]] = {}
    owners: dict[str, str] = {}
    for number, (account, workspace, namespace, deployment) in enumerate(loaded):
        unique_workspace = f"{run}{workspace}"
        if owners.setdefault(unique_workspace, account) != account:
            continue
        job_id = f"{run}-{number}"
        ids = {"workspace": unique_workspace, "namespace": namespace, "deploymentId": deployment}
        load({"jobId": job_id, **ids}, account=account)
        expected.setdefault((account, workspace, namespace, deployment), set()).add(job_id)

    for account, workspace, namespace, deployment in [*loaded, *queried]:
        unique_workspace = f"{run}{workspace}"
        response = clients[account].list(
            workspace=unique_workspace, namespace=namespace, deployment_id=deployment, page_size=100
        )

        expected_ids = expected.get((account, workspace, namespace, deployment), set())
        assert set(response.job_ids) == expected_ids
        if owners.get(unique_workspace) != account:
            assert response.code == "990301"
            assert (
                f"workspace {json.dumps(unique_workspace, ensure_ascii=False)}"
                in response.body["errorMessage"]
            )
