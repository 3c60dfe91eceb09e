"""The WebSocket of one request. Imports the library: only a call may import this module."""

from __future__ import annotations

import asyncio
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidStatus
from websockets.protocol import State

from russo.providers import from_status


class Socket(ClientConnection):
    """A connection that follows no redirect, and that is closed when it is left."""

    async def handshake(self, *args: Any, **options: Any) -> None:
        """Open the connection.

        Raises:
            InvalidRequestError: The server redirects, and the library would send the key along.
        """
        try:
            await super().handshake(*args, **options)
        except InvalidStatus as error:
            if 300 <= error.response.status_code < 400:
                raise from_status("openai", error.response.status_code, "") from error
            raise

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Say that this is the end, and leave.

        There is nothing more to hear. Waiting for the answer of a peer that is slow or gone would take the time of an
        utterance that is complete, and leave the socket open where the caller is cancelled meanwhile.

        Args:
            code: The status of the end.
            reason: What there is to say of it.
        """
        if self.protocol.state is State.OPEN:
            self.protocol.send_close(code, reason)
            self.send_data()
        self.transport.abort()
        await asyncio.shield(self.connection_lost_waiter)
