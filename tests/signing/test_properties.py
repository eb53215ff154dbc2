"""Properties of every signature, with random requests."""

import hashlib
import hmac
from datetime import UTC, datetime
from string import ascii_letters, digits

from hypothesis import given
from hypothesis import strategies as st

from flinkjobs import Client, Environment
from flinkjobs.signing import (
    AccessKey,
    Authorization,
    authorization,
    canonical_query,
    sha256_hex,
)

from .recording_server import ReceivedRequest, Recording

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
UNRESERVED = (ascii_letters + digits + "-_.~").encode()

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)
tokens = st.text(ascii_letters + digits + "-_. ~", min_size=1, max_size=12)
queries = st.text(ascii_letters + digits + "%&=+-_.~/é ", max_size=40)


def signed(parts: list[str]) -> str:
    """Sign a request of a secret, a path, a query, a header and a body."""
    secret, path, query, header, body = parts
    return authorization(
        AccessKey("id", secret),
        "GET",
        path,
        query,
        {"host": "h", "workspace": header},
        sha256_hex(body.encode()),
    ).signature


def verify(request: ReceivedRequest, secret: str) -> bool:
    """Check a received request by an independent implementation of the algorithm."""
    fields = dict(
        part.split("=", 1) for part in request.headers["authorization"].split(" ", 1)[1].split(",")
    )
    names = fields["SignedHeaders"].split(";")
    path, _, query = request.target.partition("?")
    lines = [request.method, path, "&".join(sorted(query.split("&")))]
    lines += [f"{name}:{request.headers[name]}" for name in names]
    lines += ["", ";".join(names), hashlib.sha256(request.body).hexdigest()]
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    text = f"ACS3-HMAC-SHA256\n{digest}"
    return fields["Signature"] == hmac.new(secret.encode(), text.encode(), "sha256").hexdigest()


@given(st.lists(tokens, min_size=5, max_size=5), st.integers(0, 4), st.data())
def test_any_change_changes_the_signature(
    parts: list[str], which: int, data: st.DataObject
) -> None:
    """One character changed in key, path, query, signed header or body gives another signature."""
    index = data.draw(st.integers(0, len(parts[which]) - 1))
    other = data.draw(st.sampled_from([c for c in "ab" if c != parts[which][index]]))
    changed = [*parts]
    changed[which] = parts[which][:index] + other + parts[which][index + 1 :]
    if which == 3 and changed[3].strip() == parts[3].strip():
        return

    assert signed(changed) != signed(parts)


@given(queries)
def test_canonical_query_is_idempotent(query: str) -> None:
    """A canonical query is its own canonical form, and holds nothing but encoded pairs."""
    once = canonical_query(query)

    assert canonical_query(once) == once
    assert set(once.encode()) <= {*UNRESERVED, *b"%&="}


@given(st.dictionaries(words, words, max_size=5))
def test_canonical_query_keeps_every_pair(pairs: dict[str, str]) -> None:
    """A canonical query holds each pair once, in the order of the keys' bytes."""
    query = "&".join(f"{_encoded(key)}={_encoded(value)}" for key, value in pairs.items())

    expected = sorted(pairs.items(), key=lambda pair: pair[0].encode())
    assert (canonical_query(query).split("&") if pairs else []) == [
        f"{_encoded(k)}={_encoded(v)}" for k, v in expected
    ]


def test_blank_and_plus() -> None:
    """A plus on the wire is a blank, a blank is %20 in what is signed, and %2B stays a plus."""
    assert canonical_query("d=e%2Bf&a=b+c") == "a=b%20c&d=e%2Bf"


def test_client_signs_what_arrives(recording: Recording) -> None:
    """Each request of the client, whatever its values, verifies from the bytes on the wire."""

    @given(namespace=words, deployment=words, nonce=st.uuids(), token=st.sampled_from([None, "t"]))
    def check(namespace: str, deployment: str, nonce: object, token: str | None) -> None:
        with Client(
            endpoint=f"http://{recording.host}",
            workspace="w",
            namespace=namespace,
            access_key_id="id",
            access_key_secret="secret",
            security_token=token,
            environment=Environment(clock=lambda: NOW, nonce=lambda: str(nonce), environ={}),
        ) as client:
            client.jobs.list(deployment_id=deployment)
        request = recording.requests[-1]
        names = Authorization.parse(request.headers["authorization"]).signed

        assert verify(request, "secret")
        assert not verify(request, "another")
        assert {"host", "workspace", "x-acs-date", "x-acs-signature-nonce"} <= set(names)
        assert (token is not None) == ({"x-acs-security-token"} <= set(names))

    check()


def _encoded(text: str) -> str:
    return "".join(chr(b) if b in UNRESERVED else f"%{b:02X}" for b in text.encode())
