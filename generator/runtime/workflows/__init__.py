"""Workflows: sequences of calls as data, and the state machine that carries them out."""
