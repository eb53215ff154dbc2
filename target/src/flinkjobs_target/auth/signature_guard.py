"""The guard that finds out who calls: an ACS3 signature is checked, a replay refused.

The signature itself is computed by the module that clients sign with.
"""

import hmac
import re
from datetime import datetime, timedelta
from urllib.parse import quote

from flinkjobs.server import Exchange, Principal, Refusal
from flinkjobs.signing import (
    ALGORITHM,
    Authorization,
    Signer,
    canonical_query,
    canonical_request,
    format_date,
    must_be_signed,
    parse_date,
    sha256_hex,
    signature,
    string_to_sign,
)

from ..clock import Clock
from ..store.keys import KeyRecord
from ..store.nonces.interface import Nonces
from .keyring import Keyring, expiry_of

__all__ = ["SignatureGuard"]

_FORM = f"{ALGORITHM} Credential=…,SignedHeaders=a;b;c,Signature=…"
_NEEDLESSLY_ENCODED = re.compile(r"[!$&'()*+,;=:@]")
_HEX_SHA256 = re.compile("[0-9a-f]{64}", re.ASCII)


class SignatureGuard:
    """Accepts a request that was signed with an active key, lately, for this operation, once.

    `rules` is what the contract says of signatures.
    """

    def __init__(self, keyring: Keyring, nonces: Nonces, *, rules: Signer, clock: Clock) -> None:
        self._keyring = keyring
        self._nonces = nonces
        self._rules = rules
        self._clock = clock

    async def __call__(self, exchange: Exchange) -> None:
        """Refuse a request that nobody vouches for; else say who does."""
        authorization = _read_authorization(exchange)
        _check_signed_headers(exchange, authorization, self._rules.required)
        date = self._check_date(exchange)
        key = self._find_key(exchange, authorization)
        _check_signature(exchange, authorization, key.secret)
        self._check_operation(exchange)
        await self._use_nonce(exchange, key.id, date)
        exchange.principal = Principal(key.account, key.user)

    def _check_date(self, exchange: Exchange) -> datetime:
        text = exchange.header("x-acs-date") or ""
        try:
            date = parse_date(text)
        except ValueError:
            message = f"x-acs-date must be a time such as 2026-11-22T12:00:00Z, not {text!r:.80}"
            raise Refusal("InvalidTimeStamp.Format", message) from None
        now = self._clock()
        if abs(now - date) > self._rules.window:
            minutes = self._rules.window // timedelta(minutes=1)
            here = format_date(now)
            message = f"x-acs-date is {text}, more than {minutes} minutes off: it is {here} here"
            raise Refusal("InvalidTimeStamp.Expired", message)
        return date

    def _find_key(self, exchange: Exchange, authorization: Authorization) -> KeyRecord:
        key = self._keyring.find(authorization.access_key_id)
        if key is None:
            message = f"there is no access key {authorization.access_key_id:.80}"
            raise Refusal("InvalidAccessKeyId.NotFound", message)
        exchange.access_key_id = key.id  # the log tells of it, whether the key still holds or not
        if not key.active:
            raise Refusal("InvalidAccessKeyId.Inactive", f"the access key {key.id} is disabled")
        token = exchange.header("x-acs-security-token")
        if not _same(token or "", key.security_token or ""):
            message = f"there is no access key {key.id} with this x-acs-security-token"
            raise Refusal("InvalidAccessKeyId.NotFound", message)
        self._check_expiry(key)
        return key

    def _check_expiry(self, key: KeyRecord) -> None:
        expiry = expiry_of(key)
        if expiry is not None and self._clock() >= expiry:
            message = f"the temporary access key {key.id} expired at {format_date(expiry)}"
            raise Refusal("InvalidAccessKeyId.Inactive", message)

    def _check_operation(self, exchange: Exchange) -> None:
        expected = {"x-acs-action": exchange.operation.name, "x-acs-version": self._rules.version}
        for name, value in expected.items():
            signed = exchange.header(name)
            if signed != value:
                message = f"this path is {value} by its {name}, but {signed} was signed"
                raise Refusal("InvalidAction.NotFound", message)

    async def _use_nonce(self, exchange: Exchange, key_id: str, date: datetime) -> None:
        nonce = exchange.header("x-acs-signature-nonce") or ""
        expires_at = int((date + self._rules.window).timestamp())
        now = int(self._clock().timestamp())
        if not await self._nonces.use(key_id, nonce, expires_at=expires_at, now=now):
            message = "x-acs-signature-nonce was used before with this access key"
            raise Refusal("SignatureNonceUsed", message)


