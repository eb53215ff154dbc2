"""`flinkjobs-target unassigned`."""

import argparse
from datetime import UTC, datetime

import msgspec

from ..auth.keyring import Keyring
from ..observe.jobs.facts import Observation
from ..observe.jobs.mapping import job_id_of
from ..sanitize import plain
from ..storage import open_data
from .argument_types import Commands

__all__ = ["add_to"]


def add_to(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "unassigned",
        parents=[common],
        help="list observed jobs that belong to no deployment",
        description="List the jobs that `observe` sees and does not publish, since no deployment "
        "record and no label says where they belong; each with the reason.",
    )
    parser.add_argument("--account", help="whose observer's (default: the account made first)")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    with open_data(options.data) as data:
        keyring = Keyring(data.keys)
        account = options.account or keyring.first_account()
        keyring.require_account(account)
        for document in data.observed.unassigned(account):
            print(_line(msgspec.json.decode(document, type=Observation)))


def _line(known: Observation) -> str:
    facts = known.facts
    started = datetime.fromtimestamp(facts.started / 1000, UTC)
    ids = f"{known.cluster}  {job_id_of(facts.job_id)}  {started:%FT%TZ}"
    state = known.state or facts.flink_state
    return plain(f"{ids}  {state}  {facts.name or '-'}  ({known.unassigned})")
