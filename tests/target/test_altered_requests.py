"""Altered requests are refused, unless the canonical form is the same."""

import random
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias
from urllib.parse import quote, unquote

import pytest
from msgspec.structs import replace

from flinkjobs.signing import Request

from ..sizes import ALTERATIONS

CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_.~%*+ /;,=&?:"

Pairs: TypeAlias = list[tuple[str, str]]
SignedRequest: TypeAlias = tuple[Request, Pairs]


def altered(text: str, rng: random.Random) -> str:
    """Change one character of a text: replace, insert, delete, swap, re-case or encode it."""
    index = rng.randrange(len(text))
    before, sign, after = text[:index], text[index], text[index + 1 :]
    return rng.choice(
        [
            before + rng.choice(CHARACTERS) + after,
            before + rng.choice(CHARACTERS) + sign + after,
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


def alter_path(signed: SignedRequest, rng: random.Random) -> SignedRequest:
    request, headers = signed
    return replace(request, path="/" + altered(request.path[1:], rng)), headers


def alter_query(signed: SignedRequest, rng: random.Random) -> SignedRequest:
    request, headers = signed
    return replace(request, query=altered(request.query, rng)), headers


def alter_method(signed: SignedRequest, rng: random.Random) -> SignedRequest:
    request, headers = signed
    return replace(request, method=rng.choice(["HEAD", "POST", "PUT", "get"])), headers


def alter_header(signed: SignedRequest, rng: random.Random) -> SignedRequest:
    """Alter a header; Authorization and its SignedHeaders are among them."""
    request, headers = signed
    index = rng.randrange(len(headers))
    name, value = headers[index]
    return request, [*headers[:index], (name, altered(value, rng)), *headers[index + 1 :]]


def repeat_header(signed: SignedRequest, rng: random.Random) -> SignedRequest:
    request, headers = signed
    name, value = rng.choice(headers)
    return request, [*headers, (name, altered(value, rng))]


def drop_header(signed: SignedRequest, rng: random.Random) -> SignedRequest:
    request, headers = signed
    dropped = rng.choice(headers)
    return request, [pair for pair in headers if pair != dropped]


ALTER: tuple[Callable[[SignedRequest, random.Random], SignedRequest], ...] = (
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


def equivalence_key(signed: SignedRequest) -> object:
    """Return the canonical form: two requests with the same one are equivalent.

    In a query, order, needless encoding and `+` for a space do not matter. In headers, surrounding
    spaces do not; in an Authorization, neither do the order and case of SignedHeaders, spaces
    around its parts, and unknown parts.
    """
    request, headers = signed
    pairs = [pair.partition("=")[::2] for pair in request.query.split("&") if pair]
    decoded = sorted(
        (unquote(key.replace("+", " ")), unquote(value.replace("+", " "))) for key, value in pairs
    )
    header_values = sorted((name, header_value(name, value)) for name, value in headers)
    return request.method, request.path, decoded, header_values


def header_value(name: str, value: str) -> object:
    if name != "authorization":
        return value.strip()
    algorithm, _, rest = value.strip().partition(" ")
    parts = [part.strip().partition("=") for part in rest.split(",")]
    parts_used = [part for part in parts if part[0] in ("Credential", "SignedHeaders", "Signature")]
    return algorithm, sorted(_in_order(part) for part in parts_used)


def _in_order(part: tuple[str, str, str]) -> tuple[str, object]:
    name, _, value = part
    if name == "SignedHeaders":
        return name, tuple(sorted(name.strip().lower() for name in value.split(";")))
    return name, value


@pytest.fixture(params=["plain", "odd"])
def client(request: pytest.FixtureRequest, keyring: Any, client_for: Any, load: Any) -> Any:
    """The owner, with plain ids or ids that need encoding."""
    from datetime import timedelta

    keyring.create_first()
    client = client_for(keyring.create(expires_in=timedelta(days=1)))
    odd = "a b+%2F/ü*~"
    client.ids = {"namespace": "n", "deployment_id": "d"}
    if request.param == "odd":
        client.ids = {"namespace": odd, "deployment_id": odd}
    job = {"jobId": "a", "workspace": "w", **client.ids}
    job["deploymentId"] = job.pop("deployment_id")
    load(job)
    return client


def test_an_altered_request_is_refused(client: Any) -> None:
    """Alter path, query, method or any header."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    rng = random.Random(seed)
    same = 0
    for _ in range(ALTERATIONS // 2):
        request = client.request(**client.ids, page_size=20, sort_name="status")
        signed = request, client.sign(request)
        changed = rng.choice(ALTER)(signed, rng)
        same += equivalence_key(changed) == equivalence_key(signed)

        status = client.send(*changed).status

        assert status < 500, changed
        assert status != 200 or equivalence_key(changed) == equivalence_key(signed), changed
    assert same < ALTERATIONS // 4


def test_an_equivalent_request_is_accepted(client: Any) -> None:
    """Reordered query pairs, needless encoding, and `+` for a space."""
    for change in (reversed_pairs, needlessly_encoded, with_plus):
        request = client.request(**client.ids, page_size=20)
        headers = client.sign(request)

        assert client.send(replace(request, query=change(request.query)), headers).status == 200


def reversed_pairs(query: str) -> str:
    return "&".join(reversed(query.split("&")))


def needlessly_encoded(query: str) -> str:
    return "&".join(_join(f"%{ord(key[0]):02X}{key[1:]}", value) for key, value in _pairs(query))


def with_plus(query: str) -> str:
    return query.replace("%20", "+")


def _pairs(query: str) -> Iterable[tuple[str, str]]:
    return ((pair.partition("=")[0], pair.partition("=")[2]) for pair in query.split("&"))


def _join(key: str, value: str) -> str:
    return f"{key}={value}"


def test_needless_encoding_of_a_path_may_be_removed(
    keyring: Any, client_for: Any, load: Any
) -> None:
    """The vendor's asynchronous client does that after signing; nothing else is decoded."""
    keyring.create_first()
    client = client_for(keyring.create())
    load({"jobId": "a", "workspace": "w", "namespace": "n*(1)", "deploymentId": "d"})
    request = client.request(namespace="n*(1)")
    headers = client.sign(request)
    decoded = replace(request, path=request.path.replace("%2A", "*").replace("%28", "("))

    assert "%2A%281%29" in request.path
    assert (
        client.send(replace(decoded, path=decoded.path.replace("n*", "%6E*")), headers).status
        == 400
    )
    assert client.send(decoded, headers).status == 200
