"""The conformance kit: tests of what every provider must do, which the author of a provider inherits.

```python
from russo.testing import SynthesizerContract


class TestAcme(SynthesizerContract):
    provider_name = "acme"
    sdk_modules = ("acme_sdk",)
    secrets = ("api_key",)
    varies = {"voice": ("anna", "ben"), "speed": (1.0, 1.5)}
    failing = {"base_url": "http://127.0.0.1:9", "max_retries": 0}
```

It needs only pytest.
"""

from __future__ import annotations

import pytest

# Must come before the import of the checks, so that their assertions are rewritten even in an editable install or
# without plugin autoloading. https://docs.pytest.org/en/stable/how-to/writing_plugins.html#assertion-rewriting
pytest.register_assert_rewrite("russo.testing.checks")

from .contract import SynthesizerContract  # noqa: E402 - see above

__all__ = ["SynthesizerContract"]
