"""The channels by which notices are delivered: a webhook, a command, and mail."""
