from __future__ import annotations

import pytest

from russo.testing import SynthesizerContract


class TestHibari(SynthesizerContract):
    provider_name = "hibari"
    sdk_modules = ("hibari", "onnxruntime")
    varies = {  # noqa: RUF012 - only read
        "voice": ("heart", "emma"),
        "speed": (0.8, 1.0),
        "seed": (0, 1),
        "model": ("same.onnx", "other.onnx"),
    }
    beside = {"voice": {"model": "same.onnx"}}  # noqa: RUF012 - only the accents of other voices are in the package
    neutral = ("timeout", "max_concurrency")
    failing = {"model": "missing.onnx"}  # noqa: RUF012
    failing_text = "..."

    @pytest.fixture
    def transport(self, models):
        self.models = models

    def make(self, **options):
        if "model" in options:
            options["model"] = self.models / options["model"]
        return super().make(**options)
