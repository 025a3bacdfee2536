"""Names of files for texts that nobody chose as such: ids of recordings, words."""

from __future__ import annotations

import hashlib
import re
import unicodedata

#: Names that Windows keeps for devices.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
#: What stays as it is: letters and digits of any script, and three marks.
_PLAIN = re.compile(r"[\w.\-]", re.ASCII)
#: Characters of a name: the longest have 255 bytes, suffix and number included.
_LONGEST, _DIGEST = 50, 8


def is_reserved(name: str) -> bool:
    """Whether a system keeps a name, whatever its suffix, for itself."""
    return _RESERVED.fullmatch(name) is not None


def quoted_name(text: str, taken: set[str]) -> str:
    """A name, without suffix, that every system takes and that tells texts apart.

    Letters and digits of any script, `.`, `-` and `_` stay, other characters become `%` and their bytes, as in
    addresses: `urllib.parse.unquote` gives them back. Nothing leads to another folder, begins with a dot or a dash, or
    is a name of a device. Long texts are cut and end in `~` and a digest.

    Args:
        text: Of which it is to be the name.
        taken: Names that are given away, as every disk compares them; the new one is added. A second text of one name
            gets a number.
    """
    shown = unicodedata.normalize("NFC", text)
    name = "".join(one if _PLAIN.match(one) or one.isalnum() else _bytes_of(one) for one in shown)
    if not name or name[0] in ".-" or is_reserved(name):
        name = f"%{ord(name[0]):02X}{name[1:]}" if name else "recording"
    # A dot at the end is lost on some disks.
    name = f"{name[:-1]}%2E" if name.endswith(".") else name
    if len(name) > _LONGEST:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
        name = f"{name[:_LONGEST].rstrip('.%')}~{digest}"
    return distinct_name(name, taken)


def distinct_name(name: str, taken: set[str]) -> str:
    """A name that no other has on disks that take upper for lower case: `name`, or with a number behind.

    Args:
        name: Without suffix.
        taken: Names that are given away, in lower case; the new one is added.
    """
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{name}.{number}"
    taken.add(found.casefold())
    return found


def _bytes_of(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
