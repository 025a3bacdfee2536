"""Words with several meanings, by the shipped lexicons: never the sign of another one."""

import pytest

from signary.retrieval.lookup import plan_text


def glosses(text, language):
    return [item.gloss for plan in plan_text(text, language) for item in plan.signed]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("How do I get to the station?", "MUST"),
        ("How do we get to school?", "MUST"),
        ("a can of soup", "CAN"),
        ("He buys two cans of soup.", "CAN"),
        ("I have an empty can.", "CAN"),
        ("my left shoe", "LEAVE"),
        ("The door on the left is open.", "LEAVE"),
        ("There is one left.", "LEAVE"),
        ("There is no bread left.", "LEAVE"),
        ("In fall it rains.", "FALL-DOWN"),
        ("We met last fall.", "FALL-DOWN"),
        ("The green leaves are beautiful.", "LEAVE"),
        ("The leaves fall.", "LEAVE"),
        ("I need a saw.", "SEE"),
        ("My watch is new.", "LOOK"),
        ("two boxes", "ROOM"),
        ("May 3", "ALLOW"),
        ("We met in May.", "ALLOW"),
        ("I told her.", "HIS-HER"),
        ("I saw her yesterday.", "HIS-HER"),
        ("It is pretty good.", "BEAUTIFUL"),
        ("I live in New York.", "NEW"),
        ("She comes from San Francisco.", "#SAN"),
        ("He hasn't arrived yet.", "NOT"),
        ("She looks like her mother.", "LIKE"),
        ("What is it like?", "LIKE"),
        ("a man like him", "LIKE"),
        ("my right foot", "RIGHT-CORRECT"),
        ("left or right?", "LEAVE"),
        ("Human rights are important.", "RIGHT-CORRECT"),
        ("The well is deep.", "GOOD"),
        ("a mean dog", "MEAN"),
        ("He is very mean.", "MEAN"),
        ("What kind of food?", "KIND"),
        ("my will", "WILL"),
        ("a fly", "FLY"),
        ("She ground the coffee.", "FLOOR"),
        ("The store is close.", "CLOSE"),
        ("I have a cold.", "COLD"),
        ("I work hard.", "DIFFICULT"),
        ("Mr. Brown eats.", "BROWN"),
        ("My name is Rose White.", "WHITE"),
        ("It may rain.", "ALLOW"),
        ("Tom's here.", "HIS-HER"),
    ],
)
def test_more_english_words_are_not_signed_as_others(text, wrong):
    assert wrong not in glosses(text, "asl")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Do you have children?", "YOU HAVE CHILDREN"),
        ("She has women friends.", "HE-SHE-IT HAVE WOMAN FRIEND"),
        ("We have better food.", "WE HAVE BETTER FOOD"),
        ("They have written.", "THEY WRITE"),
        ("I gave her her book.", "ME GIVE HE-SHE-IT HIS-HER BOOK"),
        ("Turn the light on.", "TURN-ON LIGHT"),
        ("vitamin A", "#VITAMIN #A"),
        ("A&B", "#A AND #B"),
        ("I dont know.", "ME DONT-KNOW"),
        ("she isnt here", "HE-SHE-IT HERE NOT"),
        ("youre late", "YOU LATE"),
        ("whats your name?", "YOUR NAME WHAT"),
        ("They want ants.", "THEY WANT #ANTS"),
        ("Ten seconds!", "TEN SECONDS"),
        ("half an hour", "HALF HOUR"),
        ("It's too expensive.", "HE-SHE-IT TOO-MUCH EXPENSIVE"),
        ("Me too.", "ME ALSO"),
        ("They're not here yet.", "THEY HERE NOT-YET"),
        ("He is not here.", "HE-SHE-IT HERE NOT"),
        ("I haven't got time.", "ME HAVE TIME NOT"),
        ("a couple of days", "FEW DAY"),
        ("She's got two cats.", "HE-SHE-IT HAVE TWO CAT"),
    ],
)
def test_english_words_in_full(text, expected):
    assert glosses(text, "asl") == expected.split()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("I like dogs.", "SAME"),
        ("Dogs like cats.", "SAME"),
        ("You are right.", "TURN-RIGHT"),
        ("I mean it.", "#MEAN"),
        ("He is kind.", "#KIND"),
        ("This will work.", "#WILL"),
        ("Birds fly.", "#FLY"),
        ("Close the door.", "NEAR"),
        ("It is cold.", "#COLD"),
        ("You may go.", "MAYBE"),
        ("brown bread", "#BROWN"),
        ("A dog and a cat.", "#A"),
        ("The book is on the table.", "#ON"),
        ("I'm well.", "#WELL"),
    ],
)
def test_the_usual_meaning_stays(text, wrong):
    assert wrong not in glosses(text, "asl")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("I told her.", "HIS-HER"),
    ],
)
def test_english_words_are_not_signed_as_others(text, wrong):
    assert wrong not in glosses(text, "asl")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("I have got to go.", "MUST"),
        ("I can come.", "CAN"),
        ("He left.", "LEAVE"),
        ("My mother left yesterday.", "LEAVE"),
        ("She leaves now.", "LEAVE"),
        ("The cat fell.", "FALL-DOWN"),
        ("In fall it rains.", "AUTUMN"),
        ("I saw a dog.", "SEE"),
        ("I watch TV.", "LOOK"),
        ("I may go.", "ALLOW"),
        ("Her book is red.", "HIS-HER"),
        ("I told her mother.", "HIS-HER"),
        ("I told her.", "HE-SHE-IT"),
        ("She is pretty.", "BEAUTIFUL"),
        ("a pretty girl", "BEAUTIFUL"),
        ("Maria's dog", "HIS-HER"),
        ("my mother's new house", "HIS-HER"),
        ("I live in New York.", "NEW-YORK"),
        ("I live in New Jersey.", "#NEWJERSEY"),
        ("He hasn't arrived yet.", "NOT-YET"),
        ("I got a book.", "GET"),
    ],
)
def test_english_words_are_signed_as_they_are_meant(text, right):
    assert right in glosses(text, "asl")


