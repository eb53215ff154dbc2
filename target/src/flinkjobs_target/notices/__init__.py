"""Notices: who is told of what happens to jobs. They wait in the store until they are delivered."""
