"""Error responses: the status, the headers and the body of an error, in the form of the contract."""

from collections.abc import Sequence

from msgspec import Struct

from ..contract.operation import ErrorBodyFields, ErrorRule
from ..errors import find_error_rule
from ..models.additional import encode_model
from .asgi import Response
from .error_forms import ErrorFacts, ErrorForm, ErrorForms, Slot, reason
from .request_record import RequestRecord
from .response_encoding import encode_error
from .service_api import ErrorResponse

__all__ = ["PROBLEM", "UNSTATED_FORMS", "ErrorEncoder"]

PROBLEM = ErrorForm(
    media_type="application/problem+json",
    template={
        "type": "about:blank",
        "title": Slot(fact="title"),
        "status": Slot(fact="status", is_text=False),
        "detail": Slot(fact="message"),
        "code": Slot(fact="code"),
        "requestId": Slot(fact="request_id"),
    },
)
"""Problem details (RFC 9457), for contracts that state no error bodies."""
UNSTATED_FORMS = ErrorForms(by_operation={}, common=PROBLEM)
"""The forms of a contract that states no error bodies."""
_NO_ROUTE = "InvalidApi.NotFound"


class ErrorEncoder(Struct, frozen=True, kw_only=True):
    """Encodes errors: with the `fields` that a contract names for all of them, else in its `forms`."""

    rules: Sequence[ErrorRule] = ()
    fields: ErrorBodyFields | None = None
    forms: ErrorForms = UNSTATED_FORMS

    def encode(self, error: ErrorResponse, record: RequestRecord, host: str) -> Response:
        """Return the response that reports an error."""
        rule = find_error_rule(error.code, self.rules)
        status = error.status or (rule.status if rule else self._status(error.code, record))
        if error.body is None and self.fields is not None:
            remedy = rule.remedy if rule else None
            body = encode_error(self.fields, error, record.request_id, host, remedy)
            return Response(status=status, body=body, headers=error.headers)
        form = self.forms.find(record.operation, status)
        if error.body is not None:
            media = form.media_type if self.fields is None else "application/json"
            body = error.body if isinstance(error.body, bytes) else encode_model(error.body)
        else:
            media, body = form.media_type, form.encode(_facts(error, status, record))
        return Response(status=status, body=body, headers={"content-type": media, **error.headers})

    def _status(self, code: str, record: RequestRecord) -> int:
        """Return the status of a code that the contract does not list: a client error is never a 500."""
        if code.endswith(".NotFound"):
            return 404
        if code.startswith(("Missing", "Invalid")):
            return self.forms.invalid_status(record.operation)
        return 500


def _facts(error: ErrorResponse, status: int, record: RequestRecord) -> ErrorFacts:
    code = reason(status).replace(" ", "") if error.code == _NO_ROUTE else error.code
    return ErrorFacts(
        code=code,
        message=error.message,
        status=status,
        request_id=record.request_id,
        path=record.path,
        location=error.location,
    )
