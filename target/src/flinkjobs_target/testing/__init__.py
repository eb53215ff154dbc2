"""Running targets for tests, in a thread or in a process of their own."""
