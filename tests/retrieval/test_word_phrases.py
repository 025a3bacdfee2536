"""What several words say together, and what their parts then do not: whole texts in glosses, kind by kind."""

import pytest

from signary.language.kind import CONTENT, POLAR, STATEMENT
from signary.retrieval.lookup import plan_text

KINDS = {
    "als and wie compare": [
        ("dgs", "Ich bin älter als mein Bruder.", "ICH ALT MEHR MEIN BRUDER"),
        ("dgs", "Sie läuft schneller als ich.", "ER-SIE SCHNELL MEHR ICH LAUFEN"),
        ("dgs", "Mein Haus ist so groß wie deins.", "MEIN HAUS GROSS GLEICH DEIN"),
        ("dgs", "Er ist genauso alt wie ich.", "ER-SIE GLEICH ALT ICH"),
        ("dgs", "Heute ist es genauso warm wie gestern.", "HEUTE GLEICH WARM GESTERN"),
        ("dgs", "Ich trinke lieber Tee als Kaffee.", "ICH LIEBER TEE STATT KAFFEE TRINKEN"),
        ("dgs", "Er ist doppelt so groß wie ich.", "ER-SIE #DOPPELT GROSS #WIE ICH"),
        ("dgs", "Weniger als zehn Leute kamen.", "WENIG #ALS ZEHN LEUTE KOMMEN"),
        ("dgs", "Sie arbeitet als Lehrerin.", "ER-SIE LEHRER ARBEITEN"),
        ("dgs", "Wie groß ist er?", "GROSS ER-SIE WIE"),
    ],
    "questions that only ask for agreement": [
        ("dgs", "Schönes Wetter heute, nicht wahr?", "HEUTE SCHOEN WETTER RICHTIG"),
        ("dgs", "Du kommst doch mit, oder?", "DU MITKOMMEN RICHTIG"),
        ("dgs", "Das stimmt, oder?", "RICHTIG"),
        ("dgs", "Tee oder Kaffee?", "TEE ODER KAFFEE"),
        ("dgs", "Das ist nicht wahr.", "WIRKLICH NICHT"),
    ],
    "somebody who cannot stand something": [
        ("asl", "I can't stand loud music.", "ME HATE NOISE MUSIC"),
        ("asl", "I can't bear the heat.", "ME HATE HOT"),
        ("asl", "He can't stand up.", "HE-SHE-IT STAND CANT"),
        ("asl", "I saw a bear.", "ME SEE BEAR"),
        ("dgs", "Ich kann ihn nicht leiden.", "ICH ER-SIE MOEGEN NICHT"),
        ("csl", "我受不了他。", "我 讨厌 他"),
    ],
    "nobody lived there": [
        ("dgs", "Ich bin es gewohnt, früh aufzustehen.", "ICH NORMAL FRUEH AUFSTEHEN"),
        ("dgs", "Sie hat lange hier gewohnt.", "LANGE HIER ER-SIE WOHNEN"),
    ],
    "said by us": [
        ("dgs", "Lass uns am Wochenende schwimmen gehen!", "WOCHENENDE WIR SCHWIMMEN GEHEN"),
        ("dgs", "Lass mich in Ruhe!", "ICH RUHIG LASSEN"),
    ],
    "nothing that matters": [
        ("dgs", "Das macht nichts.", "EGAL"),
        ("dgs", "Er macht nichts.", "ER-SIE MACHEN NICHTS"),
        ("asl", "What's the matter?", "WRONG WHAT"),
        ("asl", "No way!", "NO"),
    ],
    "what suits, and who looks alike": [
        ("dgs", "Das Kleid steht dir gut.", "KLEID DU GUT PASSEN"),
        ("dgs", "Er steht im Garten.", "ER-SIE GARTEN STEHEN"),
        ("dgs", "Sie sieht ihrer Mutter ähnlich.", "ER-SIE SEIN-IHR MUTTER GLEICH AUSSEHEN"),
    ],
    "what nobody knows, or wishes": [
        ("dgs", "Ich habe keine Ahnung.", "ICH WISSEN NICHT"),
        ("dgs", "hab kein bock", "LUST HABEN KEIN"),
        ("dgs", "Ich drücke dir die Daumen!", "ICH DU GLUECK"),
    ],
    "noch before a negation": [
        ("dgs", "Ich war noch nie dort.", "DORT ICH NIE"),
        ("dgs", "Ich habe noch keinen Hunger.", "ICH HUNGER HABEN NOCH-NICHT"),
        ("dgs", "Ich habe noch Hunger.", "NOCH ICH HUNGER HABEN"),
    ],
    "what is open, shut, on and off": [
        ("dgs", "Die Tür ist zu.", "TUER ZU"),
        ("dgs", "Der Laden hat zu.", "LADEN ZU"),
        ("dgs", "Das Fenster ist auf.", "FENSTER OEFFNEN"),
        ("dgs", "Das Licht ist aus.", "LICHT AUSMACHEN"),
        ("dgs", "Der Film ist aus.", "FERTIG FILM"),
    ],
    "verbs in pieces over a date, and with a prefix that says no more": [
        ("dgs", "Der Kurs fällt am Freitag, dem 12. Mai, aus.", "FREITAG ZWOELF MAI UNTERRICHT AUSFALLEN"),
        ("dgs", "Wo kommst du her?", "DU KOMMEN WO"),
        ("dgs", "Wo gehst du hin?", "DU GEHEN WO"),
        ("dgs", "Ich rufe dich morgen zurück.", "MORGEN ICH TELEFON DU"),
        ("dgs", "Ich hätte kommen sollen.", "ICH KOMMEN SOLLEN"),
        ("dgs", "Ich hätte gern einen Kaffee.", "ICH GERN KAFFEE HABEN"),
    ],
    "what stands before a place or a time goes with it": [
        ("dgs", "Nehmen Sie die zweite Straße links.", "ZWEITE STRASSE LINKS DU NEHMEN"),
        ("dgs", "Im Norden ist es kalt.", "NORD KALT"),
        ("dgs", "Wie weit ist es bis zum Bahnhof?", "WEIT BIS BAHNHOF WIE"),
        ("dgs", "Bis zum Abend bleibe ich hier.", "BIS ABEND HIER ICH BLEIBEN"),
        ("dgs", "Alle zwei Tage regnet es.", "ALLE ZWEI TAG REGEN"),
        ("asl", "I'll come back two weeks from now.", "TWO WEEK LATER ME WILL COME #BACK"),
    ],
    "the negation of all": [
        ("asl", "Not everyone likes coffee.", "NOT EVERYONE LIKE COFFEE"),
        ("asl", "He is not always late.", "HE-SHE-IT NOT ALWAYS LATE"),
        ("asl", "Everyone likes coffee, not tea.", "EVERYONE LIKE COFFEE TEA NOT"),
        ("dgs", "Nicht alle mögen Kaffee.", "NICHT ALLE KAFFEE MOEGEN"),
        ("dgs", "Nicht jeder kann schwimmen.", "NICHT JEDER KOENNEN SCHWIMMEN"),
        ("dgs", "Alle kommen nicht.", "ALLE KOMMEN NICHT"),
        ("csl", "不是每个人都喜欢咖啡。", "不是 每 人 都 喜欢 咖啡"),
        ("csl", "他没有我高。", "他 没有 我 高"),
        ("csl", "我没有钱。", "我 钱 没有"),
    ],
    "to get somewhere, something and it": [
        ("asl", "How can we get home?", "CAN WE ARRIVE HOME HOW"),
        ("asl", "Get in the car!", "ENTER CAR"),
        ("asl", "We got off the bus.", "WE LEAVE #BUS"),
        ("asl", "Get out!", "LEAVE"),
        ("asl", "I don't get it.", "ME UNDERSTAND HE-SHE-IT NOT"),
        ("asl", "Did you get it?", "YOU GET HE-SHE-IT"),
        ("asl", "The more you practice, the better you get.", "MORE YOU PRACTICE BETTER YOU BECOME"),
        ("asl", "She got a letter.", "HE-SHE-IT GET LETTER"),
    ],
    "particles that say no more than their verb": [
        ("asl", "Eat up your soup.", "EAT YOUR SOUP"),
        ("asl", "Clean it up!", "CLEAN HE-SHE-IT"),
        ("asl", "Slow down!", "SLOW"),
        ("asl", "We went up the mountain.", "WE GO UP MOUNTAIN"),
        ("asl", "It's up to you.", "HE-SHE-IT DECIDE YOU"),
    ],
    "verbs of several words": [
        ("asl", "Look after your little brother.", "CAREFUL YOUR SMALL BROTHER"),
        ("asl", "We ran into our old teacher.", "WE MEET OUR OLD TEACHER"),
        ("asl", "I saw him running across the street.", "ME SEE HE-SHE-IT RUN ACROSS STREET"),
        ("asl", "He came in third.", "HE-SHE-IT COME THIRD"),
        ("asl", "He ran into the house.", "HE-SHE-IT RUN INSIDE HOUSE"),
        ("asl", "The plane takes off at nine.", "AIRPLANE FLY NINE"),
        ("asl", "Take off your shoes.", "REMOVE YOUR SHOES"),
        ("asl", "It turned out well.", "HE-SHE-IT BECOME GOOD"),
        ("asl", "Turn out the light!", "TURN-OFF LIGHT"),
        ("asl", "Make up your mind.", "DECIDE"),
        ("asl", "Give me a hand.", "HELP ME"),
        ("asl", "They called off the game.", "THEY CANCEL GAME"),
        ("asl", "I'd love to.", "ME WANT"),
        ("asl", "I love cake.", "ME LOVE CAKE"),
    ],
    "not still": [
        ("asl", "He no longer lives here.", "HE-SHE-IT CONTINUE LIVE HERE NOT"),
        ("asl", "We don't live here anymore.", "WE LIVE HERE CONTINUE NOT"),
        ("asl", "I don't want any more soup.", "ME ANY MORE SOUP DONT-WANT"),
        ("asl", "Not at all.", "NOT"),
    ],
    "exclaimed, offered, and so do I": [
        ("asl", "What a beautiful day!", "BEAUTIFUL DAY VERY"),
        ("asl", "How about some tea?", "SOME TEA HOW"),
        ("asl", "So do I.", "ALSO ME"),
        ("asl", "How far is it to the airport?", "AIRPORT HOW FAR"),
    ],
    "words of two senses": [
        ("asl", "Sign here, please.", "#SIGN HERE PLEASE"),
        ("asl", "I sign every day.", "EVERY-DAY ME SIGN"),
        ("asl", "This bag is light.", "THIS BAG #LIGHT"),
        ("asl", "It is light outside.", "LIGHT OUTSIDE"),
        ("asl", "He was fined.", "HE-SHE-IT #FINED"),
    ],
    "done, near, and minded": [
        ("asl", "You shouldn't have done that.", "YOU DO THAT SHOULDNT"),
        ("asl", "I'm done.", "ME FINISH"),
        ("asl", "Isn't there anything we can do?", "HAVE ANYTHING WE CAN DO NOT"),
        ("asl", "Let me know if you can't make it.", "INFORM IF YOU COME CANT"),
        ("asl", "He's right behind you.", "HE-SHE-IT BEHIND YOU"),
        ("asl", "Turn right here.", "TURN-RIGHT HERE"),
        ("asl", "You are right.", "YOU RIGHT-CORRECT"),
        ("asl", "Watch your step.", "CAREFUL YOUR #STEP"),
        ("asl", "Watch the kids!", "LOOK CHILDREN"),
        ("asl", "Hand in your homework.", "GIVE YOUR HOMEWORK"),
    ],
    "whose appointment, what it looks like, which day": [
        ("dgs", "Ihr nächster Termin ist am 3. Juni.", "NAECHSTE DRITTE JUNI SEIN-IHR TERMIN"),
        ("dgs", "Kommt ihr heute Abend?", "HEUTE ABEND IHR KOMMEN"),
        ("dgs", "Das sieht nach Regen aus.", "REGEN AUSSEHEN"),
        ("dgs", "Nach dem Regen gehen wir.", "DANACH REGEN WIR GEHEN"),
        ("dgs", "Sie ist im dritten Monat schwanger.", "DRITTE MONAT ER-SIE SCHWANGER"),
        ("dgs", "Was für ein schöner Tag!", "TAG SEHR SCHOEN"),
        ("dgs", "Was für ein Auto hast du?", "AUTO DU HABEN WAS"),
        ("dgs", "Wie schön!", "SEHR SCHOEN"),
        ("dgs", "Wie alt?", "WIE-ALT"),
    ],
    "almost, much better, and twice denied": [
        ("csl", "差一点就迟到了。", "#差一点 迟到"),
        ("csl", "我今天好多了。", "今天 我 好"),
        ("csl", "好多人来了。", "多 人 来"),
        ("csl", "他既不吃肉也不吃鱼。", "他 吃 肉 不 也 吃 鱼 不"),
        ("csl", "我也不知道。", "我 也 不知道"),
        ("csl", "请勿打扰", "#打扰 禁止"),
        ("csl", "打扰一下", "对不起"),
        ("csl", "家长请在星期一前签字。", "星期一 以前 父母 请 签字"),
        ("csl", "这个词是什么意思？", "这 #词 是 意思 什么"),
        ("csl", "她一点时间都没有。", "时间 他 没有"),
    ],
    "typed as it is spoken": [
        ("asl", "I'm gonna call you", "ME WILL PHONE YOU"),
        ("asl", "wanna come?", "WANT COME"),
        ("asl", "I gotta go", "ME MUST GO"),
        ("asl", "gimme that", "GIVE ME THAT"),
        ("asl", "lemme see", "ME SEE"),
        ("asl", "thx, pls call me", "THANK-YOU PLEASE PHONE ME"),
        ("asl", "cuz i'm busy", "BECAUSE ME BUSY"),
        ("dgs", "wo bist du grad", "JETZT DU WO"),
        ("dgs", "20 grad", "ZWANZIG GRAD"),
    ],
    "asked, and no question": [
        ("csl", "你何必生气呢？", "你 生气 为什么"),
        ("csl", "何苦呢？", "为什么"),
        ("csl", "难道你忘了？", "你 忘记"),
        ("csl", "你在干嘛？", "你 在 什么"),
        ("csl", "你干吗打我？", "你 打 我 为什么"),
        ("csl", "你好厉害！", "你 厉害"),
        ("csl", "你好，我很好。", "你好 我 很 好"),
    ],
    "soon, and fast": [
        ("csl", "快要下雨了。", "马上 雨"),
        ("csl", "快十点了。", "马上 十 点"),
        ("csl", "火车就要开了。", "马上 火车 开"),
        ("csl", "他跑得很快。", "他 跑 很 快"),
        ("csl", "快走！", "快 走"),
    ],
    "what must be": [
        ("csl", "我非去不可。", "我 一定 去"),
        ("csl", "他不得不走。", "他 一定 走"),
        ("csl", "只有你能帮我。", "只 你 可以 帮助 我"),
        ("csl", "我只有十块钱。", "我 只 有 十 元"),
    ],
    "what came about, and where to": [
        ("csl", "我找到钥匙了。", "我 找 钥匙"),
        ("csl", "在我看来，他没有错。", "在 我 看 来 他 错 没有"),
        ("csl", "他跑到学校。", "他 跑 到 学校"),
        ("csl", "杯子打破了。", "杯子 坏"),
    ],
    "a little, and a cup of": [
        ("csl", "请慢一点。", "请 慢"),
        ("csl", "请慢一点说。", "请 慢 说"),
        ("csl", "我有一点钱。", "我 有 少 钱"),
        ("csl", "我想喝杯水。", "我 想 喝 水"),
        ("csl", "来两碗面。", "要 二 面条"),
        ("csl", "来三个人。", "来 三 人"),
        ("csl", "我会弹钢琴。", "我 会 弹琴"),
    ],
    "names and words that are no sum of their characters": [
        ("csl", "我去过加拿大。", "我 去 #加拿大"),
        ("csl", "加油站在前面。", "#加油站 在 前面"),
        ("csl", "饭后吃药。", "饭 以后 吃药"),
        ("csl", "这不关你的事。", "这 关系 你 事情 不"),
        ("csl", "请关门。", "请 关"),
        ("csl", "如果下雨，我们就待在家里。", "如果 雨 我们 在 家"),
    ],
    "times of the clock": [
        ("csl", "九点一刻", "九+点+十+五+分钟"),
        ("csl", "差一刻九点", "八+点+四十+五+分钟"),
        ("csl", "三点五分", "三+点+零+五+分钟"),
        ("csl", "上午十点三刻开会。", "上午 十+点+四十+五+分钟 会议"),
    ],
}
CASES = [(language, text, glosses) for cases in KINDS.values() for language, text, glosses in cases]


@pytest.mark.parametrize(("language", "text", "glosses"), CASES, ids=[text for _, text, _ in CASES])
def test_glosses(language, text, glosses):
    signed = [item.gloss for plan in plan_text(text, language) for item in plan.signed]
    assert signed == glosses.split()


@pytest.mark.parametrize(
    ("language", "text", "mood"),
    [
        ("csl", "你何必生气呢？", CONTENT),
        ("csl", "难道你忘了", POLAR),
        ("csl", "难道你不知道吗？", POLAR),
        ("asl", "r u coming", POLAR),
        ("dgs", "Schönes Wetter, nicht wahr?", POLAR),
        ("asl", "What a beautiful day!", STATEMENT),
    ],
)
def test_mood(language, text, mood):
    (plan,) = plan_text(text, language)
    assert plan.kind.mood == mood


@pytest.mark.parametrize(
    ("language", "text"),
    [("asl", "Not everyone likes coffee."), ("dgs", "Nicht alle kommen."), ("csl", "他没有我高。")],
)
def test_a_negation_in_its_place_still_shakes_the_head(language, text):
    (plan,) = plan_text(text, language)
    assert [unit.nonmanual.head for unit in plan.units].count("shake") == 1
