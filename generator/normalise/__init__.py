"""What stands between a checked document and the tools: one plain form for all that OpenAPI can say.

A document that keeps the house rules has this form already. Any other is rewritten: `schemas`
gives every object and every union a name of its own, `operations` gives each operation a name,
one body and one answer. `lenient` and `skeleton` then make what each of the two tools is to see.
"""

from .document import Normal, normalise
from .model_schemas import for_models, without_extensions
from .naming_stub import Skeleton, for_client

__all__ = ["Normal", "Skeleton", "for_client", "for_models", "normalise", "without_extensions"]
