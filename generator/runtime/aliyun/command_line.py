"""Options of the command line that choose profile and region, their errors, and `doctor`."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from ..cli.command import Program, Setting
from ..cli.i18n import Messages
from ..cli.output.formatting import printable
from ..errors import UsageError
from .gateway import REGION_VARIABLE, RegionalEndpoints

__all__ = ["ERROR_PHRASES", "Diagnosis", "settings"]

ERROR_PHRASES: Mapping[str, str] = {
    "pass access_key_id and access_key_secret,": "pass --profile,",
    "pass region or endpoint,": "pass --region or --endpoint,",
    "pass credentials=, for instance a client of alibabacloud-credentials": (
        "choose one of mode AK or StsToken with --profile, or set ALIBABA_CLOUD_ACCESS_KEY_ID, "
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET and, of a temporary key, ALIBABA_CLOUD_SECURITY_TOKEN"
    ),
}
"""Phrases of errors that name arguments of Client, and what they are on the command line."""


def settings(endpoints: RegionalEndpoints | None) -> tuple[Setting, ...]:
    """Return the settings of a client that signs; without regional endpoints, no region."""
    profile = Setting(
        name="profile",
        help="Profile of the vendor's command line to take the access key from.",
        metavar="NAME",
    )
    if endpoints is None:
        return (profile,)
    region = Setting(
        name="region",
        help="Region to call.",
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
            problem = messages.translate(_with_options(check.problem, program))
            remedy = f" ({messages.translate(check.remedy)})" if check.remedy else ""
            result = messages("failed") if check.problem else messages("ok")
            text = ": ".join(
                filter(None, [messages.translate(check.name), problem or check.detail])
            )
            print(printable(f"{result:<6}  {text}{remedy}"), flush=True)
        return passed


def _with_options(text: str, program: Program) -> str:
    for phrase, option in program.error_phrases.items():
        text = text.replace(phrase, option)
    return text
