"""The texts of a package in another language, by the English ones."""

from collections.abc import Iterator, Mapping

from ..ir import Api
from ..ir.default_texts import latest_description, operation_summary, resource_description
from ..runtime.cli.i18n import Messages
from ..runtime.messages import Message
from ..translations.catalogue import RUNTIME, read_translations

__all__ = ["translated_texts"]


def translated_texts(api: Api) -> dict[str, str]:
    """Return the runtime's own texts, those made from the contract, and the contract's."""
    own = read_translations(RUNTIME)
    return {**own, **dict(_made_texts(api, own)), **api.translations}


def _made_texts(api: Api, own: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    messages = Messages(own)
    for message in _default_texts(api):
        yield str(message), messages(message)


def _default_texts(api: Api) -> Iterator[Message]:
    """Yield the texts of the command line that stand for absent ones of the contract."""
    for resource in api.resources:
        yield resource_description(resource.name)
    for operation in api.operations:
        yield operation_summary(operation.name)
        if operation.latest:
            yield latest_description(operation.latest)
