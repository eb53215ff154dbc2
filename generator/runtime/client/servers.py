"""The servers that a contract lists, and the choice of one, with the variables of its URL."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from ..contract.api import Api
from ..errors import UsageError
from ..messages import Argument, Message
from .settings import ServerUrl, find_setting

__all__ = ["Server", "ServerVariable", "Servers"]


class ServerVariable(Struct, frozen=True, kw_only=True):
    """A variable of a URL: `argument` is the client's argument for it; without `values`, it has any."""

    name: str
    argument: str
    default: str
    values: tuple[str, ...] = ()


class Server(Struct, frozen=True, kw_only=True):
    """A server: `name` chooses it, `url` has its variables in braces."""

    name: str
    url: str
    variables: tuple[ServerVariable, ...] = ()

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the URL with values by argument; raise UsageError for one that the contract does not list."""
        url = self.url
        for variable in self.variables:
            value = values.get(variable.argument, variable.default)
            if variable.values and value not in (*variable.values, variable.default):
                raise UsageError(
                    Message(
                        "{argument} must be one of {values}, not {value}",
                        argument=Argument(variable.argument),
                        values=", ".join(variable.values),
                        value=repr(value),
                    )
                )
            url = url.replace(f"{{{variable.name}}}", value)
        return url


class Servers(Struct, frozen=True, kw_only=True):
    """The servers of a contract, the default first.

    `argument` is the client's argument for the name of one. The paths of operations begin with `path`,
    that of the default server, which another one replaces.
    """

    argument: str
    path: str
    servers: tuple[Server, ...]

    def find(
        self,
        api: Api,
        endpoint: str | None,
        chosen: Mapping[str, str | None],
        environ: Mapping[str, str],
    ) -> ServerUrl | None:
        """Return the URL of the server to call; None where an endpoint is called in its place.

        Arguments come before environment variables, and an endpoint before a server. Raises UsageError for
        a server or a value that the contract does not list, and for both an endpoint and a server.
        """
        given = {name: value for name, value in chosen.items() if value is not None}
        if endpoint and given:
            raise UsageError(
                Message(
                    "pass {endpoint} or {argument}, not both",
                    endpoint=Argument("endpoint"),
                    argument=Argument(next(iter(given))),
                )
            )
        if endpoint or (not given and environ.get(api.variable("endpoint"))):
            return None
        settings = {name: find_setting(api, name, value, environ) for name, value in chosen.items()}
        values = {name: value for name, value in settings.items() if value is not None}
        server = self._named(values.get(self.argument))
        self._refuse_others(server, given)
        url = server.fill(values)
        return ServerUrl(url=url, replaced_path=self.path) if "://" in url else None

    def _named(self, name: str | None) -> Server:
        if name is None:
            return self.servers[0]
        found = next((server for server in self.servers if server.name == name), None)
        if found is None:
            raise UsageError(
                Message(
                    "{argument} must be one of {values}, not {value}",
                    argument=Argument(self.argument),
                    values=", ".join(server.name for server in self.servers),
                    value=repr(name),
                )
            )
        return found

    def _refuse_others(self, server: Server, given: Mapping[str, str]) -> None:
        """Raise UsageError for an argument that the URL of a server does not have."""
        own = {variable.argument for variable in server.variables}
        for argument in given.keys() - own - {self.argument}:
            raise UsageError(
                Message(
                    "{argument} is no variable of the server {name}",
                    argument=Argument(argument),
                    name=server.name,
                )
            )

    def arguments(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the name of each argument, and the values that are known for it."""
        if len(self.servers) > 1:
            yield self.argument, tuple(server.name for server in self.servers)
        known: dict[str, tuple[str, ...]] = {}
        for variable in (each for server in self.servers for each in server.variables):
            known[variable.argument] = (*known.get(variable.argument, ()), *variable.values)
        yield from ((name, tuple(dict.fromkeys(values))) for name, values in known.items())
