"""Uploaded files out of a multipart body, straight to disk, in memory that does not grow."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack
from email.message import Message as Header
from typing import Any
from urllib.parse import unquote_to_bytes

from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from studio.api.bodies import Unreadable
from studio.errors import StudioError
from studio.service import intake, refusals
from studio.service.studio import Studio

FIELD = b"files"
_NAME_LIMIT = 4096
_HEADERS = 16
_EXTENDED = re.compile(rb"filename\*\s*=\s*(?:utf-8|UTF-8)'[^';]*'([^;\s\"]+)")
_PASSED_OVER = 4  # times the largest file: so much is read of what cannot be taken


class Reader:
    """Feeds a parser, and writes the parts named `files` that have a file name into drafts."""

    def __init__(self, studio: Studio, boundary: bytes, stack: ExitStack) -> None:
        self.drafts: list[intake.Draft] = []
        self.refused: list[tuple[str, StudioError]] = []
        self._passed_over = 0  # bytes of files that turned out too large
        self._studio, self._stack = studio, stack
        self._draft: intake.Draft | None = None
        self._name, self._value = bytearray(), bytearray()
        self._headers: dict[bytes, bytes] = {}
        self.ended = False
        callbacks: dict[str, Callable[..., None]] = {
            "on_part_begin": self._begin, "on_header_field": self._on_name,
            "on_header_value": self._on_value, "on_header_end": self._header,
            "on_headers_finished": self._headers_done, "on_part_data": self._data,
            "on_part_end": self._part_end, "on_end": self._end,
        }  # fmt: skip
        self._parser = MultipartParser(boundary, callbacks)  # type: ignore[arg-type]

    def feed(self, chunk: bytes) -> None:
        self._parser.write(chunk)

    def _begin(self) -> None:
        self._headers = {}

    def _on_name(self, data: bytes, start: int, end: int) -> None:
        self._grow(self._name, data[start:end])

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._grow(self._value, data[start:end])

    def _grow(self, held: bytearray, more: bytes) -> None:
        held += more
        if len(held) > _NAME_LIMIT or len(self._headers) > _HEADERS:
            raise Unreadable("a part's headers are too long")

    def _header(self) -> None:
        self._headers[bytes(self._name).lower()] = bytes(self._value)
        self._name.clear()
        self._value.clear()

    def _headers_done(self) -> None:
        header = self._headers.get(b"content-disposition", b"")
        _, options = parse_options_header(header)
        name = _file_name(header, options)
        if options.get(b"name") != FIELD or name is None:
            self._draft = None  # a plain field: nothing here reads one
            return
        if len(self.drafts) >= self._studio.settings.upload_files:
            raise refusals.TooManyFiles(limit=self._studio.settings.upload_files)
        self._draft = self._stack.enter_context(intake.receiving(self._studio, name))
        self.drafts.append(self._draft)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._draft is None:
            self._passed_over += end - start
            if self._passed_over > _PASSED_OVER * (self._studio.settings.limit_mb << 20):
                raise Unreadable("there is no end to it")
            return
        try:
            self._draft.write(data[start:end])
        except refusals.TooLarge as error:  # the files beside it are welcome all the same
            self.refused.append((self._draft.name, error))
            self.drafts.remove(self._draft)
            self._draft.discard()
            self._draft = None

    def _part_end(self) -> None:
        if self._draft is not None:
            self._draft.close()
        self._draft = None

    def _end(self) -> None:
        self.ended = True


def _file_name(header: bytes, options: dict[bytes, bytes]) -> str | None:
    """The name a part's file was sent under; None for a part that is no file.

    Older clients spell names that are not English as `filename*=utf-8''…` only.
    """
    if b"filename" in options:
        return options[b"filename"].decode("utf-8", "replace")
    found = _EXTENDED.search(header)
    return unquote_to_bytes(found[1]).decode("utf-8", "replace") if found else None


def boundary(content_type: str) -> bytes:
    """The boundary that a Content-Type names, or b""."""
    header = Header()
    header["Content-Type"] = content_type
    found: Any = header.get_param("boundary", "")
    return found.encode("latin-1", "replace")[:200] if isinstance(found, str) else b""


async def receive(
    studio: Studio, content_type: str, chunks: AsyncIterator[bytes], stack: ExitStack
) -> Reader:
    """The files of a body, each a draft on disk that is gone when the stack is left."""
    mark = boundary(content_type)
    if not mark:
        raise Unreadable("the Content-Type has no boundary")
    reader = Reader(studio, mark, stack)
    async for chunk in chunks:
        if chunk:
            try:
                await run_in_threadpool(reader.feed, chunk)
            except ValueError as error:  # the parser's errors
                raise Unreadable(str(error)[:120]) from None
    if not reader.ended:
        raise Unreadable("the upload ended too early")
    return reader
