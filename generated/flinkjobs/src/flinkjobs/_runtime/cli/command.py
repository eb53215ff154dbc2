"""Commands as data: resources, their actions, and the operations that these call."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol

from msgspec import Struct
from msgspec.structs import replace

from ..contract.api import Api
from ..contract.operation import LookupArgument, Operation, Parameter
from ..errors import UsageError
from ..messages import Message
from ..pagination.only import Only
from ..polling.latest import Latest
from ..polling.poller import Waiter

__all__ = [
    "Awaits",
    "Block",
    "ClientParameter",
    "Command",
    "Diagnosis",
    "Filter",
    "Program",
    "Related",
    "Resource",
    "RunnableWorkflow",
    "Setting",
    "Wait",
    "Workflow",
]

if TYPE_CHECKING:
    from .arguments.option import Option
    from .i18n import Messages
    from .invocation import Invocation


DESCRIBE = "describe"
"""The action that shows one value in blocks."""


class Filter(Struct, frozen=True, kw_only=True):
    """A client-side filter of a listing, by the value of a field or by its age.

    `values` are the known values of the field. `sort_parameters` choose the order of the listing;
    unless one of them is given, its newest items come first. It is None where that is not known.
    """

    name: str
    field: str
    condition: Literal["listed", "since"]
    help: str
    values: tuple[str, ...] = ()
    sort_parameters: tuple[str, ...] | None = None


class Block(Struct, frozen=True, kw_only=True):
    """A group of lines about one value: paths of fields; left out without the field that it needs."""

    title: str
    fields: tuple[str, ...]
    needs: str = ""


class Wait(Struct, frozen=True, kw_only=True):
    """A waiter with its defaults: the goal, the polling interval and the timeout in seconds."""

    waiter: Waiter[Any]
    goal: str
    interval: float
    timeout: float


class Awaits(Struct, frozen=True, kw_only=True):
    """The wait that may follow a command, for what the `field` of its result names."""

    wait: Wait
    field: str


class Related(Struct, frozen=True, kw_only=True):
    """The latest item of another listing; its `arguments` are fields of the item that it belongs to."""

    latest: Latest[Any]
    arguments: Mapping[str, str]


class Command(Struct, frozen=True, kw_only=True):
    """An action of a resource.

    `help` has the text of each parameter, `body_help` that of each property of the body. `key`
    is the field that identifies what is shown, the first column where it is empty; `columns` are
    the fields that a table shows, `more_columns` those that a wide table adds, `tones` the
    meaning of column values, which have colours. `blocks` show one value in groups of lines.
    `output` is the format that is the default. `payload` is the field of the response that is
    shown, empty for all of it. A command with `is_list` shows the items of a list, one with `latest`
    the latest item of a listing, one with `only` the only one of a name; one with `wait` waits. A wait may follow one that `awaits`; one
    with a `question` asks it first. Columns may begin with the name of a `related` item.
    """

    action: str
    operation: Operation[Any]
    summary: str | Message
    description: str
    help: dict[str, str]
    body_help: Mapping[str, str] = {}
    key: str = ""
    columns: tuple[str, ...] = ()
    more_columns: tuple[str, ...] = ()
    tones: Mapping[str, Mapping[str, str]] = {}
    blocks: tuple[Block, ...] = ()
    output: str = ""
    payload: str = ""
    is_list: bool = False
    filters: tuple[Filter, ...] = ()
    latest: Latest[Any] | None = None
    only: Only[Any] | None = None
    wait: Wait | None = None
    awaits: Awaits | None = None
    question: str = ""
    related: Mapping[str, Related] = {}

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters of its operations that are options of the command, each once."""
        latest = self.wait.waiter.latest if self.wait else None
        listing = latest.operation.parameters if latest else ()
        unique = {each.name: each for each in (*self.operation.parameters, *listing)}
        return tuple(each for each in unique.values() if each.name in self.help)

    @property
    def lookups(self) -> tuple[LookupArgument, ...]:
        """The names that its operations take in place of ids, each once."""
        latest = self.wait.waiter.latest if self.wait else None
        listing = latest.operation.lookups if latest else ()
        unique = {each.name: each for each in (*self.operation.lookups, *listing)}
        return tuple(each for each in unique.values() if each.name in self.help)

    @property
    def is_paged(self) -> bool:
        """Whether it shows pages of a listing."""
        shows_one = self.latest or self.only or self.wait
        return self.operation.pagination is not None and not shows_one

    @property
    def shows_one(self) -> bool:
        """Whether it shows one value with fields."""
        is_many = self.is_paged or self.is_list or self.wait is not None
        return bool(self.columns) and self.has_output and not is_many

    @property
    def has_output(self) -> bool:
        """Whether a response has anything to show: content, and a payload in its envelope."""
        operation = self.operation
        if operation.envelope is None:
            return operation.decoding != "nothing"
        return operation.envelope.payload in operation.response_type.__struct_fields__

    def requires(self, parameter: Parameter) -> bool:
        """Whether a parameter is a required option."""
        has_listing = self.wait is not None and self.wait.waiter.latest is not None
        return parameter.required and not has_listing


