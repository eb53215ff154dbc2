"""The runtime that every generated package carries: client, server and command line.

These modules are copied into a package as they are. They know no operation: what varies comes to
them as data from the modules that were generated beside them. Folders that a specification does
not need are left out.
"""
