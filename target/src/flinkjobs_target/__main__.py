"""`python -m flinkjobs_target` is the command `flinkjobs-target`."""

from .cli import main

raise SystemExit(main())
