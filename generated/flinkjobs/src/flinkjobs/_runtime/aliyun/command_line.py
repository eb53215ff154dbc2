"""Options of the command line that choose profile and region."""

from ..cli.command import Setting
from ..messages import Message
from .gateway import REGION_VARIABLE, RegionalEndpoints

__all__ = ["settings"]


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
