"""Reader of the vendor's profile file: named access keys and regions.

`~/.aliyun/config.json` as `aliyun configure` writes it: `current` names a profile, `profiles`
lists them, each with a `mode`; AK and StsToken contain a key, other modes describe how to get one.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from ..errors import UsageError
from ..messages import Message

__all__ = ["Profile", "find_profile", "profile_file"]

_VARIABLE = "ALIBABA_CLOUD_PROFILE"


class Profile(Struct, frozen=True):
    """One profile; its repr hides the secret."""

    name: str = ""
    mode: str = "AK"
    access_key_id: str | None = None
    access_key_secret: str | None = None
    sts_token: str | None = None
    region_id: str | None = None
    credentials_uri: str | None = None

    def __repr__(self) -> str:
        return f"Profile(name={self.name!r}, mode={self.mode!r})"


class _File(Struct, frozen=True):
    current: str = ""
    profiles: list[Profile] = []

    def __repr__(self) -> str:
        return f"<profiles {[profile.name for profile in self.profiles]}>"


def profile_file(environ: Mapping[str, str]) -> Path:
    """Return the path of the profile file; a relative one where there is no home directory."""
    return Path(environ.get("HOME") or environ.get("USERPROFILE") or "", ".aliyun", "config.json")


def find_profile(name: str | None, environ: Mapping[str, str]) -> Profile | None:
    """Read a profile: the one named, else that of the environment, else the file's current one.

    None when there is no file and no name; UsageError when the file or the profile cannot be used.
    """
    requested = name or environ.get(_VARIABLE)
    path = profile_file(environ)
    try:
        content = path.read_bytes() if path.is_absolute() else b""
    except OSError:
        content = b""
    if not content:
        if requested:
            raise UsageError(
                Message(
                    "no profile {requested}: {path} cannot be read",
                    requested=repr(requested),
                    path=path,
                )
            )
        return None
    return _choose(path, content, requested)


def _choose(path: Path, content: bytes, requested: str | None) -> Profile | None:
    try:
        file = msgspec.json.decode(content, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            Message("{path} is not a profile file of the vendor's: {error}", path=path, error=error)
        ) from None
    name = requested or file.current
    chosen = next((profile for profile in file.profiles if profile.name == name), None)
    if chosen is None and requested:
        names = ", ".join(profile.name for profile in file.profiles) or Message("none")
        raise UsageError(
            Message(
                "{path} has no profile {requested}; it has {names}",
                path=path,
                requested=repr(requested),
                names=names,
            )
        )
    return chosen
