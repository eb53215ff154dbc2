"""The caller of an operation, as it appears in what the caller creates and changes, and in events."""

from flinkjobs.server import ServiceCall

from ..auth.caller import Caller

__all__ = ["actor", "caller_id"]


def caller_id(call: ServiceCall) -> str:
    """Return the id of a caller: that of a user, or of the account when its owner calls."""
    return call.principal.user or call.principal.account


def actor(call: ServiceCall) -> str:
    """Return who calls as an event names them: an account or a user of it, and their access key."""
    principal = call.principal
    name = f"user {principal.user}" if principal.user else f"account {principal.account}"
    key = principal.access_key_id if isinstance(principal, Caller) else ""
    return f"{name} with access key {key}" if key else name
