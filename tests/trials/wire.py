"""Invented wire stories in Korean and Chinese (both scripts), what portals make of them, and what only looks like them.

Every text is derived from a seed. A Chinese text is derived once and written in either script, each word with the
form that script's papers print (软件, 軟體), so the other script is no mere mapping of characters.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tests.trials import lexicon

LANGUAGES = ("ko", "zh-Hans", "zh-Hant")


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split("|")]


_WORDS = {"ko": {k: _words(v) for k, v in lexicon.KO.items()}, "zh": {k: _words(v) for k, v in lexicon.ZH.items()}}
_PATTERNS = {"ko": lexicon.KO_SENTENCES.strip().splitlines(), "zh": lexicon.ZH_SENTENCES.strip().splitlines()}
_HEADS = {"ko": _words(lexicon.KO_HEADS), "zh": _words(lexicon.ZH_HEADS)}


def particle(text: str) -> str:
    """은/는 and its like, chosen by the final consonant before it."""
    made = ""
    for i, part in enumerate(pieces := text.split("/")):
        if i + 1 < len(pieces):
            long, short = part, pieces[i + 1]
            for closed, open_ in (("으로", "로"), ("은", "는"), ("을", "를"), ("이", "가"), ("과", "와"), ("와", "과")):
                if long.endswith(closed) and short.startswith(open_):
                    stem = made + long[: -len(closed)]
                    final = (ord(stem[-1]) - 0xAC00) % 28 if "가" <= stem[-1] <= "힣" else 1
                    closed, open_ = ("과", "와") if closed == "와" else (closed, open_)
                    closing = final and not (closed == "으로" and final == 8)
                    made, pieces[i + 1] = stem + (closed if closing else open_), short[len(open_) :]
                    break
            else:
                made += long + "/"
        else:
            made += part
    return made


def fill(pattern: str, rng: random.Random, language: str, facts: dict[str, list[str]]) -> str:
    """One sentence. Takes the same random numbers in both Chinese scripts; facts are used where the story has any."""
    tongue, traditional = language[:2], language == "zh-Hant"
    forms = pattern.split("==")
    text = forms[-1] if traditional else forms[0]
    while "{" in text:
        before, _, rest = text.partition("{")
        slot, _, after = rest.partition("}")
        if slot == "n":
            word = str(rng.choice((rng.randint(2, 90), rng.randint(100, 9999))))
        elif slot == "p":
            word = f"{rng.randint(1, 89)}.{rng.randint(1, 9)}"
        elif facts.get(slot) and rng.random() < 0.6:
            word = rng.choice(facts[slot])
        elif slot == "person":
            word = person(rng, tongue)
        else:
            word = rng.choice(_WORDS[tongue][slot])
        simple, _, other = word.partition("=")
        word = (other or simple) if traditional else simple
        if slot == "person" and traditional:
            word = word.translate(lexicon.TRADITIONAL_NAMES)
        text = before + word + after
    return particle(text) if tongue == "ko" else text


def person(rng: random.Random, tongue: str) -> str:
    family, given = lexicon.KO_NAMES if tongue == "ko" else lexicon.ZH_NAMES
    return rng.choice(family) + "".join(rng.sample(given, 2))


def sentences(rng: random.Random, language: str, number: int, facts: dict[str, list[str]]) -> list[str]:
    patterns = _PATTERNS[language[:2]]
    return [fill(rng.choice(patterns), rng, language, facts) for _ in range(number)]


@dataclass(frozen=True)
class Story:
    """One text as a portal shows it."""

    language: str
    title: str
    paragraphs: list[list[str]]
    """Sentences of each paragraph; the news stands in the first."""
    facts: dict[str, list[str]] = field(default_factory=dict)
    seed: str = ""

    @property
    def body(self) -> str:
        glue = " " if self.language == "ko" else ""
        return "\n\n".join(glue.join(paragraph) for paragraph in self.paragraphs)

    @property
    def sentences(self) -> list[str]:
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]


def paragraphs(some: list[str], rng: random.Random) -> list[list[str]]:
    made, start = [], 0
    while start < len(some):
        size = rng.randint(1, 3)
        made.append(some[start : start + size])
        start += size
    return made


def title(rng: random.Random, language: str, facts: dict[str, list[str]]) -> str:
    return fill(rng.choice(_HEADS[language[:2]]), rng, language, facts)


def base(seed: str, language: str, shortest: int = 300, longest: int = 3000) -> Story:
    """A story of 300 to 3,000 characters, short ones more often. The same seed in two scripts is the same story."""
    rng = random.Random(f"{language[:2]}-{seed}")
    words = _WORDS[language[:2]]
    facts = {slot: rng.sample(words[slot], 2) for slot in ("actor", "place", "title")}
    facts |= {"thing": rng.sample(words["thing"], 4), "person": [person(rng, language[:2]) for _ in range(2)]}
    wanted = shortest * (longest / shortest) ** rng.random()
    name = title(rng, language, facts)
    order = random.Random(f"order-{seed}")
    some: list[str] = []
    while sum(map(len, some)) < wanted and len(some) < 200:
        some += sentences(rng, language, 1, facts)
    while len(some) > 4 and sum(map(len, some)) > longest:
        some.pop()
    return Story(language, name, paragraphs(some, order), facts, seed)


# Copies


def with_sentences(story: Story, some: list[str], rng: random.Random) -> Story:
    return replace(story, paragraphs=paragraphs(some, rng))


def headline(story: Story, rng: random.Random) -> Story:
    return replace(story, title=title(rng, story.language, story.facts))


def byline(story: Story, rng: random.Random) -> Story:
    """Another dateline and writer; portals leave them in the first paragraph."""
    name = fill("{person}", rng, story.language, {})
    line = {
        "ko": f"({rng.choice(['서울', '부산', '세종'])}=가나통신) {name} 기자 = ",
        "zh-Hans": f"甲乙社{rng.choice(['北京', '上海'])}{rng.randint(1, 28)}日电（记者{name}）",
        "zh-Hant": f"（甲乙社記者{name}{rng.choice(['台北', '香港'])}{rng.randint(1, 28)}日電）",
    }[story.language]
    end = {
        "ko": f"{name} 기자 press{rng.randint(1, 999)}@example.kr",
        "zh-Hans": f"责任编辑：{name}",
        "zh-Hant": f"責任編輯：{name}",
    }
    head = [line + story.paragraphs[0][0], *story.paragraphs[0][1:]]
    return replace(story, paragraphs=[head, *story.paragraphs[1:], [end[story.language]]])


def edit(share: float) -> Callable[[Story, random.Random], Story]:
    """A desk's version: sentences of ``share`` of the text are written anew (half), dropped, or joined by others."""

    def made(story: Story, rng: random.Random) -> Story:
        old = story.sentences
        wanted, touched, total = share * sum(map(len, old)), set(), 0
        for index in rng.sample(range(len(old)), len(old)):
            if total + len(old[index]) / 2 <= wanted:
                touched.add(index)
                total += len(old[index])
        new: list[str] = []
        for index, sentence in enumerate(old):
            how = rng.choice(("anew", "anew", "drop", "add"))
            if index not in touched:
                new.append(sentence)
            elif how != "drop":
                new += [sentence] * (how == "add") + sentences(rng, story.language, 1, story.facts)
        changed = headline(story, rng) if rng.random() < 0.5 else story
        return with_sentences(changed, new or old, rng)

    return made


