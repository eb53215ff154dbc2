"""`flinkjobs-target deployments`: records of what Flink does not know of its jobs."""

import argparse
from pathlib import Path

import msgspec

from ..auth.keyring import Keyring
from ..errors import TargetError
from ..observe.deployments.record_files import read_records
from ..observe.deployments.records import DeploymentRecord
from ..sanitize import plain
from ..storage import open_data
from ..store.types import DeploymentKey
from .argument_types import Commands, count

__all__ = ["add_to"]

_APPLYING = (
    "Keep the deployment records of a file, each in place of an earlier one with its ids. Jobs "
    "that wait without a deployment are recognised at the observer's next look; jobs that were "
    "recognised before keep what the record said then."
)
_REMOVING = (
    "Remove the record of a deployment: from an observer's next look on it recognises no job. The "
    "deployment stays with all its jobs, which `delete` deletes; they keep what the record said."
)


def add_to(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "deployments",
        help="apply, list or remove deployment records",
        description="Records say what Flink does not know of a deployment, and how its jobs are "
        "recognised: by labels, or by cluster and name.",
    )
    owned = argparse.ArgumentParser(add_help=False)
    owned.add_argument("--account", help="whose deployments (default: the account made first)")
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    apply = actions.add_parser(
        "apply", parents=[common, owned], help="keep the records of a file", description=_APPLYING
    )
    apply.add_argument("file", metavar="FILE", type=Path, help="TOML or YAML")
    apply.set_defaults(run=_apply)
    listing = actions.add_parser("list", parents=[common, owned], help="list all records")
    listing.set_defaults(run=_list)
    remove = actions.add_parser(
        "remove", parents=[common, owned], help="remove a record", description=_REMOVING
    )
    for name in ("workspace", "namespace", "deployment-id"):
        remove.add_argument(f"--{name}", required=True, help="whose record it is")
    remove.set_defaults(run=_remove)


def _apply(options: argparse.Namespace) -> None:
    records = {one.key: msgspec.json.encode(one) for one in read_records(options.file)}
    with open_data(options.data) as data:
        account = _account(options, Keyring(data.keys))
        new = data.observed.put_records(account, records)
    print(f"applied {count(len(records), 'record')} ({new} new, {len(records) - new} replaced)")


def _list(options: argparse.Namespace) -> None:
    with open_data(options.data) as data:
        account = _account(options, Keyring(data.keys))
        documents = data.observed.records(account)
    records = [msgspec.json.decode(one, type=DeploymentRecord) for one in documents]
    for one in sorted(records, key=lambda record: record.key):
        print(plain(f"{one}  {one.deployment_name or '-'}  {_how(one)}"))


def _remove(options: argparse.Namespace) -> None:
    place = options.workspace, options.namespace, options.deployment_id
    shown = plain("/".join(place))
    with open_data(options.data) as data:
        account = _account(options, Keyring(data.keys))
        if not data.observed.remove_record(account, DeploymentKey(*place)):
            see = "flinkjobs-target deployments list"
            raise TargetError(f"account {account} has no record of {shown}; see: {see}")
    print(f"removed the record of {shown}")


def _how(record: DeploymentRecord) -> str:
    how = record.recognise
    if how.labels is not None:
        return "labels " + ",".join(f"{name}:{value}" for name, value in how.labels.items())
    return f"cluster {how.cluster}, job {how.job_name}"


def _account(options: argparse.Namespace, keyring: Keyring) -> str:
    account: str = options.account or keyring.first_account()
    keyring.require_account(account)
    return account
