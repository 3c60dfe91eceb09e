"""Checks that a failure says what is wrong, without showing secrets."""

from __future__ import annotations

import asyncio
import traceback
from typing import Any

import pytest

from ...errors import RussoError
from .base import SECRET, Subject


class FailureChecks(Subject):
    """Errors and secrets."""

    def test_failures_are_errors_of_russo(self) -> None:
        """A call that fails raises a RussoError, whatever the SDK raises.

        To fix: make the call with ``russo.providers.speak``, and name the SDK's exceptions in its ``classify``.
        Set ``failing`` or ``failing_text`` to say how a call can be made to fail.
        """
        assert isinstance(self._failure(), RussoError)

    def test_repr_holds_no_secret(self) -> None:
        """``repr`` and ``str`` of the synthesizer show no credential, since pytest prints them.

        To fix: write a ``__repr__`` that only shows settings that are not secret.
        """
        synthesizer = self.make(**self._secrets())
        assert SECRET not in f"{synthesizer!r} {synthesizer}"

    def test_errors_hold_no_secret(self) -> None:
        """No credential is in an error, nor in its cause.

        To fix: pass ``secrets=`` to ``russo.providers.speak``, which removes them from every message.
        """
        error = self._failure()
        assert SECRET not in "".join(traceback.format_exception(error)) + repr(vars(error))

    def _secrets(self) -> dict[str, Any]:
        return dict.fromkeys(self.secrets, SECRET)

    def _failure(self) -> Exception:
        assert self.failing or self.failing_text, "say how a call can be made to fail: failing or failing_text"
        synthesizer = self.make(**{**self._secrets(), **self.failing})
        with pytest.raises(Exception) as caught:  # noqa: PT011 - the checks say which one it must be
            asyncio.run(synthesizer.synthesize(self.failing_text or self.text))
        return caught.value
