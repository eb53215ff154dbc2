"""The subcommand `flinkjobs-target notify`."""

import argparse
import asyncio
import time
import uuid
from pathlib import Path

from ..errors import TargetError
from .argument_types import Commands

__all__ = ["register"]


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "notify",
        help="send a test notice through the channels of a file",
        description="Send a test notice at once through each channel of the file that `observe "
        "--notices` reads, and say which of them took it. Silences do not apply.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="TOML file of channels")
    parser.add_argument("--channel", metavar="NAME", help="only this channel")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    asyncio.run(_notify(options.file, options.channel))


async def _notify(file: Path, name: str | None) -> None:
    """Send a notice through each channel; raise TargetError for those that did not take it."""
    from ..notices.channels.interface import DeliveryError
    from ..notices.configuration import build_channels, read_notices_file
    from ..notices.notice import Notice

    channels = build_channels(read_notices_file(file), file.parent)
    chosen = [channel for channel in channels if name in (None, channel.name)]
    if not chosen:
        names = ", ".join(channel.name for channel in channels)
        raise TargetError(f"{file}: has no channel {name}; it has {names}")
    text = "This is a test notice of flinkjobs-target."
    faults = []
    for channel in chosen:
        notice = Notice(notice_id=str(uuid.uuid4()), kind="test", at=int(time.time()), text=text)
        try:
            await channel.deliver(notice)
        except DeliveryError as error:
            faults.append(f"{channel.name}: {error}")
        else:
            print(f"{channel.name}: delivered")
    for channel in channels:
        await channel.close()
    if faults:
        raise TargetError("; ".join(faults))
