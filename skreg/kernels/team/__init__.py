"""Threads that share out work."""
