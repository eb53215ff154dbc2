"""The guard that authenticates callers: checks the ACS3 signature and refuses replays.

The signature is computed by the module that clients sign with.
"""

import asyncio
import hmac
import re
from datetime import datetime, timedelta
from urllib.parse import quote

from flinkjobs.server import ErrorResponse, RequestContext
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
from ..store.keys import Credential, KeyRecord
from ..store.nonces.interface import ReplayCache
from .caller import Caller
from .keyring import Keyring, expiry_of

__all__ = ["SignatureGuard"]

_FORM = f"{ALGORITHM} Credential=…,SignedHeaders=a;b;c,Signature=…"
_NEEDLESSLY_ENCODED = re.compile(r"[!$&'()*+,;=:@]")
_HEX_SHA256 = re.compile("[0-9a-f]{64}", re.ASCII)


class SignatureGuard:
    """Accepts a request signed with an active key, within the time window, for this operation, once.

    `rules` are the contract's settings of signatures.
    """

    def __init__(
        self, keyring: Keyring, nonces: ReplayCache, *, rules: Signer, clock: Clock
    ) -> None:
        self._keyring = keyring
        self._nonces = nonces
        self._rules = rules
        self._clock = clock

    async def __call__(self, context: RequestContext) -> None:
        """Refuse a request without a valid signature; else set its principal."""
        authorization = _read_authorization(context)
        _check_signed_headers(context, authorization, self._rules.required)
        date = self._check_date(context)
        credential, fresh = await self._admit(context, authorization, date)
        if not fresh:
            message = "x-acs-signature-nonce was used before with this access key"
            raise ErrorResponse("SignatureNonceUsed", message)
        key = credential.key
        context.principal = Caller(key.account, key.user, credential.policies, key.id)

    async def _admit(
        self, context: RequestContext, authorization: Authorization, date: datetime
    ) -> tuple[Credential, bool]:
        """Authenticate a request and use its nonce; return the credential, and whether it was fresh.

        Where reading a key is a round trip, the signature is checked with the key as it was last
        read. The key is then read again in the round trip that writes the nonce.
        """
        key_id = authorization.access_key_id
        recalled = self._keyring.recall(key_id)
        if recalled is None or not self._accepts(context, authorization, recalled):
            credential = self._authenticate(
                context, authorization, await self._keyring.credential(key_id)
            )
            return credential, await self._use_nonce(context, credential.key.id, date)
        current, fresh = await asyncio.gather(
            self._keyring.credential(key_id), self._use_nonce(context, key_id, date)
        )
        if current == recalled:
            return recalled, fresh
        return self._authenticate(context, authorization, current), fresh

    def _accepts(
        self, context: RequestContext, authorization: Authorization, credential: Credential
    ) -> bool:
        """Whether a request is authentic by a credential that may have changed."""
        try:
            self._authenticate(context, authorization, credential)
        except ErrorResponse:
            return False
        return True

    def _authenticate(
        self, context: RequestContext, authorization: Authorization, credential: Credential | None
    ) -> Credential:
        """Refuse a request that was not signed with a usable key, for this operation."""
        if credential is None:
            message = f"there is no access key {authorization.access_key_id:.80}"
            raise ErrorResponse("InvalidAccessKeyId.NotFound", message)
        self._check_key(context, credential.key)
        _check_signature(context, authorization, credential.key.secret)
        self._check_operation(context)
        return credential

    def _check_date(self, context: RequestContext) -> datetime:
        text = context.header("x-acs-date") or ""
        try:
            date = parse_date(text)
        except ValueError:
            message = f"x-acs-date must be a time such as 2026-11-22T12:00:00Z, not {text!r:.80}"
            raise ErrorResponse("InvalidTimeStamp.Format", message) from None
        now = self._clock()
        if abs(now - date) > self._rules.window:
            minutes = self._rules.window // timedelta(minutes=1)
            here = format_date(now)
            message = (
                f"x-acs-date is {text}, more than {minutes} minutes off: the time here is {here}"
            )
            raise ErrorResponse("InvalidTimeStamp.Expired", message)
        return date

    def _check_key(self, context: RequestContext, key: KeyRecord) -> None:
        context.credential_id = key.id  # logged even if the key is refused below
        if not key.active:
            raise ErrorResponse(
                "InvalidAccessKeyId.Inactive", f"the access key {key.id} is disabled"
            )
        token = context.header("x-acs-security-token")
        if not _same(token or "", key.security_token or ""):
            message = f"there is no access key {key.id} with this x-acs-security-token"
            raise ErrorResponse("InvalidAccessKeyId.NotFound", message)
        self._check_expiry(key)

    def _check_expiry(self, key: KeyRecord) -> None:
        expiry = expiry_of(key)
        if expiry is not None and self._clock() >= expiry:
            message = f"the temporary access key {key.id} expired at {format_date(expiry)}"
            raise ErrorResponse("InvalidAccessKeyId.Inactive", message)

    def _check_operation(self, context: RequestContext) -> None:
        expected = {"x-acs-action": context.operation.name, "x-acs-version": self._rules.version}
        for name, value in expected.items():
            signed = context.header(name)
            if signed != value:
                message = f"this path is {value} by its {name}, but {signed} was signed"
                raise ErrorResponse("InvalidAction.NotFound", message)

    async def _use_nonce(self, context: RequestContext, key_id: str, date: datetime) -> bool:
        nonce = context.header("x-acs-signature-nonce") or ""
        expires_at = int((date + self._rules.window).timestamp())
        now = int(self._clock().timestamp())
        return await self._nonces.use(key_id, nonce, expires_at=expires_at, now=now)


