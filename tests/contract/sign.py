"""Prints the headers that sign a request now, for curl's `-H @file`; the key is the environment's.

`python -m tests.contract.sign ListJobs GET 'https://host/path?query' -H 'workspace: …'`
"""

import argparse
import os
import uuid
from datetime import UTC, datetime
from urllib.parse import urlsplit

from .contract import load_contract
from .signing import Key, RawRequest, Signer
from .targets.factory import KEY, TOKEN


def main() -> None:
    """Print one header a line."""
    parser = argparse.ArgumentParser(prog="python -m tests.contract.sign", description=__doc__)
    parser.add_argument("operation")
    parser.add_argument("method")
    parser.add_argument("url")
    parser.add_argument("-H", dest="headers", action="append", default=[], metavar="NAME: VALUE")
    options = parser.parse_args()
    parts = urlsplit(options.url)
    headers = dict(text.split(": ", 1) for text in options.headers)
    signed = Signer(load_contract().signature).sign(
        _key(),
        RawRequest(options.method, parts.path, parts.query, headers),
        action=options.operation,
        host=parts.netloc,
        now=datetime.now(UTC),
        nonce=uuid.uuid4().hex,
    )
    for name, value in signed.headers.items():
        print(f"{name}: {value}")


def _key() -> Key:
    try:
        return Key(os.environ[KEY[0]], os.environ[KEY[1]], os.environ.get(TOKEN) or None)
    except KeyError as error:
        raise SystemExit(f"{error.args[0]} is not in the environment") from None


if __name__ == "__main__":
    main()
