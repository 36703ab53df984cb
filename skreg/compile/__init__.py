"""How code is compiled, kept on disk and called, and how it sees memory at addresses."""
