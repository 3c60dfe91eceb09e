"""Pipecat: a service through the cache, alone and in Pipecat Evals."""

from __future__ import annotations

import pytest

from russo import AudioCache, CachedSynthesizer, get_synthesizer
from sounds import tone

pytest.importorskip("pipecat")
from pipecat.evals.services import build_tts_service
from pipecat.evals.tts import CachingTTSService
from pipecat.frames.frames import EndFrame, ErrorFrame, TTSAudioRawFrame, TTSSpeakFrame
from pipecat.tests.utils import run_test

from russo.adapters.pipecat import RussoTTSService, user_speech
