from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from russo.errors import CacheKeyError

if TYPE_CHECKING:
    from russo import Audio, AudioCache

REFUSED = [
    "", ".", "..", "../x", "a/b", "a\\b", "/etc/passwd", "C:x", "a\0b", "a\nb", "a b", "é", "*", "a.", ".hidden",
    "nul", "NUL", "con.txt", "Com1", "lpt9.x", "x" * 201, "-rf", "a\n", "\ud800", "ａ",
]  # fmt: skip


@pytest.mark.parametrize("key", REFUSED)
def test_names_that_are_no_names(cache: AudioCache, audio: Audio, key: str) -> None:
    with pytest.raises(CacheKeyError, match="cannot be the name of an entry"):
        cache.get(key)
    with pytest.raises(CacheKeyError, match="cannot be the name of an entry"):
        cache.put(key, audio)
    assert not cache.cache_dir.exists()


def test_a_key_is_a_str(cache: AudioCache) -> None:
    with pytest.raises(CacheKeyError, match="a cache key must be a str, not bytes: b'abc'"):
        cache.get(b"abc")  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["abc123", "A.b-c_d", "x" * 200, "0" * 64, "console", "com10"])
def test_names_that_are_names(cache: AudioCache, audio: Audio, key: str) -> None:
    cache.put(key, audio)
    assert cache.get(key) == audio
    assert {path.parent for path in cache.cache_dir.glob("*.audio")} == {cache.cache_dir}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(key=st.text(st.sampled_from("./\\:\0 ~a1-") | st.characters(), max_size=10))
def test_whatever_the_name_nothing_leaves_the_folder(cache: AudioCache, audio: Audio, key: str) -> None:
    try:
        cache.put(key, audio)
    except CacheKeyError:
        with pytest.raises(CacheKeyError):
            cache.get(key)
    else:
        assert cache.cache_dir.joinpath(f"{key}.audio").read_bytes() == audio.data
    assert set(cache.cache_dir.parent.iterdir()) <= {cache.cache_dir}
