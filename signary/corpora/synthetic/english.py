"""Templates of English sentences for the ASL demo corpus. `templates` explains the notation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from signary.corpora.synthetic.templates import ONLY, Grammar, Word

_PERSONS = ("i", "you", "s", "pl")


def _verb(base: str, third: str, past: str, gloss: str, rest: str = "") -> Word:
    """A verb phrase: `base`, `past` and a form for every person; `rest` follows the verb and has its own marks."""
    tail = f" {rest}" if rest else ""
    forms = {"base": f"{base}[{gloss}]{tail}", "past": f"{past}[{gloss}]{tail}"}
    forms |= {person: f"{third if person == 's' else base}[{gloss}]{tail}" for person in _PERSONS}
    return Word(forms)


def _nouns(text: str) -> tuple[Word, ...]:
    """Countable nouns, `apple` or `wife/wives` or `key/keys=KEY`: forms one (with article), the, plural."""

    def build() -> Iterator[Word]:
        for item in text.split():
            names, _, gloss = item.partition("=")
            one, _, many = names.replace("_", " ").partition("/")
            mark = f"[{gloss or one.upper()}]"
            many = many or one + "s"
            yield Word({"one": f"a {one}{mark}", "the": f"the {one}{mark}", "my": f"my[MY] {one}{mark}"} | {
                "bare": one + mark, "plural": many + mark,
            })  # fmt: skip

    return tuple(build())


def _listed(text: str) -> tuple[Word, ...]:
    """Words without forms, parted by semicolons: `warm`, `at home=HOME`; the gloss is the word in upper case."""

    def build() -> Iterator[Word]:
        for item in text.split(";"):
            word, _, gloss = item.strip().partition("=")
            yield Word({ONLY: item.strip() if "[" in item else f"{word}[{gloss or word.upper()}]"})

    return tuple(build())


def _subjects() -> Iterator[Word]:
    for pronoun, gloss, person in (
        ("I", "ME", "i"), ("you", "YOU", "you"), ("he", "HE-SHE-IT", "s"), ("she", "HE-SHE-IT", "s"),
        ("we", "WE", "pl"), ("they", "THEY", "pl"),
    ):  # fmt: skip
        yield Word({ONLY: f"{pronoun}[{gloss}]"}, person, 2.0)
    yield Word({ONLY: "{poss} {kin.bare}"}, "s", 12.0)
    yield Word({ONLY: "{poss} {kin.plural}"}, "pl", 2.0)
    yield Word({ONLY: "{person.the}"}, "s", 8.0)
    yield Word({ONLY: "the {person.plural}"}, "pl", 2.0)
    yield Word({ONLY: "everyone[EVERYONE]"}, "s")


_THINGS = _nouns(
    "book picture computer ball gift key/keys bag hat coat chair table bed window/windows door cup newspaper letter "
    "game bicycle car boat shirt=SHIRT"
)
_FOOD = _nouns("apple onion banana orange tomato/tomatoes potato/potatoes egg sandwich/sandwiches cookie cake")
_MASS = _listed(
    "bread; soup; salad; meat; cheese; chocolate; fruit; chicken; fish; butter; candy; sugar; ice cream=ICE-CREAM"
)
_DRINKS = _listed("water; milk; coffee; tea; juice; beer; wine")
_ANIMALS = _nouns(
    "cat dog bird duck horse rabbit cow pig mouse/mice frog bear lion tiger monkey/monkeys elephant bug chicken"
)
_KIN = _nouns(
    "mother father grandmother grandfather brother sister son daughter friend aunt uncle cousin neighbor husband "
    "wife/wives baby/babies boss/bosses"
)
_PEOPLE = _nouns(
    "doctor nurse teacher student driver farmer waiter worker interpreter man/men woman/women boy/boys girl"
)

_VERB_PHRASES = (
    _verb("eat", "eats", "ate", "EAT", "{mass}"),
    _verb("eat", "eats", "ate", "EAT", "{food.one}"),
    _verb("drink", "drinks", "drank", "DRINK", "{drink}"),
    _verb("buy", "buys", "bought", "BUY", "{thing.one}"),
    _verb("sell", "sells", "sold", "SELL", "{thing.the}"),
    _verb("find", "finds", "found", "FIND", "{thing.one}"),
    _verb("lose", "loses", "lost", "LOSE", "{thing.the}"),
    _verb("bring", "brings", "brought", "BRING", "{thing.one}"),
    _verb("use", "uses", "used", "USE", "{thing.the}"),
    _verb("draw", "draws", "drew", "DRAW", "{animal.one}"),
    _verb("see", "sees", "saw", "SEE", "{animal.one}"),
    _verb("read", "reads", "read", "READ", "{text.one}"),
    _verb("write", "writes", "wrote", "WRITE", "{text.one}"),
    _verb("tell", "tells", "told", "TELL", "a story[STORY]"),
    _verb("help", "helps", "helped", "HELP", "{person.the}"),
    _verb("visit", "visits", "visited", "VISIT", "{poss} {kin.bare}"),
    _verb("meet", "meets", "met", "MEET", "{person.the}"),
    _verb("ask", "asks", "asked", "ASK", "{person.the}"),
    _verb("teach", "teaches", "taught", "TEACH", "sign language[SIGN-LANGUAGE]"),
    _verb("learn", "learns", "learned", "LEARN", "{language}"),
    _verb("study", "studies", "studied", "STUDY", "{language}"),
    _verb("watch", "watches", "watched", "LOOK", "{show}"),
    _verb("play", "plays", "played", "PLAY", "with[WITH] {animal.the}"),
    _verb("go", "goes", "went", "GO", "{goal}"),
    _verb("walk", "walks", "walked", "WALK", "{goal}"),
    _verb("drive", "drives", "drove", "DRIVE", "{goal}"),
    _verb("work", "works", "worked", "WORK", "{site}"),
    _verb("wait", "waits", "waited", "WAIT", "{site}"),
    _verb("sleep", "sleeps", "slept", "SLEEP", "{site}"),
    _verb("wash", "washes", "washed", "WASH", "{washed.the}"),
    _verb("clean", "cleans", "cleaned", "CLEAN", "{room}"),
    _verb("open", "opens", "opened", "OPEN", "{opened.the}"),
    _verb("close", "closes", "closed", "CLOSE", "{opened.the}"),
    Word({form: f"{{simple.{form}}}" for form in ("base", "past", *_PERSONS)}, "", 6.0),
)
_SIMPLE = (
    _verb("dance", "dances", "danced", "DANCE"), _verb("laugh", "laughs", "laughed", "LAUGH"),
    _verb("cry", "cries", "cried", "CRY"), _verb("swim", "swims", "swam", "SWIM"),
    _verb("cook", "cooks", "cooked", "COOK"), _verb("run", "runs", "ran", "RUN"),
    _verb("jump", "jumps", "jumped", "JUMP"), _verb("travel", "travels", "traveled", "TRAVEL"),
    _verb("smile", "smiles", "smiled", "SMILE"), _verb("listen", "listens", "listened", "LISTEN"),
    _verb("pay", "pays", "paid", "PAY"), _verb("win", "wins", "won", "WIN"),
    _verb("practice", "practices", "practiced", "PRACTICE"), _verb("sign", "signs", "signed", "SIGN"),
)  # fmt: skip
_TAKING = (
    _verb("eat", "eats", "ate", "EAT"), _verb("drink", "drinks", "drank", "DRINK"),
    _verb("buy", "buys", "bought", "BUY"), _verb("read", "reads", "read", "READ"),
    _verb("need", "needs", "needed", "NEED"), _verb("see", "sees", "saw", "SEE"),
    _verb("sell", "sells", "sold", "SELL"), _verb("find", "finds", "found", "FIND"),
)  # fmt: skip
_NUMBERS = _listed(
    "two; three; four; five; six; seven; eight; nine; ten; eleven; twelve; fifteen; twenty; thirty; "
    "twenty-five=TWO+FIVE; forty-two=FOUR+TWO; thirty-six=THREE+SIX"
)

_VOCABULARIES = {
    "subject": tuple(_subjects()),
    "poss": _listed("my; your; his=HIS-HER; her=HIS-HER; our; their"),
    "kin": _KIN,
    "person": _PEOPLE,
    "thing": _THINGS,
    "food": _FOOD,
    "mass": _MASS,
    "drink": _DRINKS,
    "animal": _ANIMALS,
    "counted": (Word({"plural": "{thing.plural}"}, "", 3.0), Word({"plural": "{animal.plural}"}, "", 2.0))
    + (Word({"plural": "{food.plural}"}, "", 2.0), Word({"plural": "{kin.plural}"})),
    "text": _nouns("book letter newspaper story/stories"),
    "language": _listed("English; sign language=SIGN-LANGUAGE; ASL"),
    "show": _listed("a movie[MOVIE]; tv; the game[GAME]; a boat[BOAT]; the birds[BIRD]; the moon[MOON]"),
    "goal": _listed(
        "to school[SCHOOL]; home; to the hospital[HOSPITAL]; to the store[STORE]; to the library[LIBRARY]; "
        "to church[CHURCH]; to the restaurant[RESTAURANT]; to the office[OFFICE]; to the farm[FARM]; to the city[CITY]"
    ),
    "site": _listed(
        "at home=HOME; in the library[LIBRARY]; at the hospital[HOSPITAL]; in the house[HOUSE]; at school[SCHOOL]; "
        "here; in the office[OFFICE]; in the kitchen[KITCHEN]; outside; at the restaurant[RESTAURANT]; "
        "on the farm[FARM]"
    ),
    "room": _listed("the kitchen[KITCHEN]; the house[HOUSE]; the bathroom[BATHROOM]; the room[ROOM]; the table[TABLE]"),
    "washed": _nouns("car shirt cup window/windows dog apple"),
    "opened": _nouns("door window/windows store restaurant gift bag letter"),
    "vp": _VERB_PHRASES,
    "simple": _SIMPLE,
    "taking": _TAKING,
    "past": _listed(
        "yesterday; last week=LAST-WEEK; last year=LAST-YEAR; last night=LAST-NIGHT; last month=LAST-MONTH"
    ),
    "future": _listed(
        "tomorrow; next week=NEXT-WEEK; tonight; next year=NEXT-YEAR; soon; next month=NEXT-MONTH; later; "
        "this week=THIS-WEEK"
    ),
    "mid_habit": _listed("sometimes; often; always"),
    "front_habit": _listed("every day=EVERY-DAY; sometimes; often"),
    "weekday": _listed("Monday; Tuesday; Wednesday; Thursday; Friday; Saturday; Sunday"),
    "season": _listed("spring; summer; autumn; winter; the morning[MORNING]; the afternoon[AFTERNOON]"),
    "number": _NUMBERS,
    "hour": _listed("two; three; four; five; six; seven; eight; nine; ten"),
    "feeling": _listed(
        "happy; sad; angry; tired; hungry; thirsty; excited; bored; proud; worried; nervous; lonely; sick; busy; "
        "healthy; afraid; ready; surprised"
    ),
    "quality": _listed(
        "new; old; big; small; good; bad; beautiful; ugly; expensive; cheap; clean; dirty; heavy; empty; red; blue; "
        "green; yellow; black; white; brown; wet; dry; strange; special"
    ),
    "temper": _listed(
        "cute; small; big; hungry; tired; fast; slow; strong; dangerous; brown; black; white; lazy; funny"
    ),
    "color": _listed("red; blue; green; yellow; black; white; brown; pink; purple; gray"),
    "weather": _listed("hot; cold; warm; dark; windy[WIND]; wet"),
    "liked": (Word({ONLY: "{mass}"}, "", 2.0), Word({ONLY: "{drink}"}), Word({ONLY: "{animal.plural}"}, "", 2.0))
    + _listed("music; sports[EXERCISE]; school; winter; summer; flowers[FLOWER]; snow; sign language=SIGN-LANGUAGE"),
    "judged": _listed(
        "the test[TEST]; the movie[MOVIE]; the story[STORY]; the question[QUESTION]; the game[GAME]; English; "
        "the book[BOOK]; the idea[IDEA]; the party[PARTY]"
    ),
    "judgement": _listed(
        "easy; difficult; important; interesting; boring[BORED]; funny; wonderful; good; bad; strange; long"
    ),
    "name": _listed(
        "Anna[#ANNA]; Tom[#TOM]; Maria[#MARIA]; Ben[#BEN]; Lisa[#LISA]; Paul[#PAUL]; Nina[#NINA]; Leo[#LEO]"
    ),
    "hello": _listed("hello; good morning=GOOD-MORNING; good afternoon=GOOD-AFTERNOON"),
    "be": (Word({"i": "am", "you": "are", "s": "is", "pl": "are"}),),
    "was": (Word({"i": "was", "you": "were", "s": "was", "pl": "were"}),),
    "do": (Word({"i": "do", "you": "do", "s": "does", "pl": "do"}),),
    "dont": (Word({"i": "don't[NOT]", "you": "don't[NOT]", "s": "doesn't[NOT]", "pl": "don't[NOT]"}),),
    "want": (_verb("want", "wants", "wanted", "WANT"),),
    "need": (_verb("need", "needs", "needed", "NEED"),),
    "like": (_verb("like", "likes", "liked", "LIKE"),),
    "love": (_verb("love", "loves", "loved", "LOVE"),),
    "have": (_verb("have", "has", "had", "HAVE"),),
    "must": (_verb("have to", "has to", "had to", "MUST"),),
    "liked_food": _listed("soup; salad; cake; bread; meat; fish; fruit; coffee"),
    "season_time": _listed("today; now; outside; here"),
    "fall": _listed("rain; snow; be cold[COLD]; be warm[WARM]; be hot[HOT]"),
    "fell": _listed("rained[RAIN]; snowed[SNOW]; was cold[COLD]; was hot[HOT]; was dark[DARK]"),
}  # fmt: skip

_PATTERNS = {
    "statement": ["{subject} {vp.v}."],
    "past": ["{past} {subject} {vp.past}.", "{subject} {vp.past} {past}."],
    "future": ["{future} {subject} will[WILL] {vp.base}.", "{subject} will[WILL] {vp.base} {future}."],
    "habit": ["{front_habit} {subject} {vp.v}.", "{subject} {mid_habit} {vp.v}."],
    "weekday": ["on {weekday} {subject} {vp.v}.", "{subject} will[WILL] {vp.base} on {weekday}."],
    "season": ["in {season} {subject} {vp.v}.", "{subject} {simple.v} in {season}."],
    "clock": ["{subject} {simple.v} at {hour} o'clock[TIME].", "the {opened.bare} will[WILL] close[CLOSE] at {hour}."],
    "negated": ["{subject} {do.v} not[NOT] {vp.base}.", "{subject} {dont.v} {vp.base}."],
    "negated past": ["{subject} didn't[NOT] {vp.base} {past}.", "{past} {subject} did not[NOT] {vp.base}."],
    "never": ["{subject} never[NEVER] {vp.v}."],
    "negated future": ["{future} {subject} will not[WONT] {vp.base}.", "{subject} won't[WONT] {vp.base} {future}."],
    "cannot": ["{subject} cannot[CANT] {vp.base}.", "{subject} can't[CANT] {vp.base} {future}."],
    "not wanting": ["{subject} {do.v} not want[DONT-WANT] to {vp.base}."],
    "not liking": ["{subject} {do.v} not like[DONT-LIKE] {liked}."],
    "liking": ["{subject} {like.v} {liked}.", "{subject} {love.v} {liked}."],
    "wanting": ["{subject} {want.v} to {vp.base}.", "{subject} {want.v} {thing.one}."],
    "can": ["{subject} can[CAN] {vp.base}.", "{subject} can[CAN] {vp.base} {future}."],
    "must": ["{subject} {must.v} {vp.base}.", "{future} {subject} {must.v} {vp.base}."],
    "should": ["{subject} should[SHOULD] {vp.base}.", "{subject} should not[SHOULDNT] {vp.base}."],
    "polar": ["{do.v} {subject} {vp.base}?", "{do.v} {subject} {like.base} {liked}?"],
    "polar past": ["did {subject} {vp.base} {past}?"],
    "polar can": ["can[CAN] {subject} {vp.base}?", "will[WILL] {subject} {vp.base} {future}?"],
    "polar feeling": ["{be.v} {subject} {feeling}?", "is {thing.the} {quality}?"],
    "who": ["who[WHO] {vp.past}?", "who[WHO] {want.s} to {vp.base}?", "who[WHO] {vp.past} {past}?"],
    "what": ["what[WHAT] {do.v} {subject} {taking.base}?", "what[WHAT] did {subject} {taking.base} {past}?"],
    "where": ["where[WHERE] {do.v} {subject} {simple.base}?", "where[WHERE] is {thing.my}?"],
    "when": ["when[WHEN] will[WILL] {subject} {vp.base}?", "when[WHEN] did {subject} {vp.base}?"],
    "why": ["why[WHY] {do.v} {subject} {vp.base}?", "why[WHY] {be.v} {subject} {feeling}?"],
    "how many": ["how many[HOW-MANY] {counted.plural} {do.v} {subject} {have.base}?"],
    "number": ["{subject} {have.v} {number} {counted.plural}.", "{subject} {need.v} {number} {food.plural}."],
    "number past": [
        "{past} {subject} bought[BUY] {number} {counted.plural}.", "{subject} saw[SEE] {number} {animal.plural}.",
    ],
    "feeling": ["{subject} {be.v} {feeling}.", "{past} {subject} {was.v} {feeling}."],
    "not feeling": ["{subject} {be.v} not[NOT] {feeling}.", "{past} {subject} {was.v} not[NOT] {feeling}."],
    "quality": ["{thing.the} is {quality}.", "{animal.the} is {temper}.", "{judged} is {judgement}."],
    "not quality": ["{thing.the} is not[NOT] {quality}.", "{judged} is not[NOT] {judgement}."],
    "colour": ["{subject} {have.v} a {color} {thing.bare}.", "{subject} {want.v} a {color} {thing.bare}."],
    "and": [
        "{subject} {need.v} {mass_1} and[&AND] {mass_2}.",
        "{subject} {have.v} {animal_1.one} and[&AND] {animal_2.one}.",
    ],
    "weather": [
        "it is {weather} {season_time}.", "{future} it will[WILL] {fall}.", "{past} it {fell}.", "is it {weather}?",
    ],
    "greeting": [
        "{hello}, my[MY] name[NAME] is {name}.", "thank you[THANK-YOU], the {liked_food} is delicious[DELICIOUS].",
    ],
    "please": ["please[PLEASE] {vp.base}.", "please[PLEASE] help[HELP] {person.the} {future}."],
    "name": ["{poss} {kin.bare}'s name[NAME] is {name}.", "is your[YOUR] name[NAME] {name}?"],
}  # fmt: skip


def _polish(text: str) -> str:
    """The article before a vowel: `an apple`."""
    return re.sub(r"\b([Aa]) (?=[aeio])", r"\1n ", text)


ENGLISH = Grammar(_PATTERNS, _VOCABULARIES, _polish)
