"""Verification of ACS3-HMAC-SHA256 in the reference server, decision by decision."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, unquote_to_bytes

from .messages import Refusal, Request

__all__ = ["Authorization", "SignatureChecks"]

_ALGORITHM = "ACS3-HMAC-SHA256"
_REQUIRED = ("action", "version", "date", "signature-nonce", "content-sha256")
_PARTS = re.compile(r"Credential=([^, ]+),SignedHeaders=([^, ]+),Signature=([^, ]*)")


@dataclass(frozen=True)
class Authorization:
    """The parts of an Authorization header."""

    key_id: str
    names: tuple[str, ...]
    signature: str


class SignatureChecks:
    """Who may call: signature, date, nonce and action of a request."""

    key_id = "reference-key"
    secret = "reference-secret-of-32-characters"
    window = timedelta(minutes=15)

    def __init__(self) -> None:
        self.nonces: dict[str, None] = {}

    def authorize(self, request: Request, operation: str) -> None:
        """Raise Refusal unless a request is signed for an operation, and new."""
        authorization = self.read_authorization(request)
        self.check_names(request, authorization)
        date = self.read_date(request.header("x-acs-date"))
        self.check_date(date)
        if not self.knows_key(authorization.key_id) or request.header("x-acs-security-token"):
            raise Refusal("InvalidAccessKeyId.NotFound", 404)
        if not self.is_signed(request, authorization):
            raise Refusal("SignatureDoesNotMatch")
        self.check_action(request, operation)
        self.use_nonce(request)

    def read_authorization(self, request: Request) -> Authorization:
        texts = request.values("authorization")
        if not texts or not texts[0]:
            raise Refusal("MissingAuthorization")
        algorithm, _, parts = texts[0].partition(" ")
        if algorithm != _ALGORITHM:
            raise Refusal("InvalidSignatureMethod")
        match = self.read_parts(parts)
        if len(texts) > 1 or not match or not self.is_signature(match[3]):
            raise Refusal("IncompleteSignature")
        return Authorization(match[1], tuple(match[2].split(";")), match[3])

    def read_parts(self, text: str) -> "re.Match[str] | None":
        return _PARTS.fullmatch(text)

    def is_signature(self, text: str) -> bool:
        return re.fullmatch(r"[0-9a-f]{64}", text) is not None

    def check_names(self, request: Request, authorization: Authorization) -> None:
        sent = {name.lower() for name, _ in request.headers}
        needed = self.required_names(sent)
        if not needed <= set(authorization.names) or not set(authorization.names) <= sent:
            raise Refusal("IncompleteSignature")
        if not request.header("x-acs-signature-nonce"):
            raise Refusal("IncompleteSignature")
        if request.header("x-acs-accesskey-id") not in ("", authorization.key_id):
            raise Refusal("IncompleteSignature")

    def required_names(self, sent: set[str]) -> set[str]:
        own = {name for name in sent if name.startswith("x-acs-")}
        return {"host", *own, *(f"x-acs-{name}" for name in _REQUIRED)}

    def read_date(self, text: str) -> datetime:
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text, re.ASCII):
            raise Refusal("InvalidTimeStamp.Format")
        try:
            return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        except ValueError:
            raise Refusal("InvalidTimeStamp.Format") from None

    def check_date(self, date: datetime) -> None:
        if abs(datetime.now(UTC) - date) > self.window:
            raise Refusal("InvalidTimeStamp.Expired")

    def knows_key(self, key_id: str) -> bool:
        return key_id == self.key_id

    def is_signed(self, request: Request, authorization: Authorization) -> bool:
        return authorization.signature == self.sign(request, authorization.names)

    def sign(self, request: Request, names: tuple[str, ...], secret: str | None = None) -> str:
        hashed = hashlib.sha256(self.canonical(request, names)).hexdigest()
        key = (self.secret if secret is None else secret).encode()
        return hmac.new(key, f"{_ALGORITHM}\n{hashed}".encode(), "sha256").hexdigest()

    def canonical(self, request: Request, names: tuple[str, ...]) -> bytes:
        headers = "".join(f"{name}:{self.signed_value(request, name)}\n" for name in names)
        lines = (
            self.signed_method(request),
            self.signed_path(request),
            self.signed_query(request),
            headers,
            ";".join(names),
            self.signed_digest(request),
        )
        return "\n".join(lines).encode("utf-8", "surrogateescape")

    def signed_method(self, request: Request) -> str:
        return request.method

    def signed_path(self, request: Request) -> str:
        return request.path

    def signed_query(self, request: Request) -> str:
        pairs = [pair.replace("+", "%20").partition("=")[::2] for pair in request.query.split("&")]
        decoded = [(unquote_to_bytes(key), unquote_to_bytes(text)) for key, text in pairs]
        ordered = sorted((pair for pair in decoded if any(pair)), key=lambda pair: pair[0])
        return "&".join(f"{quote(key, safe='')}={quote(text, safe='')}" for key, text in ordered)

    def signed_value(self, request: Request, name: str) -> str:
        return request.header(name)

    def signed_digest(self, request: Request) -> str:
        return hashlib.sha256(request.body).hexdigest()

    def check_action(self, request: Request, operation: str) -> None:
        action, version = request.header("x-acs-action"), request.header("x-acs-version")
        if (action, version) != (operation, "2022-07-18"):
            raise Refusal("InvalidAction.NotFound", 404)

    def use_nonce(self, request: Request) -> None:
        nonce = self.nonce(request)
        if nonce in self.nonces:
            raise Refusal("SignatureNonceUsed")
        self.nonces[nonce] = None

    def nonce(self, request: Request) -> str:
        return request.header("x-acs-signature-nonce")
