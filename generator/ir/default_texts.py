"""The texts of what a contract does not describe, or cannot: English, with their translations."""

from ..runtime.messages import Message
from .calls import Latest

__all__ = ["latest_description", "operation_summary", "resource_description"]


def resource_description(tag: str) -> Message:
    """Return the description of a resource whose tag has none."""
    return Message("Operations of {name}.", name=tag)


def operation_summary(name: str) -> Message:
    """Return the summary of an operation that has none."""
    return Message("Call {name}.", name=name)


def latest_description(latest: Latest) -> Message:
    """Return how the latest item of a listing is found."""
    return Message(
        "Reads at most {size} items, whose {time} must be descending. If it is not, the result is "
        "the newest of them when there are no more, else an error.",
        size=latest.size,
        time=latest.time,
    )
