"""Compilation, storage on disk and calls of code, and its access to memory at addresses."""
