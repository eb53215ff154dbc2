"""Options of the command line that choose a server of the contract, and the variables of its URL."""

from ..client.servers import Servers
from ..messages import Message
from .command import Setting

__all__ = ["server_settings"]


def server_settings(servers: Servers) -> tuple[Setting, ...]:
    """Return the settings that choose a server."""
    return tuple(
        Setting(
            name=name,
            help=Message("Server to call.")
            if name == servers.argument
            else Message("Part of the server's URL."),
            metavar=name.upper(),
            suggestions=values,
            yields_to_endpoint=True,
        )
        for name, values in servers.arguments()
    )
