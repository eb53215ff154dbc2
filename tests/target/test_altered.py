"""A request that was altered on its way is not accepted, unless the rules call it the same one."""

import os
import random
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias
from urllib.parse import quote, unquote

import pytest
from msgspec.structs import replace

from flinkjobs.signing import Request

ALTERATIONS = int(os.environ.get("FLINKJOBS_TEST_ALTERATIONS", "300"))
SIGNS = "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_.~%*+ /;,=&?:"

Pairs: TypeAlias = list[tuple[str, str]]
Sent: TypeAlias = tuple[Request, Pairs]


def altered(text: str, chance: random.Random) -> str:
    """Change one place of a text: another sign, one more, one less, two in turn, or its case."""
    place = chance.randrange(len(text))
    before, sign, after = text[:place], text[place], text[place + 1 :]
    return chance.choice(
        [
            before + chance.choice(SIGNS) + after,
            before + chance.choice(SIGNS) + sign + after,
            before + after,
            before + after[:1] + sign + after[1:],
            before + sign.swapcase() + after,
            before + quote(sign, safe="") + after,
            before + f"%{ord(sign):02X}" + after,
            unquote(text),
            text.upper(),
            text[::-1],
        ]
    )


def alter_path(sent: Sent, chance: random.Random) -> Sent:
    request, headers = sent
    return replace(request, path="/" + altered(request.path[1:], chance)), headers


def alter_query(sent: Sent, chance: random.Random) -> Sent:
    request, headers = sent
    return replace(request, query=altered(request.query, chance)), headers


def alter_method(sent: Sent, chance: random.Random) -> Sent:
    request, headers = sent
    return replace(request, method=chance.choice(["HEAD", "POST", "PUT", "get"])), headers


def alter_header(sent: Sent, chance: random.Random) -> Sent:
    """Signature, key id and names of signed headers are in one of them."""
    request, headers = sent
    place = chance.randrange(len(headers))
    name, value = headers[place]
    return request, [*headers[:place], (name, altered(value, chance)), *headers[place + 1 :]]


def repeat_header(sent: Sent, chance: random.Random) -> Sent:
    request, headers = sent
    name, value = chance.choice(headers)
    return request, [*headers, (name, altered(value, chance))]


def drop_header(sent: Sent, chance: random.Random) -> Sent:
    request, headers = sent
    gone = chance.choice(headers)
    return request, [pair for pair in headers if pair != gone]


ALTER: tuple[Callable[[Sent, random.Random], Sent], ...] = (
    alter_path,
    alter_query,
    alter_query,
    alter_header,
    alter_header,
    alter_header,
    alter_method,
    repeat_header,
    drop_header,
)


def meaning(sent: Sent) -> object:
    """What the rules look at: two requests of one meaning are the same request to them.

    Order, needless encoding and `+` for a blank do not matter in a query, surrounding blanks do
    not in a header, nor do order and case of the names in SignedHeaders, blanks around the parts
    of an Authorization, and parts that nobody knows.
    """
    request, headers = sent
    pairs = [pair.partition("=")[::2] for pair in request.query.split("&") if pair]
    decoded = sorted(
        (unquote(key.replace("+", " ")), unquote(value.replace("+", " "))) for key, value in pairs
    )
    told = sorted((name, told_by(name, value)) for name, value in headers)
    return request.method, request.path, decoded, told


def told_by(name: str, value: str) -> object:
    if name != "authorization":
        return value.strip()
    algorithm, _, rest = value.strip().partition(" ")
    parts = [part.strip().partition("=") for part in rest.split(",")]
    known = [part for part in parts if part[0] in ("Credential", "SignedHeaders", "Signature")]
    return algorithm, sorted(_in_order(part) for part in known)


def _in_order(part: tuple[str, str, str]) -> tuple[str, object]:
    name, _, value = part
    if name == "SignedHeaders":
        return name, tuple(sorted(each.strip().lower() for each in value.split(";")))
    return name, value


@pytest.fixture(params=["plain", "odd"])
def caller(request: pytest.FixtureRequest, keyring: Any, call_as: Any, load: Any) -> Any:
    """The owner, and ids that are plain or need encoding; deployments stand on either side."""
    from datetime import timedelta

    keyring.create_first()
    caller = call_as(keyring.create(expires_in=timedelta(days=1)))
    odd = "a b+%2F/ü*~"
    caller.ids = {"namespace": "n", "deployment_id": "d"}
    if request.param == "odd":
        caller.ids = {"namespace": odd, "deployment_id": odd}
    job = {"jobId": "a", "workspace": "w", **caller.ids}
    job["deploymentId"] = job.pop("deployment_id")
    load(job)
    return caller


def test_an_altered_request_is_not_accepted(caller: Any) -> None:
    """One place of path, query, method or any header, the signature and key id among them."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    same = 0
    for _ in range(ALTERATIONS // 2):
        request = caller.request(**caller.ids, page_size=20, sort_name="status")
        sent = request, caller.sign(request)
        changed = chance.choice(ALTER)(sent, chance)
        same += meaning(changed) == meaning(sent)

        status = caller.send(*changed).status

        assert 500 > status, changed
        assert status != 200 or meaning(changed) == meaning(sent), changed
    assert same < ALTERATIONS // 4


def test_what_the_rules_call_the_same_request_is_accepted(caller: Any) -> None:
    """Pairs of the query in another order, needlessly encoded, or with `+` for a blank."""
    for change in (turned, encoded, with_plus):
        request = caller.request(**caller.ids, page_size=20)
        headers = caller.sign(request)

        assert 200 == caller.send(replace(request, query=change(request.query)), headers).status


def turned(query: str) -> str:
    return "&".join(reversed(query.split("&")))


def encoded(query: str) -> str:
    return "&".join(_join(f"%{ord(key[0]):02X}{key[1:]}", value) for key, value in _pairs(query))


def with_plus(query: str) -> str:
    return query.replace("%20", "+")


def _pairs(query: str) -> Iterable[tuple[str, str]]:
    return ((pair.partition("=")[0], pair.partition("=")[2]) for pair in query.split("&"))


def _join(key: str, value: str) -> str:
    return f"{key}={value}"


def test_a_path_may_lose_encoding_that_it_did_not_need(
    keyring: Any, call_as: Any, load: Any
) -> None:
    """As happens to what the vendor's asynchronous client signs; nothing else is decoded."""
    keyring.create_first()
    caller = call_as(keyring.create())
    load({"jobId": "a", "workspace": "w", "namespace": "n*(1)", "deploymentId": "d"})
    request = caller.request(namespace="n*(1)")
    headers = caller.sign(request)
    looser = replace(request, path=request.path.replace("%2A", "*").replace("%28", "("))

    assert "%2A%281%29" in request.path
    assert (
        400 == caller.send(replace(looser, path=looser.path.replace("n*", "%6E*")), headers).status
    )
    assert 200 == caller.send(looser, headers).status
