"""What a bad phone line or room does to speech: ``"phone"``, ``"noise:15dB + amr:7.95k + loss:3%"``.

A condition is parsed when it is named, without numpy or PyAV; those are imported when speech goes through it.
"""

from .condition import Condition, parse_condition
from .line import under

__all__ = ["Condition", "parse_condition", "under"]