def rewritten(share: float) -> Callable[[Story, random.Random], Story]:
    """Every sentence of ``share`` of all sentences is written anew."""

    def made(story: Story, rng: random.Random) -> Story:
        some = list(story.sentences)
        for index in rng.sample(range(len(some)), round(share * len(some))):
            some[index] = sentences(rng, story.language, 1, story.facts)[0]
        return with_sentences(headline(story, rng) if rng.random() < 0.5 else story, some, rng)

    return made


def words(share: float) -> Callable[[Story, random.Random], Story]:
    """Single words all over the text are others (Korean words; two characters in Chinese)."""

    def swap(sentence: str, story: Story, rng: random.Random) -> str:
        tongue = story.language[:2]
        pool = [w.partition("=") for k in ("manner", "time", "quote") for w in _WORDS[tongue][k]]
        if tongue == "ko":
            spare = [word for simple, _, _ in pool for word in simple.split()]
            return " ".join(rng.choice(spare) if rng.random() < share else word for word in sentence.split(" "))
        spare = [(other or simple) if story.language == "zh-Hant" else simple for simple, _, other in pool]
        pairs = [sentence[i : i + 2] for i in range(0, len(sentence), 2)]
        return "".join(rng.choice(spare)[:2] if rng.random() < share else pair for pair in pairs)

    return lambda story, rng: with_sentences(story, [swap(s, story, rng) for s in story.sentences], rng)


