"""The command that signs a request now, for curl's `-H @file`; it prints one header a line.

`python -m tests.contract sign ListJobs GET 'https://host/path?query' -H 'workspace: …'`, or
`sign --clause NAME --target URL` for the request of a clause, which may be spoilt on purpose.
"""

import argparse
import sys
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from .clause import Checker
from .clauses import all_clauses
from .contract import load_contract
from .program import PROGRAM
from .senders import RawResponse
from .signing import Key, RawRequest, Signer
from .target_client import open_client
from .targets import UnusableTarget, open_target
from .targets.factory import KEY, key_of_environment
from .targets.settings import Settings, load_settings

__all__ = ["main"]


class _Recorder:
    """A sender that sends nothing, and keeps the first request."""

    class Recorded(Exception):
        """The request has been recorded."""

    def __init__(self) -> None:
        self.request: RawRequest | None = None

    def __call__(self, request: RawRequest) -> RawResponse:
        self.request = self.request or request
        raise self.Recorded

    def close(self) -> None:
        pass


def main(arguments: Sequence[str]) -> int:
    """Print the headers; return 2 when they cannot be made."""
    options = _parser().parse_args(arguments)
    try:
        headers = (_headers_of_clause if options.clause else _headers_of_request)(options)
    except UnusableTarget as error:
        print(error, file=sys.stderr)
        return 2
    for name, value in headers.items():
        print(f"{name}: {value}" if value else f"{name};")  # as curl writes one without a value
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"{PROGRAM} sign", description=__doc__)
    parser.add_argument("operation", nargs="?", default="")
    parser.add_argument("method", nargs="?", default="")
    parser.add_argument("url", nargs="?", default="")
    parser.add_argument("-H", dest="headers", action="append", default=[], metavar="NAME: VALUE")
    parser.add_argument("--data", default="", help="the body")
    parser.add_argument("--config", type=Path, help=f"a file with the key, instead of {KEY[0]}, …")
    parser.add_argument("--key", metavar="ID", help="the id of one of its keys")
    parser.add_argument("--offset", type=int, default=0, metavar="SECONDS", help="of the date")
    parser.add_argument("--clause", metavar="NAME", help="a clause that sends one request")
    parser.add_argument("--target", default="", metavar="URL", help="the server of the clause")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="the seed of the run")
    return parser


def _headers_of_request(options: argparse.Namespace) -> Mapping[str, str]:
    parts = urlsplit(options.url)
    headers = dict(text.split(": ", 1) for text in options.headers)
    body = options.data.encode("utf-8", "surrogateescape")
    signed = Signer(load_contract().signature).sign(
        _key(options.config, options.key),
        RawRequest(options.method, parts.path, parts.query, headers, body),
        action=options.operation,
        host=parts.netloc,
        now=datetime.now(UTC) + timedelta(seconds=options.offset),
        nonce=uuid.uuid4().hex,
    )
    return signed.headers


def _headers_of_clause(options: argparse.Namespace) -> Mapping[str, str]:
    """Run a clause up to its first request, which is not sent."""
    contract, recorder = load_contract(), _Recorder()
    found = [clause for clause in all_clauses(contract) if clause.id == options.clause]
    if not found:
        raise UnusableTarget(f"there is no clause {options.clause}")
    with open_target(options.target, options.config) as target:
        deaf = replace(target, send=recorder)
        with open_client(contract, deaf) as client:
            try:
                found[0].check(Checker(contract, deaf, client, options.seed))
            except _Recorder.Recorded:
                assert recorder.request is not None
                return recorder.request.headers
    raise UnusableTarget(f"{options.clause} sends no request")


def _key(config: Path | None, wanted: str | None) -> Key:
    """Return the key of a file or of the environment: the first one, or that with an id."""
    settings = load_settings(config) if config else Settings()
    keys = settings.all_keys if settings.key else [key_of_environment(), *settings.all_keys]
    for key in keys:
        if wanted in (None, key.id):
            return key
    raise UnusableTarget(f"{config or KEY[0]} has no key with the id {wanted}")
