"""The profile file of the vendor's command line: keys and region under a name.

`~/.aliyun/config.json` as `aliyun configure` writes it: `current` names a profile, `profiles`
lists them, each with a `mode`; AK and StsToken hold a key, other modes say how to get one.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from ..errors import UsageError

__all__ = ["Profile", "find_profile"]

_VARIABLE = "ALIBABA_CLOUD_PROFILE"


class Profile(Struct, frozen=True):
    """One profile; its repr hides the secret."""

    name: str = ""
    mode: str = "AK"
    access_key_id: str | None = None
    access_key_secret: str | None = None
    sts_token: str | None = None
    region_id: str | None = None

    def __repr__(self) -> str:
        return f"Profile(name={self.name!r}, mode={self.mode!r})"


class _File(Struct, frozen=True):
    current: str = ""
    profiles: list[Profile] = []

    def __repr__(self) -> str:
        return f"<profiles {[one.name for one in self.profiles]}>"


def find_profile(name: str | None, environ: Mapping[str, str]) -> Profile | None:
    """Read a profile: the one named, else that of the environment, else the file's current one.

    None when there is no file and no name; UsageError when the file or the profile cannot be used.
    """
    wanted = name or environ.get(_VARIABLE)
    home = environ.get("HOME") or environ.get("USERPROFILE") or ""
    path = Path(home, ".aliyun", "config.json")
    try:
        content = path.read_bytes() if home else b""
    except OSError:
        content = b""
    if not content:
        if wanted:
            raise UsageError(f"no profile {wanted!r}: {path} cannot be read")
        return None
    return _choose(path, content, wanted)


def _choose(path: Path, content: bytes, wanted: str | None) -> Profile | None:
    try:
        file = msgspec.json.decode(content, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not a profile file of the vendor's: {error}") from None
    chosen = next((one for one in file.profiles if one.name == (wanted or file.current)), None)
    if chosen is None and wanted:
        names = ", ".join(one.name for one in file.profiles) or "none"
        raise UsageError(f"{path} has no profile {wanted!r}; it has {names}")
    return chosen