def cut(share: float) -> Callable[[Story, random.Random], Story]:
    """The tail is missing; the desk may have another headline."""

    def made(story: Story, rng: random.Random) -> Story:
        old = story.sentences
        kept, left = [], (1 - share) * sum(map(len, old))
        for sentence in old:
            if left < len(sentence) / 2:
                break
            kept.append(sentence)
            left -= len(sentence)
        changed = headline(story, rng) if rng.random() < 0.5 else story
        return with_sentences(changed, kept, rng)

    return made


def chrome(story: Story, rng: random.Random) -> Story:
    """Two to six lines of page furniture that no cleaner took."""
    lines = rng.sample(_words(lexicon.CHROME[story.language]), rng.randint(2, 6))
    some = list(story.paragraphs)
    for line in lines:
        some.insert(rng.choice((0, len(some), len(some))), [line])
    return replace(headline(story, rng) if rng.random() < 0.3 else story, paragraphs=some)


def script(story: Story, rng: random.Random) -> Story:
    """The same text in the other script, with that script's words."""
    other = base(story.seed, "zh-Hant" if story.language == "zh-Hans" else "zh-Hans")
    return replace(other, facts=story.facts)


def all_at_once(story: Story, rng: random.Random) -> Story:
    """Headline, byline, chrome, and 10 % edited."""
    return chrome(byline(headline(edit(0.1)(story, rng), rng), rng), rng)


COPIES: dict[str, Callable[[Story, random.Random], Story]] = {
    "same text": lambda story, rng: story,
    "headline": headline,
    "byline": byline,
    "edited 10 %": edit(0.1),
    "edited 20 %": edit(0.2),
    "edited 30 %": edit(0.3),
    "rewritten 30 %": rewritten(0.3),
    "words 5 %": words(0.05),
    "words 10 %": words(0.1),
    "tail cut 10 %": cut(0.1),
    "tail cut 20 %": cut(0.2),
    "tail cut 30 %": cut(0.3),
    "chrome": chrome,
    "other script": script,
    "all at once": all_at_once,
}

# What only looks like a copy


