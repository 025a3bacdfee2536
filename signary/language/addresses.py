"""Addresses and names for machines: URLs, e-mail addresses, @handles, files, versions. Each is one word, never cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
#: A character of an address: no blank, no quotation mark; Chinese only behind `/` and the like, or where the address
#: goes on behind it, for it may be the next word: `看https://example.org吧`.
_PLAIN = r"[^\s<>\"…\u3000-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
_ANY = rf"(?:{_PLAIN}|(?<=[/.=&?#_%:-]){_HAN}+|{_HAN}+(?=[/.=&?#_%-]\w|[A-Za-z0-9]))"
_NAME = r"(?:(?![\u3400-\u9fff\uf900-\ufaff])[\w-])"
_DOMAIN_ENDS = (
    "com|org|net|edu|gov|int|info|biz|name|museum|app|dev|blog|shop|online|site|tech|cloud|"
    "ai|at|au|be|br|ca|ch|cn|cz|de|dk|es|eu|fi|fr|gr|hk|ie|il|io|jp|kr|li|lu|mx|nl|nz|pl|pt|ru|se|sg|tr|tv|tw|ua|uk|us|za"
)
_FILE_ENDS = (
    "pdf|txt|md|rtf|tex|docx?|xlsx?|pptx?|od[tsp]|csv|tsv|json|jsonl|xml|ya?ml|toml|ini|cfg|conf|log|html?|css|php|"
    "jpe?g|png|gif|svg|webp|bmp|tiff?|heic|ico|mp[34]|m4[av]|mkv|mov|avi|wav|ogg|flac|webm|srt|vtt|eaf|pose|npz|npy|bvh|glb|"
    "zip|tar|gz|tgz|bz2|xz|rar|7z|iso|exe|msi|apk|dmg|deb|rpm|bat|sh|py|ipynb|js|ts|java|cpp|hpp|rs|rb|sql|db|sqlite|"
    "parquet|safetensors|pkl|pt|onnx|whl|epub|mobi|psd|dll|lock"
)
# Names are bounded: a search that begins behind every dot must not read all that follows each time.
_ADDRESS = re.compile(
    rf"""
    (?<![^\W\u3400-\u9fff])(?:
        (?:[A-Za-z][A-Za-z0-9+.-]*://|(?i:www)\.|mailto:|tel:(?=\+?\d)){_ANY}+           # https://example.org/help?x=1
      | {_NAME}(?:(?:{_NAME}|[.+%']){{0,62}}{_NAME})?@(?!\d){_NAME}+(?:\.{_NAME}+)*        # anna@example.org
      | @(?!\d){_NAME}(?:(?:{_NAME}|\.)*{_NAME})?                                   # @anna
      | (?:{_NAME}{{1,63}}\.){{1,20}}(?i:{_DOMAIN_ENDS})(?::\d+)?(?:[/?\#]{_ANY}*)?(?![\w@]|\.\w) # example.org/help
      | (?:~|\.{{1,2}})?(?:/(?:{_NAME}|\.)+){{2,}}/?                                # /usr/bin
      | [A-Za-z]:\\{_ANY}+                                                          # C:\Windows
      | (?:~|\.{{1,2}})?/?(?:(?:{_NAME}|\.){{1,80}}/){{0,20}}                       # report.pdf
        {_NAME}(?:{_NAME}|\.){{0,80}}\.(?i:{_FILE_ENDS})(?!\w|\.\w)
      | [vV]\d+(?:\.{_NAME}+)+                                                      # v2.0
      | \d+(?:\.\d+)+(?:-?(?:a|b|rc|alpha|beta|dev|post)\.?\d*)(?!\w)                # 2.0rc1
    )""",
    re.VERBOSE,
)
#: Every address has one of these.
_HAS_MARK = re.compile(r"[.@/:\\]")
#: What may stand at the end of an address, but is rather punctuation of the sentence.
_AFTER = ".,;:!?'*_~"


def find_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every address in a text, in order; punctuation that ends a sentence is no part of it."""
    if not _HAS_MARK.search(text):
        return
    at = 0
    while match := _ADDRESS.search(text, at):
        start, at = match.span()
        end = start + len(_without_punctuation(match.group()))
        if end > start:
            yield start, end


@lru_cache(maxsize=65536)
def is_address(word: str) -> bool:
    """Whether a word is an address as a whole."""
    return _HAS_MARK.search(word) is not None and next(find_addresses(word), None) == (0, len(word))


def _without_punctuation(address: str) -> str:
    """Without what ends the sentence, and without a bracket that was not opened within."""
    while True:
        shorter = address.rstrip(_AFTER)
        for opening, closing in ("()", "[]", "{}"):
            if shorter.endswith(closing) and shorter.count(closing) > shorter.count(opening):
                shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter
