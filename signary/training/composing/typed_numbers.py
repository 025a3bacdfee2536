"""Numbers, times, dates, prices and phone numbers as people type them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

#: Share of small numbers, of numbers to 9,999, and of greater ones.
_SMALL, _MIDDLE = 0.65, 0.88
#: Above this share fractions.
_DECIMAL = 0.97


def number(random: Random, spoken: str) -> str:
    """A number; small integers are more frequent."""
    size = random.random()
    if size < _SMALL:
        return str(random.randint(0, 100))
    if size < _MIDDLE:
        return str(random.randint(101, 9999))
    if size > _DECIMAL:
        whole, part = random.randint(0, 40), random.randint(1, 9)
        return random.choice((f"{whole}{',' if spoken == 'de' else '.'}{part}", f"{part}/{random.randint(2, 9)}"))
    value = random.randint(10_000, 2_000_000)
    return f"{value:,}" if spoken == "en" else str(value)


def year(random: Random, spoken: str) -> str:
    """A year of the last or this century."""
    return f"{random.randint(1920, 2035)}{'年' if spoken == 'zh' else ''}"


def clock(random: Random, spoken: str) -> str:
    """A time of the day, on digits or in words."""
    hour, minute = random.randint(0, 23), random.choice((0, 0, 15, 30, 45, *range(5, 60, 5), random.randint(1, 59)))
    noon = hour % 12 or 12
    digits = f"{hour}:{minute:02d}"
    if spoken == "zh":
        part = "上午" if hour < 12 else "下午"
        half = f"{noon}点半" if random.random() < 0.3 else f"{noon}点{minute or ''}{'分' if minute else ''}"
        return random.choice((digits, half, f"{part}{half}"))
    if spoken == "de":
        words = (f"Viertel nach {noon}", f"Viertel vor {noon}", f"halb {noon}", f"{noon} Uhr", f"{hour} Uhr {minute}")
        return random.choice((f"{digits} Uhr", *words))
    half = random.choice((f"half past {noon}", f"quarter to {noon}", f"quarter past {noon}", f"{noon} o'clock"))
    return random.choice((digits, half, f"{noon} {'am' if hour < 12 else 'pm'}", f"{noon}:{minute:02d} pm"))


def date(random: Random, spoken: str, months: Sequence[str]) -> str:
    """A day of a month, sometimes with its year."""
    month, day, in_year = random.choice(months), random.randint(1, 28), random.randint(1950, 2030)
    with_year = random.random() < 0.3
    if spoken == "zh":
        return f"{f'{in_year}年' if with_year else ''}{month}{day}{random.choice('日号')}"
    if spoken == "de":
        return f"{day}. {month}{f' {in_year}' if with_year else ''}"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day if day < 20 else day % 10, "th")
    text = random.choice((f"{month} {day}{ending}", f"{month} {day}"))
    return f"{text}, {in_year}" if with_year else text


def price(random: Random, spoken: str) -> str:
    """A sum of money."""
    whole, part = random.choice((random.randint(1, 20), random.randint(1, 999))), random.randint(1, 99)
    texts = {
        "en": (f"${whole}", f"${whole}.{part:02d}", f"{whole} dollars", f"{whole} euros", f"{part} cents"),
        "de": (f"{whole} €", f"{whole},{part:02d} €", f"{whole} Euro", f"{part} Cent", f"{whole} Euro {part}"),
        "zh": (f"{whole}元", f"{whole}块", f"{whole}块{part % 10}", f"{whole}美元", f"¥{whole}"),
    }
    return random.choice(texts[spoken])


def phone(random: Random, spoken: str) -> str:
    """A phone number that belongs to nobody."""
    digits = "".join(random.choices("0123456789", k=8))
    if spoken == "zh":
        return f"138{digits}"
    if spoken == "de":
        return random.choice((f"0151 {digits}", f"030 {digits[:6]}", f"0{digits[:3]} {digits[3:]}"))
    return random.choice((f"555-{digits[:4]}", f"({digits[5:]}) 555-{digits[:4]}", f"555 {digits[:4]}"))


#: Slot -> what fills it; `date` needs the names of the months.
NUMBERS: Mapping[str, Callable[[Random, str], str]] = {
    "number": number, "year": year, "clock": clock, "price": price, "phone": phone,
}  # fmt: skip
