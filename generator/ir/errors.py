"""Error responses of an operation: the types of their bodies."""

from dataclasses import dataclass

__all__ = ["ErrorBody"]


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """The type of the body of error responses: by status, a range such as 4XX, or default."""

    status: str
    annotation: str
    uses: tuple[str, ...]
