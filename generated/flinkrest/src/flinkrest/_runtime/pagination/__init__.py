"""Offset pagination: pages, cursor and prefetch."""
