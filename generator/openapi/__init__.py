"""Read an OpenAPI document: source, files, references and an index of its nodes."""
