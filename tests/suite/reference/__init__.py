"""A reference implementation of the contract, written from its text alone, to test the suite with.

It shares no code with the target. Every decision is a method, so that a fault or a variant of the
server is a subclass with other decisions.
"""