def _read_authorization(context: RequestContext) -> Authorization:
    text = (context.header("authorization") or "").strip()
    if not text:
        raise ErrorResponse(
            "MissingAuthorization", "the request is not signed: it has no Authorization"
        )
    if len(context.headers["authorization"]) > 1:
        raise _incomplete("was sent twice")
    algorithm = text.partition(" ")[0]
    if algorithm != ALGORITHM:
        message = f"the Authorization must begin with {ALGORITHM}, not {algorithm:.80}"
        raise ErrorResponse("InvalidSignatureMethod", message)
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
    context: RequestContext, authorization: Authorization, required: tuple[str, ...]
) -> None:
    """Refuse a SignedHeaders list that names absent headers, or omits required ones."""
    signed = set(authorization.signed)
    if absent := sorted(signed - context.headers.keys()):
        raise _incomplete(f"names headers that are not in the request: {', '.join(absent)}")
    if missing := sorted(_missing(context, signed) | (set(required) - signed)):
        raise _incomplete(f"omits headers that must be signed: {', '.join(missing)}")
    named = context.header("x-acs-accesskey-id")
    if named is not None and named != authorization.access_key_id:
        raise _incomplete("has a Credential that differs from x-acs-accesskey-id")
    if not context.header("x-acs-signature-nonce"):
        raise ErrorResponse(
            "IncompleteSignature", "x-acs-signature-nonce is empty; send a unique string"
        )


def _missing(context: RequestContext, signed: set[str]) -> set[str]:
    """Return the headers that were sent and must be signed, but are not."""
    unsigned = context.headers.keys() - signed
    with_body = {"content-type"} if context.body else set()
    return {name for name in unsigned if must_be_signed(name) or name in with_body}


def _check_signature(context: RequestContext, authorization: Authorization, secret: str) -> None:
    """Compare signatures; the refusal contains the canonical request, so that callers can compare it."""
    digest = sha256_hex(context.body)
    stated = context.header("x-acs-content-sha256") or ""
    if not _same(stated, digest):
        message = f"x-acs-content-sha256 is {stated:.80}, but the hash of the body is {digest}"
        raise ErrorResponse("SignatureDoesNotMatch", message)
    canonical = _canonical(context, context.raw_path, authorization, digest)
    to_sign = string_to_sign(canonical)
    if _same(signature(secret, to_sign), authorization.signature):
        return
    strict = _strictly_encoded(context.raw_path)
    if strict != context.raw_path:
        reencoded = string_to_sign(_canonical(context, strict, authorization, digest))
        if _same(signature(secret, reencoded), authorization.signature):
            return
    raise ErrorResponse(
        "SignatureDoesNotMatch",
        "the signature does not match the request.\n"
        f"The canonical request is:\n{canonical}\nThe string to sign is:\n{to_sign}",
    )


def _canonical(
    context: RequestContext, path: str, authorization: Authorization, digest: str
) -> str:
    names = sorted(authorization.signed)
    headers = {name: ",".join(context.headers[name]) for name in names}
    query = canonical_query(context.raw_query)
    return canonical_request(context.method, path, query, headers, names, digest)


def _strictly_encoded(path: str) -> str:
    """Percent-encode characters that are allowed in a path but are signed encoded.

    The HTTP library of the vendor's asynchronous client decodes them after signing.
    """
    return _NEEDLESSLY_ENCODED.sub(lambda match: quote(match[0], safe=""), path)


def _same(left: str, right: str) -> bool:
    """Whether two texts are equal, compared in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())


def _incomplete(problem: str) -> ErrorResponse:
    return ErrorResponse("IncompleteSignature", f"the Authorization {problem}")