def told_anew(story: Story, rng: random.Random) -> Story:
    """The same event by another writer: people, places, two quotations and some figures in common."""
    old = story.sentences
    new = sentences(rng, story.language, len(old), story.facts)
    for sentence in rng.sample(old, min(2, len(old) // 4)):
        new[rng.randrange(len(new))] = sentence
    return with_sentences(headline(story, rng), new, rng)


def follow_up(story: Story, rng: random.Random) -> Story:
    """The next day's story: new news first, then 30 to 50 % of the text is background from the first."""
    old = story.sentences
    background = old[-max(1, round(rng.uniform(0.3, 0.5) * len(old))) :]
    new = sentences(rng, story.language, len(old) - len(background) + 1, story.facts)
    return with_sentences(headline(story, rng), new + background, rng)


def shared_background(story: Story, rng: random.Random) -> Story:
    """Another story of the same affair, with its middle paragraphs."""
    old = story.sentences
    third = max(1, len(old) // 3)
    new = sentences(rng, story.language, len(old) - third, story.facts)
    return with_sentences(headline(story, rng), new[:third] + old[third : 2 * third] + new[third:], rng)


def other_figures(story: Story, rng: random.Random) -> Story:
    """The same form filled in for another day: every number is another, a tenth of them by chance the same."""

    def anew(found: re.Match[str]) -> str:
        digits = found[0].replace(",", "").partition(".")[0]
        low = 10 ** (len(digits) - 1)
        return found[0] if rng.random() < 0.1 else str(rng.randint(low, 10 * low - 1)) + found[0][len(digits) :]

    def changed(text: str) -> str:
        return re.sub(r"\d[\d,.]*", anew, text)

    some = [[changed(sentence) for sentence in paragraph] for paragraph in story.paragraphs]
    return replace(story, title=changed(story.title), paragraphs=some)


def other_names(story: Story, rng: random.Random) -> Story:
    """The same form filled in for another town, house and person, with their figures."""
    made, tongue, traditional = story, story.language[:2], story.language == "zh-Hant"
    for slot, old in [(kind, word) for kind in ("actor", "place", "person") for word in story.facts[kind]]:
        new = person(rng, tongue) if slot == "person" else rng.choice(_WORDS[tongue][slot])
        before, after = (_form(word, traditional, slot == "person") for word in (old, new))
        some = [[sentence.replace(before, after) for sentence in paragraph] for paragraph in made.paragraphs]
        made = replace(made, title=made.title.replace(before, after), paragraphs=some)
    return other_figures(made, rng)


def _form(word: str, traditional: bool, name: bool) -> str:
    simple, _, other = word.partition("=")
    form = (other or simple) if traditional else simple
    return form.translate(lexicon.TRADITIONAL_NAMES) if name and traditional else form


def same_headline(story: Story, rng: random.Random) -> Story:
    """Two writers, one headline."""
    return replace(told_anew(story, rng), title=story.title)


LIKE: dict[str, Callable[[Story, random.Random], Story]] = {
    "same event told anew": told_anew,
    "same headline, told anew": same_headline,
    "follow-up": follow_up,
    "shared background": shared_background,
    "same form, other figures": other_figures,
    "same form, other names": other_names,
}


def report(kind: str, language: str, seed: str) -> Story:
    """A regular item: the template of one desk with this day's figures and names."""
    rng = random.Random(f"report-{seed}")
    text = lexicon.REPORTS[kind][language]
    extra = {k: rng.sample(v.split("|"), len(v.split("|"))) for k, v in lexicon.EXTRA[language].items()}
    facts: dict[str, list[str]] = {"company": extra["company"][:1]} if kind in ("earnings", "names") else {}
    facts["place"] = [rng.choice(_WORDS[language[:2]]["place"])]

    def filled(pattern: str) -> str:
        for slot in ("company", "sector", "updown", "sky", "day", "N", "q"):
            while "{" + slot + "}" in pattern:
                if slot == "N":
                    word = f"{rng.randint(1000, 99999):,}" if language == "ko" else str(rng.randint(1000, 99999))
                elif slot == "q":
                    word = str(rng.randint(1, 4))
                elif slot in facts and rng.random() < 0.8:
                    word = facts[slot][0]
                else:
                    word = rng.choice(extra[slot])
                pattern = pattern.replace("{" + slot + "}", word, 1)
        return fill(pattern, rng, language, facts)

    name, _, rest = text.partition("##")
    return Story(language, filled(name), [[filled(line)] for line in rest.splitlines()], facts, seed)
