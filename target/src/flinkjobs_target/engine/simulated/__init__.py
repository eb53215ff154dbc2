"""An embedded engine that simulates jobs, by time or as a script says; it needs nothing installed."""
