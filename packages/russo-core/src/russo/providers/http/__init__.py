"""Providers of an HTTP API: a typed description, and everything else shared.

Importing this package imports nothing of it: `russo.providers` is the door, and names its modules.
"""
