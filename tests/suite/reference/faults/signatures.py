"""Faults of the signature: what is not checked, or wrongly."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ..messages import Refusal, Request
from ..service import ReferenceService as Right
from ..signature import Authorization

__all__ = ["FAULTS"]


def _also(*secrets: str) -> dict[str, Any]:
    """Accept signatures with these secrets, too."""

    def is_signed(self: Right, request: Request, auth: Authorization) -> bool:
        own = (None, *secrets)
        return auth.signature in [self.sign(request, auth.names, secret) for secret in own]

    return {"is_signed": is_signed}


def _compared(part: Any) -> dict[str, Any]:
    """Compare a part of signatures."""

    def is_signed(self: Right, request: Request, auth: Authorization) -> bool:
        return bool(part(auth.signature) == part(self.sign(request, auth.names)))

    return {"is_signed": is_signed}


def _without(*names: str) -> dict[str, Any]:
    """Require fewer names among the signed ones."""
    right = Right.required_names
    return {"required_names": lambda self, sent: right(self, sent) - set(names)}


def _of_nothing(self: Right, request: Request, auth: Authorization) -> bool:
    empty = hmac.new(self.secret.encode(), b"", "sha256").hexdigest()
    return Right.is_signed(self, request, auth) or auth.signature == empty


def _unkeyed(self: Right, request: Request, auth: Authorization) -> bool:
    plain = hashlib.sha256(self.canonical(request, auth.names)).hexdigest()
    return Right.is_signed(self, request, auth) or auth.signature == plain


def _all_headers(self: Right, request: Request, auth: Authorization) -> bool:
    """Accept whatever list of names comes with the signature of all required ones."""
    sent = {name.lower() for name, _ in request.headers} - {"authorization"}
    names = tuple(sorted(sent))
    return auth.signature in (self.sign(request, auth.names), self.sign(request, names))


def _names_unchecked(self: Right, request: Request, auth: Authorization) -> None:
    return None


def _first_of_each(self: Right, request: Request, name: str) -> str:
    return request.values(name)[0]


def _last_of_each(self: Right, request: Request, name: str) -> str:
    return request.values(name)[-1]


def _claimed_digest(self: Right, request: Request) -> str:
    return request.header("x-acs-content-sha256")


def _blank_parts(self: Right, text: str) -> "re.Match[str] | None":
    return Right.read_parts(self, text.replace(" ", ""))


def _any_algorithm(self: Right, request: Request) -> Authorization:
    text = request.header("authorization")
    match = self.read_parts(text.partition(" ")[2])
    if not match:
        return Right.read_authorization(self, request)
    return Authorization(match[1], tuple(match[2].split(";")), match[3])


def _action(check: Any) -> dict[str, Any]:
    """Accept an action and version by a check of one's own."""

    def check_action(self: Right, request: Request, operation: str) -> None:
        if not check(request.header("x-acs-action"), request.header("x-acs-version"), operation):
            raise Refusal("InvalidAction.NotFound", 404)

    return {"check_action": check_action}


def _remembered(count: int) -> dict[str, Any]:
    """Remember the last nonces only."""

    def use_nonce(self: Right, request: Request) -> None:
        Right.use_nonce(self, request)
        for nonce in list(self.nonces)[:-count]:
            del self.nonces[nonce]

    return {"use_nonce": use_nonce}


def _unless(check: Any) -> dict[str, Any]:
    """Use no nonce where a check holds."""

    def use_nonce(self: Right, request: Request) -> None:
        if not check(request):
            Right.use_nonce(self, request)

    return {"use_nonce": use_nonce}


def _nonce(change: Any) -> dict[str, Any]:
    return {"nonce": lambda self, request: change(request, Right.nonce(self, request))}


def _any_date(self: Right, text: str) -> datetime:
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal("InvalidTimeStamp.Format") from None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _one_way(sign: int) -> dict[str, Any]:
    def check_date(self: Right, date: datetime) -> None:
        if sign * (datetime.now(UTC) - date) > self.window:
            raise Refusal("InvalidTimeStamp.Expired")

    return {"check_date": check_date}


def _secret_told(self: Right, request: Request, operation: str) -> None:
    try:
        Right.authorize(self, request, operation)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.status, f"expected {self.secret}") from None


def _right_one_told(self: Right, request: Request, operation: str) -> None:
    try:
        Right.authorize(self, request, operation)
    except Refusal as refusal:
        names = tuple(
            request.header("authorization")
            .partition("SignedHeaders=")[2]
            .partition(",")[0]
            .split(";")
        )
        raise Refusal(refusal.code, refusal.status, x_expected=self.sign(request, names)) from None


