"""What a word says where neighbours, the sentence or the text decide: whole texts in glosses, kind by kind."""

import pytest

from signary.retrieval.lookup import plan_text

KINDS = {
    "formal address at the start of a sentence": [
        ("dgs", "Sie haben recht.", "DU RICHTIG"),
        ("dgs", "Sie müssen das Formular unterschreiben.", "DU PAPIER MUESSEN UNTERSCHREIBEN"),
        ("dgs", "Sie sehen müde aus.", "DU MUEDE AUSSEHEN"),
        ("dgs", "Guten Tag! Sie können Platz nehmen.", "GUTEN-TAG DU KOENNEN SITZEN"),
        ("dgs", "Wie heißen Sie? Sie sind sehr nett.", "NAME DU WIE DU SEHR NETT"),
        ("dgs", "Meine Eltern sind alt. Sie wohnen in Berlin.", "MEIN ELTERN ALT BERLIN ER-SIE WOHNEN"),
        ("dgs", "Sie lieben ihre Kinder.", "ER-SIE SEIN-IHR KIND LIEBEN"),
        ("dgs", "Sie waren krank.", "ER-SIE KRANK"),
        ("dgs", "Sie gingen nach Hause.", "ER-SIE HAUS GEHEN"),
        ("dgs", "Sie ist nett.", "ER-SIE NETT"),
    ],
    "to be right": [
        ("dgs", "Da hast du nicht recht.", "DORT DU RICHTIG NICHT"),
        ("dgs", "Ich habe recht.", "ICH RICHTIG"),
        ("dgs", "Du hast eine Katze.", "DU KATZE HABEN"),
    ],
    "words that share a form, each under its own name": [
        ("dgs", "Was kostet das?", "KOSTEN WAS"),
        ("dgs", "Der Preis ist hoch.", "PREIS HOCH"),
        ("dgs", "Es ist schon spät.", "SCHON SPAET"),
        ("dgs", "Wir sehen uns später.", "SPAETER WIR SEHEN"),
        ("dgs", "Wessen Buch ist das?", "BUCH WESSEN"),
        ("asl", "Whose car is that?", "CAR THAT WHOSE"),
        ("asl", "Who is it?", "HE-SHE-IT WHO"),
        ("csl", "他是哪国人？", "他 是 人 哪国"),
        ("csl", "哪个国家最大？", "最 大 哪国"),
    ],
    "to think of nothing": [
        ("csl", "我想不起来。", "我 想 不"),
        ("csl", "想不到他来了。", "想 他 来 不"),
        ("csl", "我早上起来。", "早上 我 起床"),
    ],
    "German nouns of two meanings": [
        ("dgs", "Wir sitzen auf der Bank.", "WIR #BANK SITZEN"),
        ("dgs", "Das Geld liegt auf der Bank.", "GELD BANK LIEGEN"),
        ("dgs", "Der Schlüssel steckt im Schloss.", "SCHLUESSEL #SCHLOSS #STECKEN"),
        ("dgs", "Das Schloss ist alt.", "BURG ALT"),
    ],
    "nouns with the sign of a verb": [
        ("dgs", "Ich habe viel Arbeit.", "ICH VIEL ARBEITEN HABEN"),
        ("dgs", "Das Essen ist gut.", "ESSEN GUT"),
        ("dgs", "Beim Schwimmen habe ich Spaß.", "SCHWIMMEN ICH SPASS HABEN"),
        ("dgs", "Wir arbeiten viel.", "WIR VIEL ARBEITEN"),
    ],
    "verbs that only carry a noun": [
        ("dgs", "Darf ich eine Frage stellen?", "ICH FRAGEN DUERFEN"),
        ("dgs", "Er trifft eine Entscheidung.", "ER-SIE ENTSCHEIDEN"),
        ("dgs", "Er trifft seine Mutter.", "ER-SIE SEIN-IHR MUTTER TREFFEN"),
        ("dgs", "Ich stelle die Tasse auf den Tisch.", "ICH TASSE TISCH LEGEN"),
        ("dgs", "Wir stellen zwei neue Leute ein.", "WIR ZWEI NEU LEUTE #EINSTELLEN"),
        ("dgs", "Sag mir Bescheid!", "ICH INFORMIEREN"),
        ("asl", "She took a shower.", "HE-SHE-IT SHOWER"),
        ("asl", "I take the bus to work.", "ME RIDE #BUS WORK"),
        ("asl", "Have you had dinner?", "YOU EAT DINNER"),
        ("asl", "I have made a decision.", "ME DECIDE"),
        ("asl", "Let's take a short break.", "WE SHORT REST"),
        ("asl", "You have to take this medicine.", "YOU MUST TAKE THIS MEDICINE"),
        ("asl", "I have a coffee machine.", "ME HAVE COFFEE MACHINE"),
        ("asl", "She has coffee in her bag.", "HE-SHE-IT HAVE COFFEE HIS-HER BAG"),
    ],
    "question words that ask nothing": [
        ("asl", "What do you do when it rains?", "YOU DO WHAT HAPPEN RAIN"),
        ("asl", "What do you do if it rains?", "YOU DO WHAT IF RAIN"),
        ("asl", "Call me when you get home.", "PHONE ME HAPPEN YOU ARRIVE HOME"),
        ("asl", "When I was young, I lived on a farm.", "HAPPEN ME YOUNG ME LIVE FARM"),
        ("asl", "When does the store open?", "STORE OPEN WHEN"),
        ("asl", "Since when do you smoke?", "SINCE YOU SMOKE WHEN"),
        ("asl", "I don't know when he comes.", "ME WHEN HE-SHE-IT COME DONT-KNOW"),
        ("asl", "The woman who lives next door is a nurse.", "WOMAN LIVE NEXT DOOR NURSE"),
        ("asl", "That is the house where I was born.", "THAT HOUSE ME BORN"),
        ("asl", "Who lives next door?", "LIVE NEXT DOOR WHO"),
    ],
    "fractions": [
        ("asl", "Two thirds of the class is sick.", "TWO+FRACTION-BAR+THREE CLASS SICK"),
        ("asl", "A quarter of the cake is mine.", "ONE+FRACTION-BAR+FOUR CAKE MY"),
        ("asl", "Three quarters of an hour.", "THREE+FRACTION-BAR+FOUR HOUR"),
        ("asl", "It's a quarter of nine.", "EIGHT+FOUR+FIVE"),
        ("asl", "This is the third time.", "THIS THIRD TIME"),
        ("dgs", "Zwei Drittel sind weg.", "ZWEI+BRUCHSTRICH+DREI VERSCHWINDEN"),
        ("dgs", "Ein Zehntel der Leute fehlt.", "EINS+BRUCHSTRICH+ZEHN LEUTE FEHLEN"),
        ("dgs", "Ich brauche ein Viertel der Butter.", "ICH VIERTEL BUTTER BRAUCHEN"),
        ("dgs", "Drei Viertel der Schüler sind krank.", "DREI+VIERTEL SCHUELER KRANK"),
        ("dgs", "Es ist Viertel vor acht.", "VIERTEL+VOR+ACHT"),
        ("csl", "三分之二的学生来了。", "三+分之+二 学生 来"),
    ],
    "comparing": [
        ("dgs", "Der Film ist besser als das Buch.", "FILM GUT MEHR BUCH"),
        ("dgs", "Mein Bruder ist größer als ich.", "MEIN BRUDER GROSS MEHR ICH"),
        ("asl", "There are a lot of people here.", "HAVE MANY PEOPLE HERE"),
    ],
    "what will be, and who is able": [
        ("csl", "明天会下雨吗？", "明天 雨"),
        ("csl", "明天会不会下雨？", "明天 雨"),
        ("csl", "他会来的。", "他 来"),
        ("csl", "他不会来。", "他 来 不"),
        ("csl", "我会游泳。", "我 会 游泳"),
        ("csl", "他不会开车。", "他 汽车 不会"),
        ("csl", "我也会。", "我 也 会"),
        ("csl", "你会好起来的。", "你 好"),
    ],
    "times that somebody has": [
        ("csl", "你的生日是几月几号？", "多少 月 多少 号 你 生日 是"),
        ("csl", "我的生日是五月三号。", "五 月 三 号 我 生日 是"),
        ("csl", "妈妈的生日是明天。", "明天 妈妈 生日 是"),
        ("csl", "今天我很累。", "今天 我 很 累"),
    ],
    "not at all": [
        ("csl", "我一点儿也不累。", "我 累 不"),
        ("csl", "他一点都不高。", "他 高 不"),
        ("csl", "我一点儿都没吃。", "我 吃 没有"),
        ("csl", "我也不知道。", "我 也 不知道"),
    ],
    "if not": [
        ("csl", "要不是你帮我，我就迟到了。", "如果 你 帮助 我 不是 我 迟到"),
        ("csl", "要不是下雨，我们就去公园。", "如果 雨 不是 我们 去 公园"),
        ("csl", "我要去公园。", "我 要 去 公园"),
    ],
    "asking whether something was done": [
        ("csl", "你吃饭了没有？", "你 吃"),
        ("csl", "你去过北京没有？", "你 去 北京"),
        ("csl", "你有时间没有？", "你 有空"),
        ("csl", "他还没有。", "他 还 没有"),
    ],
    "Chinese words cut anew": [
        ("csl", "我学中文学了三年。", "三 年 我 学习 中文 学习"),
        ("csl", "我喜欢文学。", "我 喜欢 #文学"),
        ("csl", "我扫你还是你扫我？", "我 #扫 你 或者 你 #扫 我"),
        ("csl", "他在扫地。", "他 在 打扫"),
        ("csl", "这件衣服打八折。", "这 衣服 打折 八"),
        ("csl", "苹果三块五一斤。", "苹果 三+元+五+角 一 斤"),
        ("csl", "他有三块五个人。", "他 有 三 五 人"),
    ],
}


@pytest.mark.parametrize(
    ("language", "text", "expected"), [pytest.param(*case, id=case[1]) for cases in KINDS.values() for case in cases]
)
def test_glosses(language, text, expected):
    assert " ".join(item.gloss for plan in plan_text(text, language) for item in plan.signed) == expected


@pytest.mark.parametrize("text", ["你吃饭了没有？", "他走了没有？", "你看完了没？"])
def test_asking_whether_something_was_done_denies_nothing(text):
    (plan,) = plan_text(text, "csl")
    assert (plan.kind.mood, plan.kind.negated) == ("polar question", False)


@pytest.mark.parametrize(
    ("text", "negated"), [("她问我会不会手语。", False), ("他不会手语。", True), ("他没问我会不会手语。", True)]
)
def test_what_is_asked_indirectly_denies_nothing(text, negated):
    (plan,) = plan_text(text, "csl")
    assert plan.kind.negated is negated
