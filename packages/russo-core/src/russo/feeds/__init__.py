"""The form in which each kind of agent takes audio: one module per kind, found by name.

Other packages add theirs with an entry point in the group ``russo.feeds``, named after the target and referring to a
subclass of `Target`.
"""

from .feed import Feed
from .microphone import Microphone
from .registry import get_target
from .target import Target

__all__ = ["Feed", "Microphone", "Target", "get_target"]
