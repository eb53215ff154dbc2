"""Render every file of a package from the intermediate representation."""
