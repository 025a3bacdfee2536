"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

FLAT_HANDS = (
    "Folder of your licensed SMPL-X model: relaxed hands (mano_mean, as in SOKE's data) become flat ones by it."
)
_LANGUAGE = "Sign language: asl, dgs, csl or another that `signary languages` lists, an ISO 639-3 code or a name."

Language = Annotated[str, typer.Option("--language", "-l", help=_LANGUAGE)]
OptionalLanguage = Annotated[str | None, typer.Option("--language", "-l", help=_LANGUAGE)]
Model = Annotated[str | None, typer.Option("--model", help="Folder or Hub id of a model; default the embedded one.")]
Dictionaries = Annotated[
    list[Path] | None,
    typer.Option(
        "--dictionary",
        help="Model: signs of your own, which go before those of its dictionary; repeatable, the most important first.",
    ),
]
NoRetrieval = Annotated[bool, typer.Option("--no-retrieval", help="Model: without dictionary signs.")]
NoRefine = Annotated[bool, typer.Option("--no-refine", help="Model: motion as the codes give it.")]
Size = Annotated[int, typer.Option(help="Width and height of pictures in pixels.", min=64, max=2048)]
Mark = Annotated[bool, typer.Option("--mark/--no-mark", help="Small notice in a corner of pictures.")]
Compress = Annotated[
    bool, typer.Option("--compress", help="Pack .glb to a third, for web pages; Blender does not read that.")
]
Rig = Annotated[
    str | None,
    typer.Option(
        help="For .bvh and .glb: the figure that moves, a .glb, .gltf, .vrm or .bvh file with a skeleton, or mixamo, "
        "game_engine, vrm or makehuman for bones of these names."
    ),
]
RigMapping = Annotated[
    Path | None, typer.Option(help="A .yaml or .json file that says which bone of the rig is which joint.")
]
Captions = Annotated[bool, typer.Option("--captions", help="Burn the glosses into pictures.")]

Outputs = Annotated[
    list[Path],
    typer.Option(
        "--output",
        "-o",
        help="File to write (.pose .npz .skels .glb .bvh .vrma .gif .mp4 .png .vtt .eaf), may be repeated; a folder "
        "with --input.",
    ),
]
Text = Annotated[str | None, typer.Argument(help="What to sign, at most 2,000 characters.")]
Gloss = Annotated[
    str | None,
    typer.Option(
        "--gloss",
        help="Glosses parted by blanks instead of a text, for a gloss model; with --language where several have them.",
    ),
]
Length = Annotated[
    int | None, typer.Option("--length", help="With --gloss: frames of the sentence; default: as predicted.")
]
Input = Annotated[
    Path | None, typer.Option("--input", help="Many sentences: .txt (one a line), .csv or .tsv (text, and id).")
]
Format = Annotated[
    str | None,
    typer.Option("--format", help="With --input: pose, npz, skels, glb, bvh, vrma, gif, mp4, png, vtt or eaf."),
]
Method = Annotated[
    str,
    typer.Option(
        "--method",
        help="model: a trained network, by motion codes; hybridsign: its part that makes motion of text without codes; "
        "signer: rules; auto: each sentence by the model if it shows its words, else by rules.",
    ),
]
Sample = Annotated[bool, typer.Option("--sample", help="Model: draw codes, not the likeliest ones.")]
MaxSteps = Annotated[
    int | None, typer.Option("--max-steps", help="Model: longest sentence in steps (usually 0.16 s).", min=1)
]
Speed = Annotated[float | None, typer.Option(help="Signer: tempo; 2 is twice as fast (0.25 to 4).")]
LeftHanded = Annotated[bool, typer.Option("--left-handed", help="Signer: the left hand is dominant.")]
Signer = Annotated[
    int | None, typer.Option("--signer", help="Number of a randomly drawn (model: a known) signer.", min=0)
]
Fps = Annotated[float | None, typer.Option(help="Frames a second; default 25, or the model's own.")]
Seed = Annotated[
    int | None, typer.Option(help="Of what is random: blinks and unsteadiness, or with --sample codes.", min=0)
]