@pytest.mark.parametrize(
    "text", ["My mother's happy.", "She's eating.", "It's late.", "What's your name?", "He's a teacher.", "Bob's fine."]
)
def test_a_short_is_is_no_possession(text):
    assert "HIS-HER" not in glosses(text, "asl")


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("Ich heiße Thomas.", "NAME", "HEISS"),
        ("Wie heißen Sie?", "NAME", "HEISS"),
        ("Mein Hund heißt Rex.", "NAME", "BEDEUTEN"),
        ("Es ist heiß.", "HEISS", "NAME"),
        ("Die heißen Tage kommen.", "HEISS", "NAME"),
        ("Das heißt nichts.", "BEDEUTEN", "NAME"),
        ("Ich verstehe Sie nicht.", "DU", "ER-SIE"),
        ("Können Sie mir helfen?", "DU", "ER-SIE"),
        ("Wo ist Ihr Hund?", "DEIN", "IHR"),
        ("Sie kommt.", "ER-SIE", "DU"),
        ("Ich sehe sie.", "ER-SIE", "DU"),
        ('Er sagt: "Sie kommt."', "ER-SIE", "DU"),
        ("Ich gebe es dir.", "GEBEN", "ES-GIBT"),
        ("Es gibt Brot.", "ES-GIBT", "GEBEN"),
        ("Wir haben recht.", "RICHTIG", "ZIEMLICH"),
        ("Das ist recht gut.", "ZIEMLICH", "RICHTIG"),
        ("Es tut mir leid.", "ENTSCHULDIGUNG", "MACHEN"),
        ("Wie spät ist es?", "UHRZEIT", "SPAETER"),
        ("Das ist mein Weg.", "STRASSE", "VERSCHWINDEN"),
        ("Frau Bauer arbeitet.", "#BAUER", "BAUER"),
        ("Der Bauer arbeitet.", "BAUER", "#BAUER"),
        ("Die Familie Bauer arbeitet.", "#BAUER", "BAUER"),
        ("Oft trinkt meine Familie Kaffee.", "KAFFEE", "#KAFFEE"),
        ("Im Sommer isst unsere Familie Brot.", "BROT", "#BROT"),
        ("Mein Bruder heißt Jan.", "#JAN", "JANUAR"),
        ("Mein Name ist Jan.", "#JAN", "JANUAR"),
        ("Wie heißt der Mann?", "MANN", "#MANN"),
        ("Wie heißt das Kind?", "NAME", "BEDEUTEN"),
        ("Das heißt Regen.", "REGEN", "#REGEN"),
        ("Die Fliege fliegt.", "#FLIEGE", "ES-GIBT"),
        ("Die Macht ist groß.", "#MACHT", "MACHEN"),
        ("Er macht das.", "MACHEN", "#MACHT"),
        ("Das ist die zweite Klasse.", "KLASSE", "SUPER"),
        ("Das ist klasse!", "SUPER", "#KLASSE"),
        ("Ich esse lieber Brot.", "LIEBER", "LIEB"),
        ("Mein lieber Vater", "LIEB", "#LIEBER"),
        ("Lieber Hans, komm!", "LIEB", "#LIEBER"),
        ("Er reicht mir das Salz.", "#REICHEN", "GENUG"),
        ("Das reicht mir.", "GENUG", "#REICHEN"),
        ("Ich habe weder Brot noch Wasser.", "NICHT", "NOCH"),
        ("Das ist mir recht.", "RICHTIG", "ZIEMLICH"),
        ("Vor drei Jahren war ich krank.", "VORHER", "DANACH"),
        ("Ich komme nach zwei Wochen.", "DANACH", "VORHER"),
        ("Ich komme vor 8 Uhr.", "VORHER", "DANACH"),
        ("Er ist weggefahren.", "#WEGGEFAHREN", "VERSCHWINDEN+GEFAHR"),
        ("Student(inn)en lernen.", "STUDENT", "FLUSS"),
        ("Die Schüler*innen lernen.", "SCHUELER", "SCHULE"),
        ("Zehn Sekunden", "SEKUNDE", "MINUTE"),
        ("Gib auf dich acht!", "AUFPASSEN", "ACHT"),
        ("Ich gebe acht.", "AUFPASSEN", "ACHT"),
        ("Wir sind acht.", "ACHT", "AUFPASSEN"),
        ("Ich weiß, dass er kommt.", "WISSEN", "WEISS"),
        ("Der Lehrer weiß das.", "WISSEN", "WEISS"),
        ("Das Haus ist weiß.", "WEISS", "WISSEN"),
        ("schwarz und weiß", "WEISS", "WISSEN"),
        ("Das ist zu teuer.", "ZU-SEHR", "GELD"),
        ("Die Tür ist schwer zu sehen.", "TUER", "#ZU"),
        ("Es kommt zu heftigen Gewittern.", "GEWITTER", "#ZU"),
        ("Wo sich die Nebelfelder lichten.", "#LICHTEN", "LICHT"),
    ],
)
def test_german_words_are_signed_as_they_are_meant(text, right, wrong):
    found = glosses(text, "dgs")
    assert right in found
    assert wrong not in found


