"""What every emitted package has in common: signing, transport, paging, errors.

Real modules, copied into a package as they are. They know no operation: what varies comes to
them as data (`operation`) from the modules that were emitted beside them.
"""
