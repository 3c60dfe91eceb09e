"""Finds what is installed for russo, and loads the plugins that the settings name."""

from __future__ import annotations

from .in_force import Plugins, load_plugins

__all__ = ["Plugins", "load_plugins"]
