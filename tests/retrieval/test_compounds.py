import pytest

from signary.retrieval.compounds import split_characters, split_compound

KNOWN = {
    "winter",
    "sturm",
    "tag",
    "schau",
    "schule",
    "buch",
    "sonne",
    "schein",
    "kind",
    "garten",
    "nord",
    "west",
    "ost",
}


def known(piece, inflected):
    if inflected and piece.removesuffix("s") in KNOWN:
        return piece.removesuffix("s")
    return piece if piece in KNOWN else None


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("wintersturm", ("winter", "sturm")),
        ("tagesschau", ("tag", "schau")),
        ("schulbuch", ("schule", "buch")),
        ("sonnenschein", ("sonne", "schein")),
        ("kindergartens", ("kind", "garten")),
        ("nordwestwinter", ("nord", "west", "winter")),
        ("winter", None),
        ("wintermann", None),
        ("osterschau", None),
        ("s" * 400, None),
    ],
)
def test_split(word, keys):
    assert split_compound(word, known) == keys


def test_fewest_characters():
    pieces = {"不", "想", "北京", "大学", "北", "京"}
    assert split_characters("不想", pieces.__contains__) == ("不", "想")
    assert split_characters("北京大学", pieces.__contains__) == ("北京", "大学")
    assert split_characters("北平", pieces.__contains__) is None
