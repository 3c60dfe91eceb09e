"""AAC in ADTS: frames that follow each other, each with its length (ISO/IEC 13818-7, 6.2)."""

from __future__ import annotations

from ..sniff import adts_length, id3_length, is_adts_frame
from .cut import cut, is_tag


def links(data: bytes) -> list[bytes]:
    """Files in a row are one file: nothing in it says how long the whole is."""
    at = id3_length(data)
    while at < len(data):
        if tag := id3_length(data, at):
            at += tag
            continue
        if not is_adts_frame(data, at):
            if not is_tag(data, at):
                raise cut("an AAC file", f"no frame begins at byte {at} of {len(data)}")
            break
        at += adts_length(data, at)
        if at > len(data):
            raise cut("an AAC file", f"its last frame ends at byte {at} of {len(data)}")
    return [data[:at]]
