"""Files with secrets, which only their owner may read."""

import stat
from pathlib import Path

from .errors import TargetError

__all__ = ["read_secret", "require_private"]


def require_private(file: Path) -> None:
    """Raise TargetError for a file that others may read; OSError for one that does not exist."""
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise TargetError(f"{file}: others may read it; run chmod 600 {file}")


def read_secret(file: Path) -> str:
    """Return the secret in a file, without the line break at its end; raise TargetError without one."""
    try:
        require_private(file)
        secret = file.read_text("utf-8").rstrip("\r\n")
    except OSError as error:
        raise TargetError(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise TargetError(f"{file}: must be text in UTF-8") from None
    if not secret:
        raise TargetError(f"{file}: is empty; write the secret into it")
    return secret
