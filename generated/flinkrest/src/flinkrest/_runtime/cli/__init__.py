"""The command line of an emitted package: its commands come as data, the rest is here."""
