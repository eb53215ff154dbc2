"""Options of the command line that choose profile and region, and `doctor`."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from ..cli.command import Program, Setting
from ..cli.i18n import Messages
from ..cli.output.formatting import printable
from ..errors import UsageError
from ..messages import Message
from .gateway import REGION_VARIABLE, RegionalEndpoints

__all__ = ["Diagnosis", "settings"]


def settings(endpoints: RegionalEndpoints | None) -> tuple[Setting, ...]:
    """Return the settings of a client that signs; without regional endpoints, no region."""
    profile = Setting(
        name="profile",
        help=Message("Profile of the vendor's command line to take the access key from."),
        metavar="NAME",
    )
    if endpoints is None:
        return (profile,)
    region = Setting(
        name="region",
        help=Message("Region to call."),
        metavar="REGION",
        variables=(REGION_VARIABLE,),
        suggestions=endpoints.regions,
        yields_to_endpoint=True,
    )
    return profile, region


class Diagnosis(Struct, frozen=True):
    """Checks of the settings, and of the calls that they make."""

    endpoints: RegionalEndpoints | None

    def setting_errors(
        self, program: Program, settings: Mapping[str, Any], environ: Mapping[str, str]
    ) -> Iterator[UsageError]:
        """Yield the errors of access key and endpoint."""
        from .access_keys import key_source
        from .doctor import endpoint_of

        try:
            key_source(None, None, settings.get("profile"), environ)
        except UsageError as error:
            yield error
        try:
            endpoint_of(program, self.endpoints, settings, environ)
        except UsageError as error:
            yield error

    def report(
        self,
        program: Program,
        settings: Mapping[str, Any],
        values: Mapping[str, object],
        environ: Mapping[str, str],
        connect: Any,
        messages: Messages,
    ) -> bool:
        """Print each check in a line: ok or failed, and what to do; return whether all are ok."""
        from .doctor import diagnose

        passed = True
        for check in diagnose(program, self.endpoints, settings, values, environ, connect):
            passed = passed and not check.problem
            problem = messages(check.problem) if check.problem else check.detail
            remedy = f" ({messages(check.remedy)})" if check.remedy else ""
            result = messages(Message("failed") if check.problem else Message("ok"))
            text = ": ".join(filter(None, [messages(check.name), problem]))
            print(printable(f"{result:<6}  {text}{remedy}"), flush=True)
        return passed
