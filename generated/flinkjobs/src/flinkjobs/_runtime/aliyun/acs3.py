"""The signature algorithm ACS3-HMAC-SHA256, for clients and servers.

Pure functions: time, nonce and key are passed in. The algorithm was recomputed from requests
of the vendor's SDK (alibabacloud-tea-openapi 0.4.6).
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from ..client.request import Request
from ..parameters.percent_encoding import percent_encode
from .access_keys import AccessKey, KeySource

__all__ = [
    "ALGORITHM",
    "EMPTY_SHA256",
    "AccessKeySigner",
    "Authorization",
    "Signer",
    "authorization",
    "canonical_query",
    "canonical_request",
    "format_date",
    "must_be_signed",
    "parse_date",
    "sha256_hex",
    "signature",
    "string_to_sign",
]

ALGORITHM = "ACS3-HMAC-SHA256"
EMPTY_SHA256 = hashlib.sha256(b"").hexdigest()
_PLAIN_QUERY = re.compile(r"[\w.~-]+=[\w.~-]*(&[\w.~-]+=[\w.~-]*)*", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def sha256_hex(body: bytes) -> str:
    """Return the hash of a body for `x-acs-content-sha256`."""
    return hashlib.sha256(body).hexdigest() if body else EMPTY_SHA256


def canonical_query(query: str) -> str:
    """Return the canonical form of a raw query: decoded, encoded again, sorted by key."""
    if _PLAIN_QUERY.fullmatch(query):  # the usual case; only the order may differ
        return "&".join(sorted(query.split("&"), key=_key_of))
    pairs = [_decode_pair(pair) for pair in query.split("&") if pair]
    pairs.sort(key=lambda pair: pair[0])
    return "&".join(f"{percent_encode(key)}={percent_encode(value)}" for key, value in pairs)


def _key_of(pair: str) -> str:
    return pair.partition("=")[0]


def _decode_pair(pair: str) -> tuple[bytes, bytes]:
    from urllib.parse import unquote_to_bytes

    key, _, value = pair.replace("+", " ").partition("=")
    return unquote_to_bytes(key), unquote_to_bytes(value)


def canonical_request(
    method: str,
    path: str,
    query: str,
    headers: Mapping[str, str],
    signed: Iterable[str],
    body_sha256: str,
) -> str:
    """Return the canonical request.

    `path` is percent-encoded already, `query` is in canonical form, `headers` has lower-case
    names, `signed` names the signed headers, in order.
    """
    names = list(signed)
    lines = [f"{name}:{headers[name].strip()}\n" for name in names]
    return "\n".join([method, path, query, "".join(lines), ";".join(names), body_sha256])


def string_to_sign(canonical: str) -> str:
    """Return the string to sign: the algorithm and the hash of a canonical request."""
    return f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"


def signature(secret: str, to_sign: str) -> str:
    """Return the hexadecimal HMAC of a string to sign."""
    return hmac.digest(secret.encode(), to_sign.encode(), "sha256").hex()


def format_date(moment: datetime) -> str:
    """Return the text form of a time in `x-acs-date`: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_date(text: str) -> datetime:
    """Parse a time of `x-acs-date`; raise ValueError when it has another form."""
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def must_be_signed(name: str) -> bool:
    """Whether a header, by its lower-case name, has to be signed."""
    return name == "host" or name.startswith("x-acs-")


class Authorization(Struct, frozen=True):
    """The parts of an Authorization header."""

    access_key_id: str
    signed: tuple[str, ...]
    signature: str

    def __str__(self) -> str:
        signed = ";".join(self.signed)
        return f"{ALGORITHM} Credential={self.access_key_id},SignedHeaders={signed},Signature={self.signature}"

    @classmethod
    def parse(cls, text: str) -> "Authorization":
        """Parse a header, whose parts may be in any order, with spaces between.

        Raise ValueError that names the part which is missing or unreadable.
        """
        algorithm, _, rest = text.strip().partition(" ")
        if algorithm != ALGORITHM:
            raise ValueError("algorithm")
        parts = [part.strip().partition("=")[::2] for part in rest.split(",")]
        fields = dict(parts)
        for name in ("Credential", "SignedHeaders", "Signature"):
            if not fields.get(name) or [part[0] for part in parts].count(name) > 1:
                raise ValueError(name)
        names = tuple(name.strip().lower() for name in fields["SignedHeaders"].split(";"))
        return cls(fields["Credential"], names, fields["Signature"])


def authorization(
    key: AccessKey, method: str, path: str, query: str, headers: Mapping[str, str], body_sha256: str
) -> Authorization:
    """Sign all of `headers`, whose names are lower-case."""
    signed = tuple(sorted(headers))
    canonical = canonical_request(method, path, query, headers, signed, body_sha256)
    return Authorization(key.id, signed, signature(key.secret, string_to_sign(canonical)))


class Signer(Struct, frozen=True):
    """The signature rules of a contract, and signing by them.

    `version` is that of the API; `window` is how far a date may be off, either way; `required`
    are the headers that every request signs.
    """

    version: str
    window: timedelta
    required: tuple[str, ...]

    def sign(
        self,
        key: AccessKey,
        request: Request,
        *,
        host: str,
        now: datetime,
        nonce: str,
    ) -> dict[str, str]:
        """Return the headers to send: the request's own, host, the `x-acs-` ones and Authorization."""
        digest = sha256_hex(request.body)
        headers = {
            "host": host,
            **{name.lower(): value for name, value in request.headers.items()},
            "x-acs-action": request.operation,
            "x-acs-version": self.version,
            "x-acs-date": format_date(now),
            "x-acs-signature-nonce": nonce,
            "x-acs-content-sha256": digest,
        }
        if key.security_token:
            headers["x-acs-accesskey-id"] = key.id
            headers["x-acs-security-token"] = key.security_token
        query = canonical_query(request.query)
        signed = authorization(key, request.method, request.path, query, headers, digest)
        return {**headers, "authorization": str(signed)}


_MADE_HEADERS = frozenset(
    {
        "authorization",
        "x-acs-action",
        "x-acs-version",
        "x-acs-date",
        "x-acs-signature-nonce",
        "x-acs-content-sha256",
        "x-acs-accesskey-id",
        "x-acs-security-token",
    }
)


class AccessKeySigner:
    """The signature rules of a contract, and a source of access keys."""

    __slots__ = ("_keys", "_rules")
    made_headers = _MADE_HEADERS

    def __init__(self, rules: Signer, keys: KeySource) -> None:
        self._rules = rules
        self._keys = keys

    @property
    def may_block(self) -> bool:
        """Whether signing may have to wait for an access key."""
        return self._keys.may_block

    def sign(self, request: Request, *, host: str, now: datetime, nonce: str) -> Mapping[str, str]:
        """Return the headers of a request, its signature included."""
        return self._rules.sign(self._keys.find(), request, host=host, now=now, nonce=nonce)

    def signs(self, name: str) -> bool:
        """Whether the signature has to cover a header, by its lower-case name."""
        return must_be_signed(name)
