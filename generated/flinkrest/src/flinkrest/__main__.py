# Generated from flink-rest.yaml; do not edit.
"""`python -m flinkrest` is the command `flinkrest`."""

import sys

from .cli import main

sys.exit(main())
