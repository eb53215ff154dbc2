"""The authenticated caller, as guards pass it on."""

from flinkjobs.server import Principal

__all__ = ["Caller"]


class Caller(Principal, frozen=True):
    """A principal with the policies of its user, JSON texts, as they were read for this request.

    `access_key_id` is that of the key which signed it.
    """

    policies: tuple[str, ...] = ()
    access_key_id: str = ""
