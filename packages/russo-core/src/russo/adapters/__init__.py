"""Connects russo to agent frameworks and to other test tools: they speak with russo's voices, through its cache.

Each module needs the framework that it is named after, and is imported by its name: ``russo.adapters.livekit``.
"""
