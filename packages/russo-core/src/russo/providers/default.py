"""Who speaks where nobody is named."""

from __future__ import annotations

from typing import Final

# It costs nothing and needs no key: russo never picks a paid provider by itself.
DEFAULT_PROVIDER: Final = "hibari"
