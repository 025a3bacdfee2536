"""`POST /v1/sign`: a text becomes a file of any kind, or JSON."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, TypeAdapter

from signary.bundle.bundle import Bundle
from signary.io.errors import InputError
from signary.serve.checked_input import Fields
from signary.serve.chunk_encoding import rounded
from signary.serve.json_log import log
from signary.serve.notices import notice_for
from signary.signing.outputs import SUFFIXES, write_output
from signary.signing.rule_based import MAX_CHARACTERS, SigningResult
from signary.signing.shared_signing import SharedSigning, SignedText
from signary.signing.signed_by_model import ModelSigning
from signary.signing.text_signer import SigningOptions, make_text_signer

#: What is no file, but the motion itself.
JSON = "json"
_TYPES = {
    ".bvh": "text/plain; charset=utf-8",
    ".eaf": "application/xml",
    ".gif": "image/gif",
    ".glb": "model/gltf-binary",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".vrma": "model/gltf-binary",
    ".vtt": "text/vtt; charset=utf-8",
}


class SignRequest(Fields):
    """What is to be signed, and how.

    Attributes:
        text: What to sign.
        language: Sign language: id, ISO 639-3 code or name.
        format: `json`, or the suffix of a file.
        method: As of the command line.
        seed: Of what is random.
        size: Width and height of pictures in pixels.
        captions: Whether pictures show the glosses.
        compress: Whether a `.glb` is packed; not for other formats.
    """

    text: str = Field(max_length=MAX_CHARACTERS, examples=["Morgen regnet es im Norden."])
    language: str = Field(max_length=100, examples=["dgs"])
    format: str = Field(max_length=20, examples=["glb"])
    method: Literal["auto", "model", "hybridsign", "signer"] = "auto"
    seed: int | None = Field(None, ge=0, lt=1 << 32)
    size: int = Field(512, ge=64, le=1024)
    captions: bool = False
    compress: bool = False


SIGN_REQUEST = TypeAdapter(SignRequest)


def formats() -> tuple[str, ...]:
    """Names of all formats."""
    return (*(suffix[1:] for suffix in SUFFIXES), JSON)


def check_format(request: SignRequest) -> None:
    """Refuse a format that nobody writes, or packs, before any work is done.

    Raises:
        InputError: If there is no such format, or it is to be packed and cannot be.
    """
    if request.format not in formats():
        raise InputError("format", f"one of {', '.join(formats())}", repr(request.format))
    if request.compress and request.format != "glb":
        raise InputError("compress", "format glb", f"format {request.format}")


def media_type(name: str) -> str:
    """Content type of a format."""
    return "application/json" if name == JSON else _TYPES.get(f".{name}", "application/octet-stream")


def sign_request(bundle: Bundle, model: str | None, request: SignRequest, accepted: str | None = None) -> bytes:
    """Sign; the content of the file.

    Args:
        bundle: The model.
        model: Its name; None for the embedded one.
        request: What to sign, and how.
        accepted: Languages in which the client reads the notice, as the header `Accept-Language` has them, *optional*.

    Raises:
        InputError: If the text cannot be signed, the language is unknown, or the format cannot hold the motion.
    """
    options = SigningOptions(seed=request.seed, model=None if request.method == "signer" else model)
    signed = make_text_signer(request.method, request.language, options, bundle)(request.text)
    if request.format == JSON:
        return json.dumps(described(signed, accepted), ensure_ascii=False, allow_nan=False).encode()
    with tempfile.TemporaryDirectory(prefix="signary-") as folder:
        path = Path(folder) / f"signed.{request.format}"
        try:
            written = write_output(
                signed, path, size=request.size, captions=request.captions, compress=request.compress
            )
        except InputError as error:
            # A client learns what is wrong with its request, and nothing of where this machine keeps its files.
            raise InputError("format", *(_without(folder, said) for said in (error.expected, error.got))) from None
        if written.lifted is not None:
            log("lifted", format=request.format, **written.lifted.figures())
        return path.read_bytes()


def _without(folder: str, said: str) -> str:
    return said.replace(f"{folder}/", "").replace(folder, "")


def described(signed: SignedText, accepted: str | None) -> dict[str, Any]:
    """A signed text as JSON has it.

    Args:
        signed: The text.
        accepted: As of `sign_request`.

    Returns:
        `fps`, `layout`, `values` (T × D), `segments` (word, gloss, start, end in seconds, source), `words` (what became
        of each), `method` (`model`, `hybridsign`, `signer`, or `mixed`), `account` (one line for people) and `notice`.
    """
    parts = [part for _, part in signed.parts] if isinstance(signed, SharedSigning) else [signed]
    methods = {part.method if isinstance(part, ModelSigning) else "signer" for part in parts}
    return {
        "fps": signed.pose.fps,
        "layout": signed.pose.layout.name,
        "values": rounded(signed.pose.values),
        "segments": [vars(segment) for segment in signed.segments],
        "words": [word for part in parts for word in _words(part)],
        "method": methods.pop() if len(methods) == 1 else "mixed",
        "account": signed.account(),
        "notice": notice_for(signed.pose.metadata.get("notice"), accepted),
    }


def _words(signed: SignedText) -> Iterator[dict[str, Any]]:
    """What became of each word: the word, its gloss, where its sign comes from, and why it has none."""
    if isinstance(signed, ModelSigning):
        for word in signed.retrieved:
            yield {"word": word["word"], "gloss": word.get("gloss"), "source": word["source"], "by": signed.method}
    elif isinstance(signed, SigningResult):
        for item in signed.items:
            yield {"word": item.word, "gloss": item.gloss or None, "source": item.source, "by": "signer"}
