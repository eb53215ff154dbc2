"""The command that signs a request now, for curl's `-H @file`; it prints one header a line.

`python -m tests.contract sign ListJobs GET 'https://host/path?query' -H 'workspace: …'`
"""

import argparse
import sys
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from .contract import load_contract
from .program import PROGRAM
from .signing import Key, RawRequest, Signer
from .targets import UnusableTarget
from .targets.factory import KEY, key_of_environment
from .targets.settings import Settings, load_settings

__all__ = ["main"]


def main(arguments: Sequence[str]) -> int:
    """Print the headers; return 2 when there is no key."""
    parser = argparse.ArgumentParser(prog=f"{PROGRAM} sign", description=__doc__)
    parser.add_argument("operation")
    parser.add_argument("method")
    parser.add_argument("url")
    parser.add_argument("-H", dest="headers", action="append", default=[], metavar="NAME: VALUE")
    parser.add_argument("--data", default="", help="the body")
    parser.add_argument("--config", type=Path, help=f"a file with the key, instead of {KEY[0]}, …")
    parser.add_argument("--key", metavar="ID", help="the id of one of its keys")
    options = parser.parse_args(arguments)
    try:
        key = _key(options.config, options.key)
    except UnusableTarget as error:
        print(error, file=sys.stderr)
        return 2
    parts = urlsplit(options.url)
    headers = dict(text.split(": ", 1) for text in options.headers)
    signed = Signer(load_contract().signature).sign(
        key,
        RawRequest(options.method, parts.path, parts.query, headers, options.data.encode()),
        action=options.operation,
        host=parts.netloc,
        now=datetime.now(UTC),
        nonce=uuid.uuid4().hex,
    )
    for name, value in signed.headers.items():
        print(f"{name}: {value}")
    return 0


def _key(config: Path | None, wanted: str | None) -> Key:
    """Return the key of a file or of the environment: the first one, or that with an id."""
    settings = load_settings(config) if config else Settings()
    keys = settings.all_keys if settings.key else [key_of_environment(), *settings.all_keys]
    for key in keys:
        if wanted in (None, key.id):
            return key
    raise UnusableTarget(f"{config or KEY[0]} has no key with the id {wanted}")
