"""The fault: the target's server lets a page of 101 pass. Clients and tests know nothing of it."""

from msgspec.structs import replace

from flinkjobs import server
from flinkjobs.operations import LIST_JOBS

WIDER = {"page_size": 101}

server.LIST_JOBS = replace(  # type: ignore[attr-defined]
    LIST_JOBS,
    parameters=tuple(
        replace(one, kind=type(one.kind)(minimum=1, maximum=WIDER[one.name]))  # type: ignore[call-arg]
        if one.name in WIDER
        else one
        for one in LIST_JOBS.parameters
    ),
)
