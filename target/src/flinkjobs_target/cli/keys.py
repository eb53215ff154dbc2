"""The subcommand `flinkjobs-target keys`, and the creation of the first key."""

import argparse
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ..auth.keyring import Keyring, expiry_of
from ..auth.ram_policy import parse_policy
from ..clock import utc_now
from ..errors import TargetError
from ..storage import open_storage
from ..store.keys import KeyRecord
from .argument_types import Commands, valid_name

__all__ = ["create_first_key", "read_policies", "register"]

_DURATION = re.compile(r"([0-9]{1,6})([smhd])", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_DEFAULT_ENDPOINT = "http://127.0.0.1:8080"


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "keys",
        help="list, create, disable, enable or remove access keys",
        description="Manage access keys. Changes take effect with the next request.",
    )
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    actions.add_parser("list", parents=[common], help="list all keys").set_defaults(run=_list)
    _add_create(actions, common)
    for name, run, summary in (
        ("disable", _disable, "disable a key"),
        ("enable", _enable, "enable a disabled key"),
        ("remove", _remove, "delete a key"),
    ):
        action = actions.add_parser(name, parents=[common], help=summary)
        action.add_argument("id", metavar="ACCESS_KEY_ID")
        action.set_defaults(run=run)


def create_first_key(keyring: Keyring, endpoint: str = _DEFAULT_ENDPOINT) -> None:
    """Create the first account and its key unless an account exists; print them."""
    key = keyring.create_first()
    if key is not None:
        print(f"Created the account {key.account} and its first access key.")
        _print_secret(key, endpoint)


def _add_create(actions: Commands, common: argparse.ArgumentParser) -> None:
    create = actions.add_parser(
        "create", parents=[common], help="create a key and print its secret"
    )
    create.add_argument(
        "--account", type=valid_name, help="account of the key (default: the first account)"
    )
    create.add_argument("--user", type=valid_name, help="user of the account (default: the owner)")
    create.add_argument(
        "--policy",
        metavar="FILE",
        action="append",
        type=Path,
        help="RAM policy of the user, in JSON, replacing all former ones; may be repeated",
    )
    create.add_argument(
        "--expires",
        metavar="TIME",
        type=_duration,
        help="lifetime of a temporary key, which has a security token: 45s, 30m, 12h or 7d",
    )
    create.set_defaults(run=_create)


def _list(options: argparse.Namespace) -> None:
    with open_storage(options.data) as storage:
        for key in Keyring(storage.keys).all():
            print(_line(key))


def _line(key: KeyRecord) -> str:
    expiry, created = expiry_of(key), datetime.fromtimestamp(key.created_at, UTC)
    state = "active" if key.active else "disabled"
    if key.active and expiry and expiry <= utc_now():
        state = "expired"
    line = f"{key.id}  {state:8}  {created:%FT%TZ}  {key.account}  {key.user or '-'}"
    return f"{line}  until {expiry:%FT%TZ}" if expiry else line


def _create(options: argparse.Namespace) -> None:
    if options.policy and not options.user:
        raise TargetError("--policy requires --user")
    policies = read_policies(options.policy) if options.policy else None
    with open_storage(options.data) as storage:
        keyring = Keyring(storage.keys)
        key = keyring.create(
            options.account,
            options.user,
            policies=policies,
            expires_in=options.expires,
        )
        no_permissions = key.user is not None and not any(
            policy.statements for policy in keyring.policies(key.account, key.user)
        )
    owner = f"user {key.user} of account {key.account}" if key.user else f"account {key.account}"
    print(f"Created an access key of {owner}.")
    if no_permissions:
        permit = f"flinkjobs-target users permit {key.user} --account {key.account} --policy FILE"
        print(f"No policy permits {key.user} anything yet; add one with: {permit}")
    _print_secret(key, _DEFAULT_ENDPOINT)


def _disable(options: argparse.Namespace) -> None:
    with open_storage(options.data) as storage:
        Keyring(storage.keys).set_active(options.id, False)
    print(f"disabled {options.id}")


def _enable(options: argparse.Namespace) -> None:
    with open_storage(options.data) as storage:
        Keyring(storage.keys).set_active(options.id, True)
    print(f"enabled {options.id}")


def _remove(options: argparse.Namespace) -> None:
    with open_storage(options.data) as storage:
        Keyring(storage.keys).remove(options.id)
    print(f"removed {options.id}")


def read_policies(files: Sequence[Path]) -> list[str]:
    """Read files with a policy each; raise TargetError for an invalid or unsupported one."""
    return [_read_policy(file) for file in files]


def _read_policy(file: Path) -> str:
    try:
        document = file.read_text(encoding="utf-8")
        parse_policy(document)
    except OSError as error:
        raise TargetError(f"{file}: {error.strerror}") from error
    except (TargetError, UnicodeDecodeError) as error:
        raise TargetError(f"{file}: {error}") from error
    return document


def _duration(text: str) -> timedelta:
    match = _DURATION.fullmatch(text)
    if match is None or not int(match[1]):
        raise argparse.ArgumentTypeError(f"must be a duration such as 30m, 12h or 7d, not {text!r}")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _print_secret(key: KeyRecord, endpoint: str) -> None:
    if expiry := expiry_of(key):
        print(f"It expires at {expiry:%FT%TZ}.")
    print("Its secret is shown only once. To use it:")
    print(f"  export ALIBABA_CLOUD_ACCESS_KEY_ID={key.id}")
    print(f"  export ALIBABA_CLOUD_ACCESS_KEY_SECRET={key.secret}")
    if key.security_token:
        print(f"  export ALIBABA_CLOUD_SECURITY_TOKEN={key.security_token}")
    print(f"  export FLINKJOBS_ENDPOINT={endpoint}", flush=True)
