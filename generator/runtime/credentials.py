"""Access keys, and where they are found."""

from collections.abc import Mapping
from typing import NoReturn, Protocol, runtime_checkable

from .errors import UsageError
from .messages import fits_header

__all__ = ["AccessKey", "CredentialProvider", "find_access_key"]

_ID = "ALIBABA_CLOUD_ACCESS_KEY_ID"
_SECRET = "ALIBABA_CLOUD_ACCESS_KEY_SECRET"
_TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN"


class AccessKey:
    """An access key; with a security token it is a temporary one. Its repr hides the secret."""

    __slots__ = ("id", "secret", "security_token")

    def __init__(self, id: str, secret: str, security_token: str | None = None) -> None:
        self.id = id
        self.secret = secret
        self.security_token = security_token

    def __repr__(self) -> str:
        return f"AccessKey(id={self.id!r}, secret=…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "an AccessKey holds a secret and is not pickled; make one where it is needed"
        )


@runtime_checkable
class CredentialProvider(Protocol):
    """Anything that gives the access key of the moment, such as the vendor's credentials client."""

    def get_credential(self) -> object:
        """Give an object with access_key_id, access_key_secret and security_token."""


def find_access_key(
    key_id: str | None, secret: str | None, token: str | None, environ: Mapping[str, str]
) -> AccessKey:
    """Take the access key from the arguments, else from the environment.

    Raises UsageError when neither holds both its id and its secret.
    """
    if key_id is None and secret is None:
        key_id, secret = environ.get(_ID), environ.get(_SECRET)
        token = token or environ.get(_TOKEN)
    if not key_id or not secret:
        raise UsageError(
            "no access key: pass access_key_id and access_key_secret, "
            f"or set {_ID} and {_SECRET} in the environment"
        )
    for name, value in (("id", key_id), ("secret", secret), ("security token", token or "")):
        if not fits_header(value):
            raise UsageError(
                f"the access key's {name} must be printable ASCII without blanks around it; "
                "a line end may have come along when it was copied"
            )
    return AccessKey(key_id, secret, token or None)
