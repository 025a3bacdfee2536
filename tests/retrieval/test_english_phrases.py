"""English of several words, and words that mean one thing as helpers and another by themselves, in ASL glosses."""

import pytest

from signary.retrieval.lookup import plan_text


def glosses(text):
    """Names of the signs of a text, in the order of signing."""
    return [item.gloss for plan in plan_text(text, "asl") for item in plan.signed]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # verbs in pieces
        ("Turn the light off.", "TURN-OFF LIGHT"),
        ("Please turn it on.", "PLEASE TURN-ON HE-SHE-IT"),
        ("I'll pick you up at the airport.", "ME WILL PICK-UP YOU AIRPORT"),
        ("He took his hat off and sat down.", "HE-SHE-IT REMOVE HIS-HER HAT AND SIT"),
        ("We ran out of coffee.", "WE RUN-OUT COFFEE"),
        ("She walked out of the room.", "HE-SHE-IT WALK #OUT ROOM"),
        # what is done, and what only asks
        ("What do you do for a living?", "YOU DO FOR LIVE WHAT"),
        ("I didn't do it.", "ME DO HE-SHE-IT NOT"),
        ("Do your parents know?", "YOUR PARENTS KNOW"),
        ("Does it hurt?", "HE-SHE-IT HURT"),
        # going to, used to, have to, had better, about to
        ("I'm going to ask for more money.", "ME WILL ASK FOR MORE MONEY"),
        ("I'm going to school.", "ME GO SCHOOL"),
        ("I used to live on a farm.", "PAST ME LIVE FARM"),
        ("I'm not used to it.", "ME HABIT HE-SHE-IT NOT"),
        ("You don't have to come.", "YOU COME DONT-HAVE-TO"),
        ("She has to come.", "HE-SHE-IT MUST COME"),
        ("You had better take your coat.", "YOU SHOULD TAKE YOUR COAT"),
        ("We have better food.", "WE HAVE BETTER FOOD"),
        ("I was about to call you.", "ME ALMOST PHONE YOU"),
        # get, let, keep
        ("It gets dark early.", "EARLY BECOME DARK"),
        ("We got married.", "WE MARRY"),
        ("Let's go home.", "WE GO HOME"),
        ("Let me see.", "ME SEE"),
        ("They let us bring the dog.", "THEY ALLOW WE BRING DOG"),
        ("Let her go.", "ALLOW HE-SHE-IT GO"),
        ("Keep the change.", "KEEP CHANGE"),
        ("He keeps forgetting my name.", "HE-SHE-IT CONTINUE FORGET MY NAME"),
        # there is
        ("Is there a pharmacy near here?", "HAVE PHARMACY NEAR HERE"),
        ("There's no milk.", "HAVE MILK NO"),
        ("Who is there?", "THERE WHO"),
        # nouns that are verbs elsewhere
        ("I booked two seats.", "ME APPOINTMENT TWO CHAIR"),
        ("My book is red.", "MY BOOK RED"),
        ("We need a break.", "WE NEED REST"),
        ("I'm saving for a bicycle.", "ME SAVE FOR BICYCLE"),
        ("The firefighters saved the cat.", "FIREFIGHTER SAFE CAT"),
        ("I was lying in bed.", "ME LIE-DOWN"),
        ("He lied to me.", "HE-SHE-IT LIE ME"),
        ("Miss Carter is sick.", "#MISS #CARTER SICK"),
        ("I miss my mother.", "ME MISS MY MOTHER"),
        ("The movie lasts two hours.", "TWO HOUR MOVIE CONTINUE"),
        # politeness and agreement
        ("You know him, don't you?", "YOU KNOW HE-SHE-IT RIGHT-CORRECT"),
        ("She can't swim, can she?", "HE-SHE-IT SWIM CANT RIGHT-CORRECT"),
        ("Would you mind if I opened the window?", "YOU OK IF ME OPEN WINDOW"),
        ("I'm afraid we're closed.", "ME SORRY WE CLOSE"),
        ("I'm afraid of dogs.", "ME AFRAID DOG"),
        ("He not only cooks but also cleans.", "HE-SHE-IT COOK BUT ALSO CLEAN"),
        ("Have you ever seen a lion?", "YOU FINISH SEE LION"),
        ("No one ever asks me.", "ASK ME NONE"),
    ],
)
def test_phrases_are_signed_as_they_are_meant(text, expected):
    assert glosses(text) == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wash your hands before you eat.", "WASH YOUR HAND BEFORE YOU EAT"),
        ("My stomach hurts after every meal.", "AFTER EVERY FOOD MY STOMACH HURT"),
        ("He has been in the hospital since Tuesday.", "SINCE TUESDAY HE-SHE-IT HOSPITAL"),
        ("She has lived alone since her husband died.", "HE-SHE-IT LIVE ALONE SINCE HIS-HER HUSBAND DIE"),
        ("He never comes before eight o'clock.", "BEFORE EIGHT TIME HE-SHE-IT COME NEVER"),
        ("We laughed for two hours.", "TWO HOUR WE LAUGH"),
        ("For the last two weeks I've been sick.", "LAST TWO WEEK ME SICK"),
        ("We drove all night without a break.", "ALL NIGHT WE DRIVE WITHOUT REST"),
        ("I don't want to argue about this now.", "NOW ME ARGUE ABOUT THIS DONT-WANT"),
        ("She turned her head last week.", "LAST-WEEK HE-SHE-IT #TURNED HIS-HER HEAD"),
        ("I bought ten yesterday.", "YESTERDAY ME BUY TEN"),
        ("How was your day?", "YOUR DAY HOW"),
        ("The train is late.", "TRAIN LATE"),
        ("Who lives next door?", "LIVE NEXT DOOR WHO"),
        ("Next week we fly to Spain.", "NEXT-WEEK WE FLY SPAIN"),
        ("Sooner or later everyone makes mistakes.", "SOON OR LATER EVERYONE MAKE WRONG"),
        ("I worked all day and all night.", "ALL DAY AND ALL NIGHT ME WORK"),
        ("Happy new year!", "HAPPY NEW YEAR"),
        ("How old is your son?", "YOUR SON HOW OLD"),
        ("How long is the flight?", "FLY HOW LONG"),
        ("What do you want to be when you grow up?", "YOU WANT WHAT HAPPEN YOU GROW-UP"),
        ("I have no money and no time.", "ME HAVE MONEY NO AND TIME NO"),
        ("I don't like him and he doesn't like me.", "ME HE-SHE-IT DONT-LIKE AND HE-SHE-IT ME DONT-LIKE"),
    ],
)
def test_times_and_clauses_stay_with_what_they_belong_to(text, expected):
    assert glosses(text) == expected.split()
