"""russo's voice in frameworks and in other test tools, and the voices of frameworks through russo's cache.

Each module needs the framework that it is named after, and is imported by its name: ``russo.adapters.livekit``.
"""
