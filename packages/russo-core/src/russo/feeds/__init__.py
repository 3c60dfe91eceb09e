"""Each agent's own shape of audio: one file for one kind of agent, found by name.

Others add theirs by an entry point of the group ``russo.feeds``, whose name is the target's and whose object is a
subclass of `Target`.
"""

from .feed import Feed
from .microphone import Microphone
from .registry import get_target
from .target import Target

__all__ = ["Feed", "Microphone", "Target", "get_target"]
