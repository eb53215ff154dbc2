"""Rules of the extensions: their form, and what they state about the rest of the document."""
