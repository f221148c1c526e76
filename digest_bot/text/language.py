"""Which language a text is written in, by its commonest words and its script."""

import re
from collections import Counter, defaultdict
from itertools import chain

from digest_bot.text.words import STOP_WORDS, WORD, Learned

SAMPLE = 4000
"""Characters looked at; more does not change the answer."""
SCRIPTS = (
    ("ru", re.compile("[а-яА-ЯёЁ]")),
    ("el", re.compile("[α-ωΑ-Ω]")),
    ("ar", re.compile("[\u0620-\u064a]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("hi", re.compile("[\u0904-\u0939]")),
    ("th", re.compile("[\u0e01-\u0e2e]")),
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
)
_UKRAINIAN = re.compile("[іїєґІЇЄҐ].*[іїєґІЇЄҐ].*[іїєґІЇЄҐ]", re.DOTALL)
"""Letters that Russian has not; a name or two may have them in a Russian text."""
_LATIN = re.compile("[a-zA-Z]+")
_FOREIGN = re.compile(r"[^\W\d_a-zA-Z]+")
_MORE = {
    "it": "il lo gli che di della del dei nel nella sono è per con non più anche come alla dal una ha",
    "pt": "o os um uma não que do da dos das em no na com para por mais foi são ao pela pelo também",
    "nl": "de het een van en in is dat op te zijn voor met niet aan er om ook als bij door naar wordt",
    "sv": "och att det som en på är av för med till den har inte om ett men var jag de sig från",
    "pl": "w i na z się nie do to że jest o jak po co tak za od przez był dla czy są oraz",
    "da": "og i at det er en af til på som den med for ikke de der et har var om efter blev også fra",
    "no": "og i at det er en av til på som den med for ikke de et har var om etter ble også fra mellom",
    "fi": "ja ei se että oli hän mutta kuin ovat myös joka sen mukaan vain kun tai sekä jälkeen",
    "hu": "az és hogy nem egy meg volt csak már még mint ez szerint után lesz több vagy kell",
    "ro": "și în cu pe nu care din mai este au fost pentru că sau prin după fi ar această potrivit",
    "cs": "se na je že do pro jako ale jsou byl podle které který také při nebo jeho už jen",
    "tr": "ve bir bu için ile olarak olan daha çok gibi kadar sonra ama ise olduğu her ancak etti",
    "id": "yang dan di ke dari untuk dengan pada tidak ini itu adalah akan oleh telah juga karena dalam para",
}
_COMMON = {**STOP_WORDS, **{language: frozenset(text.split()) - STOP_WORDS["en"] for language, text in _MORE.items()}}
_OWNERS = {
    word: tuple(sorted(language for language, known in _COMMON.items() if word in known))
    for own in _COMMON.values()
    for word in own
}


_VOTERS = Learned(lambda piece: (*filter(_OWNERS.__contains__, WORD.findall(piece)),))
"""The words between two spaces that tell a language."""


def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of the language of `text`; `en` when unsure."""
    sample = text[:SAMPLE]
    if language := _script(sample):
        return "uk" if language == "ru" and _UKRAINIAN.search(sample) else language
    votes: dict[str, float] = defaultdict(float)
    uses = Counter(chain.from_iterable(map(_VOTERS.__getitem__, sample.lower().split())))
    for word in sorted(uses):  # sums of fractions depend on their order
        owners = _OWNERS[word]
        for language in owners:
            votes[language] += uses[word] / len(owners)  # a word of three languages says little about each
    if not votes:
        return "en"
    best, count = max(votes.items(), key=lambda vote: (vote[1], vote[0] == "en", vote[0]))
    return best if count > votes["en"] * 1.1 else "en"


def _script(sample: str) -> str | None:
    """Return the language whose script more than a third of the letters have; None for Latin and the rest."""
    foreign = 0 if sample.isascii() else sum(map(len, _FOREIGN.findall(sample)))
    if not foreign or foreign * 2 <= (latin := sum(map(len, _LATIN.findall(sample)))):
        return None
    third = (foreign + latin) / 3
    return next((language for language, script in SCRIPTS if len(script.findall(sample)) > third), None)