FAULTS: Mapping[str, Mapping[str, Any]] = {
    "nothing is checked": {"is_signed": lambda *_: True},
    "the empty secret is right": _also(""),
    "the key's id is a secret": _also(Right.key_id),
    "the word null is a secret": _also("null"),
    "an HMAC of nothing is right": {"is_signed": _of_nothing},
    "a hash without a key is right": {"is_signed": _unkeyed},
    "capitals are read": {"is_signature": lambda self, text: re.fullmatch("[0-9a-fA-F]{64}", text)}
    | _compared(str.lower),
    "a beginning is enough": _compared(lambda text: text[:16]),
    "an end is enough": _compared(lambda text: text[-16:]),
    "digits in any order": _compared(sorted),
    "unknown keys have the empty secret": {"knows_key": lambda *_: True}
    | {
        "is_signed": lambda self, request, auth: (
            (Right.is_signed(self, request, auth) and auth.key_id == self.key_id)
            or auth.signature == self.sign(request, auth.names, "")
        )
    },
    "key ids have no case": {"knows_key": lambda self, key_id: key_id.lower() == self.key_id},
    "the beginning of a key id is enough": {
        "knows_key": lambda self, key_id: self.key_id.startswith(key_id)
    },
    "blanks in Authorization are dropped": {"read_parts": _blank_parts},
    "the algorithm is not read": {"read_authorization": _any_algorithm},
    "host is not required": _without("host"),
    "the action is not required": _without("x-acs-action"),
    "the version is not required": _without("x-acs-version"),
    "the date is not required": _without("x-acs-date"),
    "the nonce is not required": _without("x-acs-signature-nonce"),
    "the hash is not required": _without("x-acs-content-sha256"),
    "further x-acs headers are not required": {
        "required_names": lambda self, sent: Right.required_names(self, set())
    },
    "no name is required": {"check_names": _names_unchecked},
    "names are not compared with what is signed": {
        "is_signed": _all_headers,
        "check_names": _names_unchecked,
    },
    "repeated headers count once, the first": {"signed_value": _first_of_each},
    "repeated headers count once, the last": {"signed_value": _last_of_each},
    "the hash is believed": {"signed_digest": _claimed_digest},
    "the method is not signed": {"signed_method": lambda self, request: "GET"},
    "the path is not signed": {"signed_path": lambda self, request: request.path}
    | {
        "is_signed": lambda self, request, auth: (
            True if request.path.endswith("x") else Right.is_signed(self, request, auth)
        )
    },
    "unsigned content types are refused": {
        "required_names": lambda self, sent: (
            Right.required_names(self, sent) | ({"content-type"} & sent)
        )
    },
    "every header must be signed": {
        "required_names": lambda self, sent: (
            sent - {"authorization", "content-length", "connection"}
        )
    },
    "no action is checked": _action(lambda action, version, operation: version == "2022-07-18"),
    "no version is checked": _action(lambda action, version, operation: action == operation),
    "actions have no case": _action(
        lambda action, version, operation: (
            action.lower() == operation.lower() and version == "2022-07-18"
        )
    ),
    "the beginning of an action is enough": _action(
        lambda action, version, operation: operation.startswith(action) and version == "2022-07-18"
    ),
    "actions may go on": _action(
        lambda action, version, operation: action.startswith(operation) and version == "2022-07-18"
    ),
    "any known action is right": _action(
        lambda action, version, operation: (
            action in ("ListJobs", "GetJob") and version == "2022-07-18"
        )
    ),
    "later versions are right": _action(
        lambda action, version, operation: action == operation and version >= "2022-07-18"
    ),
    "versions of one year are right": _action(
        lambda action, version, operation: action == operation and version[:4] == "2022"
    ),
    "nonces are not checked": _unless(lambda request: True),
    "nonces of HEAD are not used": _unless(lambda request: request.method == "HEAD"),
    "nonces of GetJob are not used": _unless(lambda request: request.path.count("/") > 5),
    "only the last nonce is known": _remembered(1),
    "only a hundred nonces are known": _remembered(100),
    "nonces count for their operation": _nonce(
        lambda request, nonce: request.header("x-acs-action") + nonce
    ),
    "nonces count for their method": _nonce(lambda request, nonce: request.method + nonce),
    "nonces count for their date": _nonce(
        lambda request, nonce: request.header("x-acs-date") + nonce
    ),
    "nonces count for their query": _nonce(lambda request, nonce: request.query + nonce),
    "nonces have no case": _nonce(lambda request, nonce: nonce.lower()),
    "nonces count by 8 signs": _nonce(lambda request, nonce: nonce[:8]),
    "dates may have any form": {"read_date": _any_date},
    "dates are not checked": {"check_date": lambda *_: None},
    "old dates are right": _one_way(-1),
    "dates to come are right": _one_way(1),
    "the window is an hour": {"window": timedelta(hours=1)},
    "the window is five minutes": {"window": timedelta(minutes=5)},
    "a refusal tells the secret": {"authorize": _secret_told},
    "a header tells the right signature": {"authorize": _right_one_told},
}
