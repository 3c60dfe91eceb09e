"""Opens the WebSocket of one request. Importing this module imports websockets, so it is imported within a call."""

from __future__ import annotations

import asyncio
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidStatus
from websockets.protocol import State

from russo.providers import from_status


class Socket(ClientConnection):
    """A connection that follows no redirects, and is closed on leaving."""

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
        """Send a close frame, and leave without waiting for an answer.

        There is nothing more to hear. Waiting for a peer that is slow or gone would delay a complete utterance, and
        leave the socket open if the caller is cancelled meanwhile.

        Args:
            code: The close code.
            reason: The reason to send with it.
        """
        if self.protocol.state is State.OPEN:
            self.protocol.send_close(code, reason)
            self.send_data()
        self.transport.abort()
        await asyncio.shield(self.connection_lost_waiter)
