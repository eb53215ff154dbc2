"""The subcommand `flinkjobs-target unassigned`."""

import argparse
from datetime import UTC, datetime

import msgspec

from ..auth.keyring import Keyring
from ..observe.jobs.facts import Observation
from ..observe.jobs.mapping import job_id_of
from ..sanitize import sanitize_line
from ..storage import open_storage
from .argument_types import Commands

__all__ = ["register"]


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "unassigned",
        parents=[common],
        help="list observed jobs that belong to no deployment",
        description="List the jobs that `observe` sees but does not publish, since no deployment "
        "record and no labels assign them to a deployment; each with the reason.",
    )
    parser.add_argument("--account", help="account of the observer (default: the first account)")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    with open_storage(options.data) as storage:
        keyring = Keyring(storage.keys)
        account = options.account or keyring.first_account()
        keyring.require_account(account)
        for document in storage.observed.unassigned(account):
            print(_line(msgspec.json.decode(document, type=Observation)))


def _line(observation: Observation) -> str:
    facts = observation.facts
    started = datetime.fromtimestamp(facts.started / 1000, UTC)
    ids = f"{observation.cluster}  {job_id_of(facts.job_id)}  {started:%FT%TZ}"
    state = observation.state or facts.flink_state
    return sanitize_line(f"{ids}  {state}  {facts.name or '-'}  ({observation.unassigned})")
