"""One module a file kind: bytes -> `SourceText`. `ingest.read.read` is the only door to them."""