@pytest.mark.parametrize(
    ("text", "infinitive"),
    [("Vergiss das nicht!", "vergessen"), ("Warum weinst du?", "weinen"), ("Er versucht es.", "versuchen")],
)
def test_german_verbs_are_spelled_as_infinitives(text, infinitive):
    assert infinitive.upper() in [gloss.strip("#") for gloss in glosses(text, "dgs")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("你会不会游泳？", "你 会 游泳"),
        ("你要不要去？", "你 要 去"),
        ("你去不去？", "你 去"),
        ("他来没来？", "他 来"),
        ("我听不懂。", "我 不懂"),
        ("我不会。", "我 不会"),
        ("现在下雨。", "现在 雨"),
        ("我和妈妈", "我 和 妈妈"),
        ("因为我喜欢", "因为 我 喜欢"),
        ("我要别的书。", "我 要 别的 书"),
        ("别走！", "走 不"),
        ("我不得不去。", "我 一定 去"),
        ("他本来要去。", "原来 他 要 去"),
        ("我从来没有去。", "我 从来 去 没有"),
        ("我只有十块钱。", "我 只 有 十 元"),
        ("这只狗", "这 狗"),
        ("三只狗", "三 狗"),
        ("张老师", "#张 老师"),
        ("给我一张床。", "给 我 一 床"),
        ("我想起来了。", "我 #想起来"),
        ("我七点起来。", "七 点 我 起床"),
        ("我今天很累。", "今天 我 很 累"),
        ("太热了！", "太 热"),
        ("太贵了", "太 贵"),
        ("不太好", "太 好 不"),
        ("你也好", "你 也 好"),
        ("天气很冷", "天气 很 冷"),
        ("大小", "#大小"),
        ("我坐在椅子上。", "我 坐 椅子 上"),
        ("我还在家。", "我 还 在家"),
        ("他已经去了。", "他 已经 去"),
        ("最好", "最 好"),
        ("最近很冷", "最近 很 冷"),
        ("我累了。", "我 累"),
        ("孩子们不喜欢上学。", "孩子 上课 不喜欢"),
        ("要是下雨，我不去。", "如果 雨 我 去 不"),
        ("你吃没吃饭？", "你 吃"),
        ("我没吃饭。", "我 吃 没有"),
        ("我要三杯。", "我 要 三 杯子"),
    ],
)
def test_chinese_words_are_signed_as_they_are_meant(text, expected):
    assert glosses(text, "csl") == expected.split()


def test_a_choice_is_a_question_and_no_negation():
    (plan,) = plan_text("你会不会游泳？", "csl")
    assert (plan.kind.mood, plan.kind.negated) == ("polar question", False)
