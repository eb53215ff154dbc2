"""The id of a caller, as it appears in what the caller creates and changes."""

from flinkjobs.server import ServiceCall

__all__ = ["caller_id"]


def caller_id(call: ServiceCall) -> str:
    """Return the id of a caller: that of a user, or of the account when its owner calls."""
    return call.principal.user or call.principal.account
