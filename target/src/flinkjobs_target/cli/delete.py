"""The subcommands `flinkjobs-target delete` and `flinkjobs-target prune`."""

import argparse
import re
from datetime import timedelta

from ..auth.keyring import Keyring
from ..clock import utc_now
from ..errors import TargetError
from ..storage import open_storage
from ..store.jobs import DeploymentKey, MissingResourceError
from .argument_types import Commands, counted

__all__ = ["register"]

_AGE = re.compile("([0-9]{1,6})([dhm])", re.ASCII)
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add both commands to the command line."""
    account = argparse.ArgumentParser(add_help=False)
    account.add_argument("--account", help="account of the jobs (default: the first account)")
    _add_delete(commands, [common, account])
    _add_prune(commands, [common, account])


def _add_delete(commands: Commands, parents: list[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "delete",
        parents=parents,
        help="delete jobs, or a deployment with all its jobs",
        description="Delete jobs of a deployment by their ids or, without ids, the deployment "
        "with all its jobs. Jobs that an engine of this target runs have to be stopped first.",
    )
    for name in ("workspace", "namespace", "deployment-id"):
        parser.add_argument(f"--{name}", required=True, help="of the deployment")
    parser.add_argument("job_ids", metavar="JOB_ID", nargs="*", help="job to delete")
    parser.set_defaults(run=_delete)


def _add_prune(commands: Commands, parents: list[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "prune",
        parents=parents,
        help="delete old jobs",
        description="Delete the jobs of all deployments that were created before a time. Jobs without "
        "a creation time are kept, and so are jobs that an engine of this target runs, deployments "
        "and savepoints. Failed savepoints and retained checkpoints that old are deleted, except the "
        "newest state of each deployment, and so are events that old. The states that an observer keeps "
        "of jobs are deleted when the job ended before that time, even of unassigned jobs.",
    )
    parser.add_argument(
        "--older-than",
        metavar="AGE",
        type=_age,
        required=True,
        help="age in days, hours or minutes, such as 30d, 12h or 5m",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="only print how many jobs would be deleted"
    )
    parser.set_defaults(run=_prune)


def _delete(options: argparse.Namespace) -> None:
    key = DeploymentKey(options.workspace, options.namespace, options.deployment_id)
    with open_storage(options.data) as storage:
        account = options.account or Keyring(storage.keys).first_account()
        try:
            if options.job_ids:
                deleted = storage.jobs.delete(account, key, options.job_ids)
            else:
                deleted = storage.jobs.delete_deployment(account, key)
        except MissingResourceError as error:
            message = f"account {account} has no {error.resource} {error.id}"
            raise TargetError(message) from None
    missing = len(set(options.job_ids)) - deleted if options.job_ids else 0
    print(f"deleted {counted(deleted, 'job')}" + (f"; {missing} not found" if missing else ""))


def _prune(options: argparse.Namespace) -> None:
    before = int((utc_now() - options.older_than).timestamp())
    with open_storage(options.data) as storage:
        keyring = Keyring(storage.keys)
        account = options.account or keyring.first_account()
        keyring.require_account(account)
        if options.dry_run:
            print(f"would delete {counted(storage.jobs.count_older(account, before), 'job')}")
            return
        print(f"deleted {counted(sum(storage.jobs.prune(account, before)), 'job')}")
        storage.jobs.prune_savepoints(account, before)
        storage.jobs.prune_events(account, before)
        storage.observed.prune(account, before)


def _age(text: str) -> timedelta:
    match = _AGE.fullmatch(text)
    if match is None:
        raise argparse.ArgumentTypeError(f"must be an age such as 30d, 12h or 5m, not {text!r}")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})
