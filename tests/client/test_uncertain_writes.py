"""The remedy of a write that may have happened: a way to find out."""

from dataclasses import dataclass

import pytest

from flinkjobs._runtime.client.idempotency import uncertain_remedy
from flinkjobs._runtime.contract.operation import Idempotency, Operation

GET = Operation(name="GetDraft", method="GET", path="/drafts", parameters=(), response_type=bytes)


@dataclass(frozen=True)
class Write:
    """A write with a method, and with or without a key."""

    method: str = "POST"
    key: Idempotency | None = None

    @property
    def operation(self) -> Operation[bytes]:
        return Operation(
            name="Draft",
            method=self.method,
            path="/drafts",
            parameters=(),
            response_type=bytes,
            idempotency=self.key,
        )


TOKEN = Idempotency(parameter="draft_token", wire_name="draftToken")
ID = Idempotency(parameter="draft_id", wire_name="draftId", read=GET, read_parameter="draft_id")


@pytest.mark.parametrize(
    ("write", "expected"),
    [
        (Write(key=ID), "to find out, call GetDraft with draft_id 'a1'."),
        (
            Write(key=TOKEN),
            "to find out, repeat it with draftToken 'a1', which does it once at most.",
        ),
        (Write("PUT"), "it does no harm to repeat it."),
        (Write("DELETE"), "it does no harm to repeat it."),
        (Write(), "to find out, read what it changes before you repeat it."),
    ],
    ids=["read by its key", "repeated with its key", "put", "delete", "neither"],
)
def test_what_to_do(write: Write, expected: str) -> None:
    """The remedy names the operation, and the key where there is one."""
    message = str(uncertain_remedy(write.operation, "a1"))

    assert message == f"It may have been carried out; {expected}"
