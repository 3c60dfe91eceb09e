"""Providers that speak with one request of HTTP: a module for each, which only describes its API.

Importing this package imports nothing else of it, because discovery imports it to find a provider.
"""
