"""Pagination by numbers, cursors and links: pages, cursors and prefetch."""
