"""What holds for every signature, whatever is signed."""

import hashlib
import hmac
from datetime import UTC, datetime
from string import ascii_letters, digits

from hypothesis import given
from hypothesis import strategies as st

from flinkjobs import Client, Surroundings
from flinkjobs.signing import (
    AccessKey,
    Authorization,
    authorization,
    canonical_query,
    sha256_hex,
)

from .wire import Arrived, Listener

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


def verify(arrived: Arrived, secret: str) -> bool:
    """Check a request on the wire by the words of the algorithm alone, with code of its own."""
    stated = dict(
        part.split("=", 1) for part in arrived.headers["authorization"].split(" ", 1)[1].split(",")
    )
    names = stated["SignedHeaders"].split(";")
    path, _, query = arrived.target.partition("?")
    lines = [arrived.method, path, "&".join(sorted(query.split("&")))]
    lines += [f"{name}:{arrived.headers[name]}" for name in names]
    lines += ["", ";".join(names), hashlib.sha256(arrived.body).hexdigest()]
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    text = f"ACS3-HMAC-SHA256\n{digest}"
    return stated["Signature"] == hmac.new(secret.encode(), text.encode(), "sha256").hexdigest()


@given(st.lists(tokens, min_size=5, max_size=5), st.integers(0, 4), st.data())
def test_any_change_changes_the_signature(
    parts: list[str], which: int, data: st.DataObject
) -> None:
    """One character changed in key, path, query, signed header or body gives another signature."""
    place = data.draw(st.integers(0, len(parts[which]) - 1))
    other = data.draw(st.sampled_from([c for c in "ab" if c != parts[which][place]]))
    changed = [*parts]
    changed[which] = parts[which][:place] + other + parts[which][place + 1 :]
    if which == 3 and changed[3].strip() == parts[3].strip():
        return

    assert signed(parts) != signed(changed)


@given(queries)
def test_canonical_query_is_idempotent(query: str) -> None:
    """A canonical query is its own canonical form, and holds nothing but encoded pairs."""
    once = canonical_query(query)

    assert once == canonical_query(once)
    assert set(once.encode()) <= {*UNRESERVED, *b"%&="}


@given(st.dictionaries(words, words, max_size=5))
def test_canonical_query_keeps_every_pair(pairs: dict[str, str]) -> None:
    """A canonical query holds each pair once, in the order of the keys' bytes."""
    query = "&".join(f"{_encoded(key)}={_encoded(value)}" for key, value in pairs.items())

    expected = sorted(pairs.items(), key=lambda pair: pair[0].encode())
    assert [f"{_encoded(k)}={_encoded(v)}" for k, v in expected] == (
        canonical_query(query).split("&") if pairs else []
    )


def test_blank_and_plus() -> None:
    """A plus on the wire is a blank, a blank is %20 in what is signed, and %2B stays a plus."""
    assert "a=b%20c&d=e%2Bf" == canonical_query("d=e%2Bf&a=b+c")


def test_client_signs_what_arrives(listener: Listener) -> None:
    """Each request of the client, whatever its values, verifies from the bytes on the wire."""

    @given(namespace=words, deployment=words, nonce=st.uuids(), token=st.sampled_from([None, "t"]))
    def check(namespace: str, deployment: str, nonce: object, token: str | None) -> None:
        with Client(
            endpoint=f"http://{listener.host}",
            workspace="w",
            namespace=namespace,
            access_key_id="id",
            access_key_secret="secret",
            security_token=token,
            surroundings=Surroundings(clock=lambda: NOW, nonce=lambda: str(nonce), environ={}),
        ) as client:
            client.jobs.list(deployment_id=deployment)
        arrived = listener.arrived[-1]
        names = Authorization.parse(arrived.headers["authorization"]).signed

        assert verify(arrived, "secret")
        assert not verify(arrived, "another")
        assert {"host", "workspace", "x-acs-date", "x-acs-signature-nonce"} <= set(names)
        assert ({"x-acs-security-token"} <= set(names)) == (token is not None)

    check()


def _encoded(text: str) -> str:
    return "".join(chr(b) if b in UNRESERVED else f"%{b:02X}" for b in text.encode())
