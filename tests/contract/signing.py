"""An ACS3 signer of the tests' own: it shares nothing with client and server."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, unquote_to_bytes

__all__ = ["Key", "RawRequest", "Signer", "canonical_request"]


@dataclass(frozen=True)
class Key:
    """An access key; a temporary one has a token."""

    id: str
    secret: str = field(repr=False)
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class RawRequest:
    """A request as it goes over the client: path and query are percent-encoded.

    `signature_intact` is False once something was changed after it was signed.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""
    signature_intact: bool = False

    @property
    def target(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path

    def with_header(self, name: str, value: str | None) -> "RawRequest":
        """Copy the request with another header, or without it."""
        rest = {key: text for key, text in self.headers.items() if key != name}
        changed = rest if value is None else {**rest, name: value}
        return replace(self, headers=changed, signature_intact=False)

    def with_changes(self, **changes: Any) -> "RawRequest":
        """Copy the request with other parts."""
        return replace(self, **{"signature_intact": False, **changes})


@dataclass(frozen=True)
class Signer:
    """A signer that follows `x-signature` of the specification."""

    rules: Mapping[str, Any]

    def sign(
        self,
        key: Key,
        request: RawRequest,
        *,
        action: str,
        host: str,
        now: datetime,
        nonce: str,
        unsigned: frozenset[str] = frozenset(),
        **stated: str,
    ) -> RawRequest:
        """Sign a request; `unsigned` headers are sent but not signed, `stated` ones replace those of the signer.

        In the names of `stated`, underscores stand for hyphens.
        """
        headers = {
            "host": host,
            **{name.lower(): value for name, value in request.headers.items()},
            "x-acs-action": action,
            "x-acs-version": self.rules["version"],
            "x-acs-date": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "x-acs-signature-nonce": nonce,
            "x-acs-content-sha256": hashlib.sha256(request.body).hexdigest(),
            **_token(key),
            **{name.replace("_", "-"): value for name, value in stated.items()},
        }
        names = sorted(headers.keys() - unsigned)
        authorization = self._authorization(key, request, headers, names)
        return replace(
            request, headers={**headers, "authorization": authorization}, signature_intact=True
        )

    def _authorization(
        self, key: Key, request: RawRequest, headers: Mapping[str, str], names: list[str]
    ) -> str:
        algorithm = self.rules["algorithm"]
        canonical = canonical_request(replace(request, headers=headers), names)
        to_sign = f"{algorithm}\n{hashlib.sha256(canonical).hexdigest()}".encode()
        signature = hmac.new(key.secret.encode(), to_sign, "sha256").hexdigest()
        return (
            f"{algorithm} Credential={key.id},SignedHeaders={';'.join(names)},Signature={signature}"
        )


def canonical_request(request: RawRequest, names: Sequence[str]) -> bytes:
    """Return what is hashed and signed of a request, with the headers of these names."""
    headers = "".join(f"{name}:{request.headers[name].strip()}\n" for name in names)
    digest = request.headers["x-acs-content-sha256"]
    query = _query(request.query)
    lines = (request.method, request.path, query, headers, ";".join(names), digest)
    return "\n".join(lines).encode()


def _token(key: Key) -> dict[str, str]:
    if key.token is None:
        return {}
    return {"x-acs-accesskey-id": key.id, "x-acs-security-token": key.token}


def _query(query: str) -> str:
    """Decode each pair of a query, encode it strictly, and sort all by their keys."""
    pairs = [pair.replace("+", " ").partition("=")[::2] for pair in query.split("&") if pair]
    decoded = sorted(
        ((unquote_to_bytes(key), unquote_to_bytes(value)) for key, value in pairs),
        key=lambda pair: pair[0],
    )
    return "&".join(f"{quote(key, safe='')}={quote(value, safe='')}" for key, value in decoded)
