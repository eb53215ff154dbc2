"""The command `flinkjobs-target`, as `python -m flinkjobs_target`."""

from .cli import main

raise SystemExit(main())
