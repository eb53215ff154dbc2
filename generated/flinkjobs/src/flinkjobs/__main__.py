# Generated from openapi.yaml; do not edit.
"""`python -m flinkjobs` is the command `flinkjobs`."""

import sys

from .cli import main

sys.exit(main())
