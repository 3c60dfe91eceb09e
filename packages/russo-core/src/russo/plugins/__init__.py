"""What is installed for russo, and the plugins that the settings put in force."""

from __future__ import annotations

from .in_force import Plugins, load_plugins

__all__ = ["Plugins", "load_plugins"]
