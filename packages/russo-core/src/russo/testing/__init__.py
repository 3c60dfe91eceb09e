"""The conformance kit: what every provider must do, as tests that a provider's author inherits.

```python
from russo.testing import SynthesizerContract


class TestAcme(SynthesizerContract):
    provider_name = "acme"
    sdk_modules = ("acme_sdk",)
    secrets = ("api_key",)
    varies = {"voice": ("anna", "ben"), "speed": (1.0, 1.5)}
    failing = {"base_url": "http://127.0.0.1:9", "max_retries": 0}
```

Needs pytest, and nothing else.
"""

from __future__ import annotations

import pytest

# Before they are imported: an editable install, or plugins that are not loaded by themselves, would leave the checks
# with bare assertions. https://docs.pytest.org/en/stable/how-to/writing_plugins.html#assertion-rewriting
pytest.register_assert_rewrite("russo.testing.checks")

from .contract import SynthesizerContract  # noqa: E402 - see above

__all__ = ["SynthesizerContract"]
