"""Transports: the only modules with I/O."""
