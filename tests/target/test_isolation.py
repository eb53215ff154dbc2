"""Nothing leaks between accounts, workspaces, namespaces and deployments, whatever they are called."""

import json
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NASTY = [
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
names = st.sampled_from([*NASTY[:-3], "b"]) | st.text(max_size=6)
words = names.filter(lambda text: bool(text.strip()))
headers = st.sampled_from(["w", "W", "w1", "1", "%", "_", "*", "' OR 1=1 --", "<b>"])
RUNS = count()
places = st.tuples(st.sampled_from(["owner", "other"]), headers, words, words)


@pytest.mark.parametrize("parameter", ["namespace", "deployment_id", "page_index", "sort_name"])
@pytest.mark.parametrize("value", NASTY)
def test_no_text_makes_the_target_fail(owner: Any, parameter: str, value: str, load: Any) -> None:
    """It is refused, or nothing is found; and what is said of it is sound JSON."""
    load({"jobId": "a", "deploymentId": "d", "namespace": "n", "workspace": "w"})
    known = {"workspace": "w", "namespace": "n", "deploymentId": "d"}
    wire = {"deployment_id": "deploymentId", "page_index": "pageIndex", "sort_name": "sortName"}
    answer = ask(owner, {**known, wire.get(parameter, parameter): value})

    assert answer.status in (200, 400, 404)
    assert answer.code in ("990301",) or 400 <= answer.status < 500
    assert "x-injected" not in answer.headers


@pytest.mark.parametrize("value", ["%ED%A0%80", "%ED%BF%BF", "%C0%80", "%FF", "%", "%0", "%zz"])
@pytest.mark.parametrize("parameter", ["namespace", "deploymentId", "sortOrder"])
def test_what_is_no_text_is_refused(owner: Any, parameter: str, value: str) -> None:
    """Halves of surrogate pairs, overlong forms, and what is not even encoded."""
    answer = ask(owner, {"namespace": "n", "deploymentId": "d"}, {parameter: value})

    assert (400, f"Invalid{parameter[0].upper()}{parameter[1:]}") == (answer.status, answer.code)


def ask(caller: Any, values: dict[str, str], raw: dict[str, str] | None = None) -> Any:
    """Sign and send a request with these values, some of them as they are to be on the wire."""
    from urllib.parse import quote

    from msgspec.structs import replace

    encoded = {name: quote(value, safe="") for name, value in values.items()} | (raw or {})
    path = f"/api/v2/namespaces/{encoded.pop('namespace')}/jobs"
    encoded.pop("workspace", None)
    query = "&".join(f"{name}={value}" for name, value in encoded.items())
    request = replace(caller.request(), path=path, query=query)
    return caller.send(request, caller.sign(request))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(loaded=st.lists(places, max_size=6), asked=st.lists(places, min_size=1, max_size=4))
def test_a_call_finds_what_is_exactly_there_and_its_own(
    loaded: list[Any], asked: list[Any], keyring: Any, call_as: Any, data: Any, load: Any
) -> None:
    """Two accounts, workspaces of either, and ids that look alike."""
    keyring.create_first()
    callers = {name: call_as(keyring.create(name)) for name in ("owner", "other")}
    run = f"run{next(RUNS)}-"
    expected: dict[Any, set[str]] = {}
    owners: dict[str, str] = {}
    for number, (account, workspace, namespace, deployment) in enumerate(loaded):
        place = f"{run}{workspace}"
        if owners.setdefault(place, account) != account:
            continue
        job_id = f"{run}-{number}"
        ids = {"workspace": place, "namespace": namespace, "deploymentId": deployment}
        load({"jobId": job_id, **ids}, account=account)
        expected.setdefault((account, workspace, namespace, deployment), set()).add(job_id)

    for account, workspace, namespace, deployment in [*loaded, *asked]:
        place = f"{run}{workspace}"
        answer = callers[account].list(
            workspace=place, namespace=namespace, deployment_id=deployment, page_size=100
        )

        there = expected.get((account, workspace, namespace, deployment), set())
        assert there == set(answer.job_ids)
        if owners.get(place) != account:
            assert "990301" == answer.code
            assert (
                f"workspace {json.dumps(place, ensure_ascii=False)}" in answer.body["errorMessage"]
            )