def _read_authorization(exchange: Exchange) -> Authorization:
    text = (exchange.header("authorization") or "").strip()
    if not text:
        raise Refusal("MissingAuthorization", "the request is not signed: it has no Authorization")
    if len(exchange.headers["authorization"]) > 1:
        raise _incomplete("was sent twice")
    algorithm = text.partition(" ")[0]
    if algorithm != ALGORITHM:
        message = f"the Authorization must begin with {ALGORITHM}, not {algorithm:.80}"
        raise Refusal("InvalidSignatureMethod", message)
    try:
        authorization = Authorization.parse(text)
    except ValueError as error:
        raise _incomplete(f"needs one {error}, as in {_FORM}") from None
    if not _HEX_SHA256.fullmatch(authorization.signature):
        raise _incomplete("needs a Signature of 64 digits, each of 0 to 9 or a to f")
    if len(set(authorization.signed)) < len(authorization.signed):
        raise _incomplete("names a header twice in SignedHeaders")
    return authorization


def _check_signed_headers(
    exchange: Exchange, authorization: Authorization, required: tuple[str, ...]
) -> None:
    """Refuse a list of signed headers that names too many or too few."""
    signed = set(authorization.signed)
    if absent := sorted(signed - exchange.headers.keys()):
        raise _incomplete(f"names headers that the request has not: {', '.join(absent)}")
    if missing := sorted(_missing(exchange, signed) | (set(required) - signed)):
        raise _incomplete(f"leaves out headers that must be signed: {', '.join(missing)}")
    named = exchange.header("x-acs-accesskey-id")
    if named is not None and named != authorization.access_key_id:
        raise _incomplete("has another Credential than x-acs-accesskey-id says")
    if not exchange.header("x-acs-signature-nonce"):
        raise Refusal("IncompleteSignature", "x-acs-signature-nonce is empty; send a fresh text")


def _missing(exchange: Exchange, signed: set[str]) -> set[str]:
    """Give the headers that were sent and had to be signed, but are not."""
    unsigned = exchange.headers.keys() - signed
    with_body = {"content-type"} if exchange.body else set()
    return {name for name in unsigned if must_be_signed(name) or name in with_body}


def _check_signature(exchange: Exchange, authorization: Authorization, secret: str) -> None:
    """Compare signatures; a refusal shows what was signed here, so that callers can compare."""
    digest = sha256_hex(exchange.body)
    stated = exchange.header("x-acs-content-sha256") or ""
    if not _same(stated, digest):
        message = f"x-acs-content-sha256 is {stated:.80}, but the hash of the body is {digest}"
        raise Refusal("SignatureDoesNotMatch", message)
    canonical = _canonical(exchange, exchange.raw_path, authorization, digest)
    to_sign = string_to_sign(canonical)
    if _same(signature(secret, to_sign), authorization.signature):
        return
    strict = _strictly_encoded(exchange.raw_path)
    if strict != exchange.raw_path:
        other = string_to_sign(_canonical(exchange, strict, authorization, digest))
        if _same(signature(secret, other), authorization.signature):
            return
    raise Refusal(
        "SignatureDoesNotMatch",
        "the signature is not that of the request.\n"
        f"The canonical request is:\n{canonical}\nThe string to sign is:\n{to_sign}",
    )


def _canonical(exchange: Exchange, path: str, authorization: Authorization, digest: str) -> str:
    names = sorted(authorization.signed)
    headers = {name: ",".join(exchange.headers[name]) for name in names}
    query = canonical_query(exchange.raw_query)
    return canonical_request(exchange.method, path, query, headers, names, digest)


def _strictly_encoded(path: str) -> str:
    """Encode what may stand in a path as it is, but is signed encoded.

    The HTTP library of the vendor's asynchronous client decodes such signs after they were signed.
    """
    return _NEEDLESSLY_ENCODED.sub(lambda found: quote(found[0], safe=""), path)


def _same(one: str, other: str) -> bool:
    """Compare in a time that does not tell how much is equal."""
    return hmac.compare_digest(one.encode(), other.encode())


def _incomplete(what: str) -> Refusal:
    return Refusal("IncompleteSignature", f"the Authorization {what}")
