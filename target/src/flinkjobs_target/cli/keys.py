"""`flinkjobs-target keys`, and the first key that appears when there is none."""

import argparse
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ..auth.keyring import Keyring, expiry_of
from ..auth.ram_policy import parse_policy
from ..clock import utc_now
from ..errors import TargetError
from ..storage import open_data
from ..store.keys import KeyRecord
from .argument_types import Commands, new_name

__all__ = ["add_to", "introduce_first_key", "read_policies"]

_DURATION = re.compile(r"([0-9]{1,6})([smhd])", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_DEFAULT_ENDPOINT = "http://127.0.0.1:8080"


def add_to(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "keys",
        help="list, create, disable, enable or remove access keys",
        description="Manage access keys. What is changed counts from the next request on.",
    )
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    actions.add_parser("list", parents=[common], help="list all keys").set_defaults(run=_list)
    _add_create(actions, common)
    for name, run, summary in (
        ("disable", _disable, "let a key no longer be used"),
        ("enable", _enable, "let a disabled key be used again"),
        ("remove", _remove, "remove a key for good"),
    ):
        action = actions.add_parser(name, parents=[common], help=summary)
        action.add_argument("id", metavar="ACCESS_KEY_ID")
        action.set_defaults(run=run)


def introduce_first_key(keyring: Keyring, endpoint: str = _DEFAULT_ENDPOINT) -> None:
    """Make the first account and its key when there is none, and show them."""
    key = keyring.create_first()
    if key is not None:
        print(f"Made the account {key.account} and its first access key.")
        _show_secret(key, endpoint)


def _add_create(actions: Commands, common: argparse.ArgumentParser) -> None:
    create = actions.add_parser("create", parents=[common], help="make a key and show its secret")
    create.add_argument(
        "--account", type=new_name, help="whose key (default: the account made first)"
    )
    create.add_argument(
        "--user", type=new_name, help="user of the account; without, it is the owner's key"
    )
    create.add_argument(
        "--policy",
        metavar="FILE",
        action="append",
        type=Path,
        help="RAM policy of the user, in JSON, in place of earlier ones; may be repeated",
    )
    create.add_argument(
        "--expires",
        metavar="TIME",
        type=_duration,
        help="make it temporary, with a security token, for so long: 45s, 30m, 12h or 7d",
    )
    create.set_defaults(run=_create)


def _list(options: argparse.Namespace) -> None:
    with open_data(options.data) as data:
        for key in Keyring(data.keys).all():
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
        raise TargetError("a policy is a user's; say which one with --user")
    policies = read_policies(options.policy) if options.policy else None
    with open_data(options.data) as data:
        keyring = Keyring(data.keys)
        key = keyring.create(
            options.account,
            options.user,
            policies=policies,
            expires_in=options.expires,
        )
        powerless = key.user is not None and not any(
            policy.statements for policy in keyring.policies(key.account, key.user)
        )
    whose = f"user {key.user} of account {key.account}" if key.user else f"account {key.account}"
    print(f"Made an access key of {whose}.")
    if powerless:
        permit = f"flinkjobs-target users permit {key.user} --account {key.account} --policy FILE"
        print(f"No policy permits {key.user} anything yet; give one with: {permit}")
    _show_secret(key, _DEFAULT_ENDPOINT)


def _disable(options: argparse.Namespace) -> None:
    with open_data(options.data) as data:
        Keyring(data.keys).set_active(options.id, False)
    print(f"disabled {options.id}")


def _enable(options: argparse.Namespace) -> None:
    with open_data(options.data) as data:
        Keyring(data.keys).set_active(options.id, True)
    print(f"enabled {options.id}")


def _remove(options: argparse.Namespace) -> None:
    with open_data(options.data) as data:
        Keyring(data.keys).remove(options.id)
    print(f"removed {options.id}")


def read_policies(files: Sequence[Path]) -> list[str]:
    """Read files with a policy each; raise TargetError for one that could not be judged."""
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
    found = _DURATION.fullmatch(text)
    if found is None or not int(found[1]):
        raise argparse.ArgumentTypeError(f"must be a time such as 30m, 12h or 7d, not {text!r}")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _show_secret(key: KeyRecord, endpoint: str) -> None:
    if expiry := expiry_of(key):
        print(f"It expires at {expiry:%FT%TZ}.")
    print("Its secret is shown this once. To use it:")
    print(f"  export ALIBABA_CLOUD_ACCESS_KEY_ID={key.id}")
    print(f"  export ALIBABA_CLOUD_ACCESS_KEY_SECRET={key.secret}")
    if key.security_token:
        print(f"  export ALIBABA_CLOUD_SECURITY_TOKEN={key.security_token}")
    print(f"  export FLINKJOBS_ENDPOINT={endpoint}", flush=True)
