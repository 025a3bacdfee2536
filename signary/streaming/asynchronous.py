"""A session for programs that wait for many things at once: networks in a thread, text whenever it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterator

from signary.streaming.session import PoseChunk, SignStream


async def sign_live(session: SignStream, texts: AsyncIterable[str]) -> AsyncIterator[PoseChunk]:
    """Sign pieces of text as they come: captions of a live event, say, or what somebody types.

    A sentence is signed when it ends, or when nothing has come for a second; at the end of the texts what is held is
    signed. Text that comes meanwhile waits where it comes from.

    Args:
        session: What signs; nobody else may use it meanwhile.
        texts: Pieces of text, joined as they are.

    Yields:
        Chunks of motion as they are ready.

    Raises:
        InputError: If a piece is no text.
    """
    pieces = aiter(texts)
    coming = asyncio.ensure_future(anext(pieces))
    try:
        while True:
            await asyncio.wait({coming}, timeout=session.text.patience)
            if not coming.done():
                chunks = session.flush()
            else:
                try:
                    piece = coming.result()
                except StopAsyncIteration:
                    break
                coming = asyncio.ensure_future(anext(pieces))
                chunks = session.push(piece)
            async for chunk in _in_a_thread(chunks):
                yield chunk
        async for chunk in _in_a_thread(session.flush()):
            yield chunk
    finally:
        coming.cancel()


async def _in_a_thread(chunks: Iterator[PoseChunk]) -> AsyncIterator[PoseChunk]:
    while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
        yield chunk