class Resource(Struct, frozen=True, kw_only=True):
    """A resource; `load` returns its commands, which are loaded when they are used."""

    name: str
    summary: str
    load: Callable[[], tuple[Command, ...]]

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands of the contract."""
        return self.load()

    @property
    def all_commands(self) -> tuple[Command, ...]:
        """The commands, and `describe` where the contract has none: the reader of one value, in blocks."""
        readers = [
            command
            for command in self.commands
            if command.shows_one and command.operation.method == "GET" and not command.latest
        ]
        if not readers or any(command.action == DESCRIBE for command in self.commands):
            return self.commands
        reader = next((command for command in readers if command.action == "get"), readers[0])
        describe = replace(
            reader,
            action=DESCRIBE,
            summary=Message(
                "Show what `{action}` reads, in groups of lines.", action=reader.action
            ),
            output="blocks",
        )
        index = self.commands.index(reader) + 1
        return (*self.commands[:index], describe, *self.commands[index:])


class RunnableWorkflow(Protocol):
    """The description and the options of a workflow's command, and its run."""

    @property
    def description(self) -> str:
        """The second paragraph of its help."""

    def options(self, messages: "Messages") -> "Iterable[Option]":
        """Yield the options of the command."""

    def run(
        self, invocation: "Invocation", connect: Callable[..., Any], options: Mapping[str, Any]
    ) -> None:
        """Run it with some options, or show its plan."""


class Workflow(Struct, frozen=True, kw_only=True):
    """A command that runs a workflow; `load` returns what it takes, when it is used.

    It is an action of the `resource`, where it names one. Packages without workflows have none of
    their modules, so that these are known by a protocol.
    """

    name: str
    summary: str
    load: Callable[[], RunnableWorkflow]
    resource: str = ""


class ClientParameter(Struct, frozen=True, kw_only=True):
    """A parameter of operations that is given once, as a global option."""

    parameter: Parameter
    help: str


class Setting(Struct, frozen=True, kw_only=True):
    """A setting of the client that only some APIs have; an option of every command.

    `name` is that of the option, of the client's argument and, with the package's prefix, of its
    environment variable. `variables` are more variables that the client reads. `suggestions` are
    completed; other values are accepted too. With `yields_to_endpoint`, the environment variable is
    ignored where an endpoint is set.
    """

    name: str
    help: Message
    metavar: str
    variables: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    yields_to_endpoint: bool = False


class Diagnosis(Protocol):
    """Finds what is wrong with the settings, and with the calls that they make."""

    def setting_errors(
        self, program: "Program", settings: Mapping[str, Any], environ: Mapping[str, str]
    ) -> Iterable[UsageError]:
        """Return the errors of the settings of the client."""

    def report(
        self,
        program: "Program",
        settings: Mapping[str, Any],
        values: Mapping[str, object],
        environ: Mapping[str, str],
        connect: Any,
        messages: Any,
    ) -> bool:
        """Print each check in a line; return whether all are passed."""


class Program(Struct, frozen=True, kw_only=True):
    """A whole command line.

    `client_parameters` are global options. `languages` load the translations
    beside English, by code such as `zh`: mappings from English texts. `diagnosis` makes the command
    `doctor`; each of the `workflows` is a command.
    """

    api: Api
    contract_version: str
    summary: str
    resources: tuple[Resource, ...]
    client_parameters: tuple[ClientParameter, ...] = ()
    settings: tuple[Setting, ...] = ()
    diagnosis: Diagnosis | None = None
    workflows: tuple[Workflow, ...] = ()

    def workflows_of(self, resource: str) -> list[Workflow]:
        """Return the workflows that are actions of a resource; those of none for an empty name."""
        return [workflow for workflow in self.workflows if workflow.resource == resource]

    languages: Mapping[str, Callable[[], Mapping[str, str]]] = {}

    @property
    def client_scoped(self) -> tuple[str, ...]:
        """The names of the parameters that are global options."""
        return tuple(each.parameter.name for each in self.client_parameters)
