"""`flinkjobs-target delete` and `flinkjobs-target prune`."""

import argparse
import re
from datetime import timedelta

from ..auth.keyring import Keyring
from ..clock import utc_now
from ..errors import TargetError
from ..storage import open_data
from ..store.jobs import DeploymentKey, UnknownError
from .argument_types import Commands, count

__all__ = ["add_to"]

_AGE = re.compile("([0-9]{1,6})([dhm])", re.ASCII)
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def add_to(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add both commands to the command line."""
    owned = argparse.ArgumentParser(add_help=False)
    owned.add_argument("--account", help="whose jobs (default: the account made first)")
    _add_delete(commands, [common, owned])
    _add_prune(commands, [common, owned])


def _add_delete(commands: Commands, parents: list[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "delete",
        parents=parents,
        help="delete jobs, or a deployment with all its jobs",
        description="Delete jobs of a deployment by their ids or, when none is given, the "
        "deployment with all its jobs.",
    )
    for name in ("workspace", "namespace", "deployment-id"):
        parser.add_argument(f"--{name}", required=True, help="where they are")
    parser.add_argument("job_ids", metavar="JOB_ID", nargs="*", help="job to delete")
    parser.set_defaults(run=_delete)


def _add_prune(commands: Commands, parents: list[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "prune",
        parents=parents,
        help="delete old jobs",
        description="Delete the jobs of all deployments that were created longer ago than a time. "
        "Jobs without a creation time are kept, and so are deployments without jobs. The books of "
        "an observer forget the jobs that ended longer ago, unassigned ones among them.",
    )
    parser.add_argument(
        "--older-than",
        metavar="AGE",
        type=_age,
        required=True,
        help="days, hours or minutes, such as 30d, 12h or 5m",
    )
    parser.set_defaults(run=_prune)


def _delete(options: argparse.Namespace) -> None:
    key = DeploymentKey(options.workspace, options.namespace, options.deployment_id)
    with open_data(options.data) as data:
        account = options.account or Keyring(data.keys).first_account()
        try:
            if options.job_ids:
                deleted = data.jobs.delete(account, key, options.job_ids)
            else:
                deleted = data.jobs.forget(account, key)
        except UnknownError as unknown:
            message = f"account {account} has no {unknown.noun} {unknown.id}"
            raise TargetError(message) from None
    missing = len(set(options.job_ids)) - deleted if options.job_ids else 0
    print(f"deleted {count(deleted, 'job')}" + (f"; {missing} not found" if missing else ""))


def _prune(options: argparse.Namespace) -> None:
    before = int((utc_now() - options.older_than).timestamp())
    with open_data(options.data) as data:
        keyring = Keyring(data.keys)
        account = options.account or keyring.first_account()
        keyring.require_account(account)
        print(f"deleted {count(sum(data.jobs.prune(account, before)), 'job')}")
        data.observed.prune(account, before)


def _age(text: str) -> timedelta:
    found = _AGE.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"must be an age such as 30d, 12h or 5m, not {text!r}")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
