"""Writes small corpora of the rule-based signer: `sentences`, `signs` of single words, `recordings` with a table."""

import csv
from pathlib import Path

import signary
from signary.corpora.corpus_spec import save_corpus
from signary.corpora.rows import row_motion
from signary.corpora.synthetic.demo import build_demo_corpus
from signary.corpora.synthetic.demo_signs import isolated_signs

SIZES = {"train": 40, "dev": 4, "test": 4, "test_unseen_words": 0}
RECORDINGS = 6


def main():
    layout = signary.get_layout("smplx")
    demo = build_demo_corpus("cache", languages=["dgs"], progress=False, **SIZES)
    save_corpus(demo.with_format(None), Path("sentences"), layout)
    signs = isolated_signs("dgs").with_format(None).filter(lambda row: bool(row["words"])).select(range(40))
    save_corpus(signs, Path("signs"), layout)
    Path("recordings").mkdir()
    with open("recordings.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["clip", "text", "split", "gloss"])
        for number, row in enumerate(demo["train"].with_format(None).select(range(RECORDINGS))):
            signary.write_pose(row_motion(row, layout), f"recordings/{number}.npz")
            table.writerow([f"{number}.npz", row["text"], "dev" if number == 0 else "train", row["gloss"]])


if __name__ == "__main__":
    main()
