"""Inks: what a surface looks like at every brightness, as one table from (ink, tone) to colour.

An ink is a row of `COLOURS`; a tone (0 dark, 255 bright) is a column. The canvas stores the two bytes of a pixel and
looks the colour up once at the end, so shading costs no colour arithmetic.
"""

from __future__ import annotations

import numpy as np

#: Steps between the back of a hand (0) and its palm (PALM_STEPS - 1); every hand ink takes that many rows.
PALM_STEPS = 8

BACKGROUND = (236, 239, 242)
_BACK_OF_HAND = (211, 149, 115)
_PALM = (247, 206, 180)
_FACE = (222, 164, 130)

#: Fingers differ a little in brightness, so that neighbours are told apart.
_HAND_TINTS = {"thumb": 1.03, "index": 0.955, "middle": 1.03, "ring": 0.955, "pinky": 1.03, "hand": 0.99}
#: Red, green and blue, two hexadecimal digits each.
_PLAIN_CODES = {
    "background": bytes(BACKGROUND).hex(),
    "shirt": "3e4e61",
    "sleeve": "4a5c71",
    "cuff": "344254",
    "trousers": "33363d",
    "skin": bytes(_FACE).hex(),
    "neck": "cd9373",
    "hair": "42322c",
    "brow": "46322a",
    "eye": "fffdfa",
    "iris": "5c402c",
    "pupil": "1c1614",
    "lid": "4a3028",
    "lip": "be625c",
    "lip_line": "783432",
    "mouth": "4a161a",
    "tongue": "8c3f40",
    "teeth": "f5f0e8",
    "nostril": "9e644e",
    "nail": "fad6c8",
    "left": "c4623c",
    "right": "346ea8",
    "bone": "5c646e",
}
_PLAIN = {name: tuple(bytes.fromhex(code)) for name, code in _PLAIN_CODES.items()}

#: Tone -> factor on an ink's colour: deep but coloured shadow, a long even middle, a little light on top.
_RAMP = ((0, 0.30), (40, 0.42), (105, 0.72), (165, 0.93), (215, 1.0), (255, 1.06))
#: Shadows of skin keep their red, those of cloth go towards blue.
_SHADOW_TINT = {"warm": (1.10, 0.95, 0.90), "cold": (0.96, 1.0, 1.08)}
_COLD = ("background", "shirt", "sleeve", "cuff", "trousers", "bone", "right")


def _names() -> dict[str, int]:
    codes = {name: code for code, name in enumerate(_PLAIN)}
    for at, finger in enumerate(_HAND_TINTS):
        codes[finger] = len(_PLAIN) + at * PALM_STEPS
    return codes


#: Ink name -> code (one byte). Hand inks are followed by their PALM_STEPS - 1 lighter neighbours.
INKS = _names()


def _row(colour: tuple[float, ...], cold: bool) -> np.ndarray:
    tones = np.arange(256)
    steps, factors = zip(*_RAMP, strict=True)
    factor = np.interp(tones, steps, factors)[:, None]
    tint = np.array(_SHADOW_TINT["cold" if cold else "warm"])
    tint = 1 + (tint - 1) * np.clip(1.15 - factor, 0, 1) * 1.6
    row: np.ndarray = np.clip(np.array(colour) * factor * tint, 0, 255)
    return row


def _table() -> np.ndarray:
    colours = np.zeros((256, 256, 4))
    colours[..., 3] = 255
    for name, colour in _PLAIN.items():
        colours[INKS[name], :, :3] = colour if name == "background" else _row(colour, name in _COLD)
    for finger, tint in _HAND_TINTS.items():
        for step in range(PALM_STEPS):
            part = np.clip((step / (PALM_STEPS - 1) - 0.35) / 0.4, 0, 1)
            mixed = (1 - part) * np.array(_BACK_OF_HAND) + part * np.array(_PALM)
            colours[INKS[finger] + step, :, :3] = _row(tuple(mixed * tint), cold=False)
    return np.ascontiguousarray(np.rint(colours).astype(np.uint8)).view(np.uint32).reshape(-1)


#: RGBX colours as uint32, by ink * 256 + tone.
COLOURS = _table()
