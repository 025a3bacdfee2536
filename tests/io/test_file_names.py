"""Names of files for ids that nobody chose as such."""

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from signary.io.file_names import distinct_name, quoted_name

HOSTILE = (
    *("../../etc/passwd", "a/b", "a\\b", "CON", "nul.txt", ".hidden", "-o", "", " ", "a\nb", "a:b", "end.", "\ud800"),
    *("~user", "a%2Fb", "a" * 400, "苹" * 200),
)


def test_plain_ids_stay_as_they_are():
    for text in ("11August_2010-1", "HAUS1A", "zürich", "苹果", "a.b"):
        assert quoted_name(text, set()) == text


def test_nothing_leads_elsewhere():
    for text in HOSTILE:
        name = quoted_name(text, set())
        assert name
        assert not set(name) & set('/\\:\n <>|"?*\0')
        assert name[0] not in ".-~"
        assert name[-1] != "."
        assert name.partition(".")[0].casefold() not in {"con", "nul"}
        assert len(f"{name}.npz".encode()) <= 255


def test_texts_of_one_name_get_numbers():
    taken = set()
    assert [quoted_name(text, taken) for text in ("Haus", "haus", "HAUS")] == ["Haus", "haus.2", "HAUS.3"]
    assert distinct_name("haus", taken) == "haus.4"


@given(st.lists(st.text(max_size=70), max_size=6))
def test_names_differ_and_fit_and_tell_their_texts(texts):
    taken = set()
    names = [quoted_name(text, taken) for text in texts]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert len(f"{name}.npz".encode()) <= 255
        assert not set(name) & set("/\\\0")
    for text in texts:
        if text and text.isascii() and "~" not in (name := quoted_name(text, set())):
            assert unquote(name) == text
