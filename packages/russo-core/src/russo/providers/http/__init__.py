"""Providers of HTTP APIs: each has a typed description, and everything else is shared.

Importing this package imports none of its modules. Use `russo.providers`, which exports their names.
"""
