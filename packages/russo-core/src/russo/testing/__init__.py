"""The conformance kit: tests of what every provider must do, for the author of a provider to inherit.

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

# Before the checks are imported, so that their assertions are rewritten even in an editable install, or without plugin
# autoloading. https://docs.pytest.org/en/stable/how-to/writing_plugins.html#assertion-rewriting
pytest.register_assert_rewrite("russo.testing.checks")

from .contract import SynthesizerContract  # noqa: E402 - see above

__all__ = ["SynthesizerContract"]
