"""Format, verify and write generated trees."""
