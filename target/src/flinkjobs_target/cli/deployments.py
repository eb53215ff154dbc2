"""The subcommand `flinkjobs-target deployments`, which manages deployment records."""

import argparse
from pathlib import Path

import msgspec

from ..auth.keyring import Keyring
from ..errors import TargetError
from ..observe.deployments.record_files import read_records
from ..observe.deployments.records import DeploymentRecord
from ..sanitize import sanitize_line
from ..storage import open_storage
from ..store.types import DeploymentKey
from .argument_types import Commands, counted

__all__ = ["register"]

_APPLY_DESCRIPTION = (
    "Store the deployment records of a file, replacing records with the same ids. Unassigned jobs "
    "are matched at the observer's next poll; jobs that were matched before keep the values of the "
    "former record."
)
_REMOVE_DESCRIPTION = (
    "Remove the record of a deployment: from the observer's next poll on it matches no job. The "
    "deployment stays with all its jobs, unchanged; `delete` deletes it."
)


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "deployments",
        help="apply, list or remove deployment records",
        description="A deployment record holds the properties of a deployment that Flink does not "
        "report, and matches its jobs: by labels, or by cluster and name.",
    )
    account = argparse.ArgumentParser(add_help=False)
    account.add_argument(
        "--account", help="account of the deployments (default: the first account)"
    )
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    apply = actions.add_parser(
        "apply",
        parents=[common, account],
        help="store the records of a file",
        description=_APPLY_DESCRIPTION,
    )
    apply.add_argument("file", metavar="FILE", type=Path, help="TOML or YAML")
    apply.set_defaults(run=_apply)
    listing = actions.add_parser("list", parents=[common, account], help="list all records")
    listing.set_defaults(run=_list)
    remove = actions.add_parser(
        "remove", parents=[common, account], help="remove a record", description=_REMOVE_DESCRIPTION
    )
    for name in ("workspace", "namespace", "deployment-id"):
        remove.add_argument(f"--{name}", required=True, help="of the deployment")
    remove.set_defaults(run=_remove)


def _apply(options: argparse.Namespace) -> None:
    records = {record.key: msgspec.json.encode(record) for record in read_records(options.file)}
    with open_storage(options.data) as storage:
        account = _account(options, Keyring(storage.keys))
        new = storage.observed.put_records(account, records)
    print(f"applied {counted(len(records), 'record')} ({new} new, {len(records) - new} replaced)")


def _list(options: argparse.Namespace) -> None:
    with open_storage(options.data) as storage:
        account = _account(options, Keyring(storage.keys))
        documents = storage.observed.records(account)
    records = [msgspec.json.decode(document, type=DeploymentRecord) for document in documents]
    for record in sorted(records, key=lambda record: record.key):
        print(sanitize_line(f"{record}  {record.deployment_name or '-'}  {_matcher(record)}"))


def _remove(options: argparse.Namespace) -> None:
    ids = options.workspace, options.namespace, options.deployment_id
    path = sanitize_line("/".join(ids))
    with open_storage(options.data) as storage:
        account = _account(options, Keyring(storage.keys))
        if not storage.observed.remove_record(account, DeploymentKey(*ids)):
            list_command = "flinkjobs-target deployments list"
            raise TargetError(f"account {account} has no record of {path}; see: {list_command}")
    print(f"removed the record of {path}")


def _matcher(record: DeploymentRecord) -> str:
    how = record.recognise
    if how.labels is not None:
        return "labels " + ",".join(f"{name}:{value}" for name, value in how.labels.items())
    return f"cluster {how.cluster}, job {how.job_name}"


def _account(options: argparse.Namespace, keyring: Keyring) -> str:
    account: str = options.account or keyring.first_account()
    keyring.require_account(account)
    return account
