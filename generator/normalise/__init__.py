"""Normalisation: any valid document becomes the typed subset that both code generators support.

`schemas` names objects and unions, `operations` gives each operation a name, one body and one
response. `model_schemas` and `naming_document` write the subset as JSON for the two tools.
"""

from .document import Normalised, normalise
from .model_schemas import TypeModules, model_schemas
from .naming_document import NamedOperation, NamingDocument, naming_document
from .specification import Specification

__all__ = [
    "NamedOperation",
    "NamingDocument",
    "Normalised",
    "Specification",
    "TypeModules",
    "model_schemas",
    "naming_document",
    "normalise",
]
