"""Objects of S3, or of a store that speaks its protocol, read with botocore.

Credentials, region and endpoint are those that AWS's own tools find: `AWS_` variables, a profile, the
role of the machine or of the pod.
"""

import importlib.util
import time
from typing import TYPE_CHECKING, Any

from ...errors import TargetError
from .jar_errors import JarError, UnreachableError

if TYPE_CHECKING:
    from botocore.client import BaseClient

__all__ = ["S3Objects", "require_s3"]

_CHUNK = 1 << 20
_CONNECT_SECONDS, _READ_SECONDS = 10, 30
_AGAIN = (429, 500, 502, 503, 504)


def require_s3(prefix: str) -> None:
    """Raise TargetError unless objects of S3 can be read."""
    if importlib.util.find_spec("botocore") is None:
        raise TargetError(
            f"--jars {prefix}: reading from S3 needs a library; install it with: "
            "pip install 'flinkjobs-target[s3]'"
        )


class S3Objects:
    """Reads objects of at most `largest` bytes, each within `seconds`."""

    def __init__(self, *, largest: int, seconds: float) -> None:
        self._largest = largest
        self._seconds = seconds
        self._client: BaseClient | None = None

    def read(self, uri: str) -> bytes:
        """Read the object of a URI, whose key is as it is written; blocks.

        Raises JarError when trying again does not help, and UnreachableError when it may.
        """
        from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError

        bucket, _, key = uri.removeprefix("s3://").partition("/")
        try:
            found = self._connected().get_object(Bucket=bucket, Key=key)
            return self._content(uri, found)
        except ClientError as error:
            raise _refusal(uri, error.response) from None
        except (ConnectionError, HTTPClientError) as error:
            raise UnreachableError(f"{uri}: {_one_line(error)}") from None
        except BotoCoreError as error:
            raise JarError(f"{uri}: {_one_line(error)}") from None

    def close(self) -> None:
        """Close all connections."""
        if self._client is not None:
            self._client.close()

    def _content(self, uri: str, found: dict[str, Any]) -> bytes:
        deadline = time.monotonic() + self._seconds
        length, content = int(found["ContentLength"]), bytearray()
        body = found["Body"]
        try:
            while length <= self._largest and (chunk := body.read(_CHUNK)):
                content += chunk
                if time.monotonic() > deadline:
                    raise UnreachableError(f"{uri} took longer than {self._seconds:.0f} s")
        finally:
            body.close()
        if max(length, len(content)) > self._largest:
            raise JarError(f"{uri} has more than {self._largest} bytes")
        return bytes(content)

    def _connected(self) -> Any:
        """Return the client; the first call reads the settings."""
        if self._client is None:
            import botocore.session
            from botocore.config import Config

            config = Config(
                connect_timeout=_CONNECT_SECONDS,
                read_timeout=_READ_SECONDS,
                retries={"total_max_attempts": 1},  # the step that needs the jar is repeated
            )
            self._client = botocore.session.Session().create_client("s3", config=config)
        return self._client


def _refusal(uri: str, response: dict[str, Any]) -> JarError | UnreachableError:
    """Return the error of a response; a redirect to another address is not followed."""
    status = response["ResponseMetadata"]["HTTPStatusCode"]
    code = response["Error"].get("Code", "")
    kind = UnreachableError if status in _AGAIN else JarError
    return kind(f"{uri} was answered with status {status}, {code}")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
