"""From a checked document and the names of its operations to the intermediate representation."""

from .api import interpret
from .limits import limits
from .methods import methods

__all__ = ["interpret", "limits", "methods"]
