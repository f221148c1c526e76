"""Tells whether a sentence can be read without the text around it."""

import re
from collections.abc import Sequence
from enum import Enum

from digest_bot.text.quotations import is_balanced, is_only_quotation, quotation_runs

MIN_WORDS = 5
"""A shorter sentence is a kicker, a label or a cry; none says what happened."""


class Standing(Enum):
    """How a sentence stands."""

    ALONE = "alone"
    AFTER = "after"
    """Only directly after its predecessor, which says of whom or what it speaks."""
    NEVER = "never"
    """No part of a retelling: a question, a caption, a fragment, an invitation to click, a piece of a quotation."""


def standings(texts: Sequence[str], language: str = "en") -> list[Standing]:
    """Return how each of these consecutive sentences stands; the first, having no predecessor, is never `AFTER`."""
    found = [standing(text, language) for text in texts]
    for start, stop in quotation_runs(texts):
        found[start:stop] = [Standing.NEVER] * (stop - start)
    for index, own in enumerate(found):
        if own is Standing.AFTER and not (index and _resolves(texts[index - 1], found[index - 1], texts[index])):
            found[index] = Standing.NEVER
    return found


def standing(text: str, language: str = "en") -> Standing:
    """Return how one sentence stands, as far as it shows without its neighbours."""
    if not _is_whole(text) or _is_debris(text) or _shouts(text):
        return Standing.NEVER
    if not _UNMARKED.isdisjoint(text) and not is_balanced(text):
        return Standing.NEVER
    return Standing.AFTER if _leans(text, language) or is_only_quotation(text) else Standing.ALONE


def chain(standings: Sequence[Standing], index: int) -> range:
    """Return the indices that must be told together, in order, so that sentence `index` can be understood."""
    start = index
    while start and standings[start] is Standing.AFTER:
        start -= 1
    return range(start, index + 1)


_UNMARKED = frozenset("\"“”„«»'‘’()[]")
_FINISHED = re.compile(r"[.!。！।][\"”“»«'’)\]]{0,3}$")
_CUT_OFF = re.compile(r"(?:\.\.|…|\. \.|\[…\])[\"”“»«'’)\]]{0,3}$")
_OPENERS = " \"“”„«»'‘’([—–-"


def _is_whole(text: str) -> bool:
    """Tell whether the text begins like a sentence, ends like one and does not ask."""
    if text.count(" ") < MIN_WORDS - 1 or not _FINISHED.search(text, len(text) - 5) or _CUT_OFF.search(text, len(text) - 8):
        return False
    first = text.lstrip(_OPENERS).split(" ", 1)[0]
    return bool(first) and (not first[0].islower() or any(letter.isupper() for letter in first[1:3])) and text[0] not in "-–—•*·|#>"


_DEBRIS = (
    *("scroll down", "click here", "click on", "click through", "read more", "read the full", "sign up", "log in to", "subscribe"),
    *("share this", "follow us", "follow me on", "@", "email us", "e-mail to a friend", "comment below", "rights reserved"),
    *("copyright", "©", "http://", "https://", "www.", "contributed to this", "views expressed", "opinions expressed"),
    *("for confidential support", "(left", "(right", "left)", "right)", "pictured", "(above", "(below", "(inset", "file photo"),
    *("(centre", "(center", "see below", "watch the video", "video above", "getty images", "ap images", "|", "cookies"),
    *("newsletter", "cnn.com", "dailymail", "mailonline"),
)
_LABEL = re.compile(
    r"(?:(?:by|photos?|pictures?|images?|caption|video|watch|listen|credits?|published|updated|above|left|right|more|related|read"
    r"|see also|advertisement|editor'?s note|sources?|tags?|topics?)\s?[:|.]|watch\s|photograph\b|(?:by|(?:written|reporting|reported"
    r"|editing|edited|compiled) by|posted|published) (?-i:[A-Z])[\w'’.-]{1,30} (?-i:[A-Z]))",
    re.IGNORECASE,
)


def _is_debris(text: str) -> bool:
    lowered = text.lower()
    return any(phrase in lowered for phrase in _DEBRIS) or _LABEL.match(text) is not None


def _shouts(text: str) -> bool:
    """Tell whether the text is in capitals or opens with a kicker that is."""
    if text.isupper():
        return True
    opening = text.split(" ", 3)[:3]
    return all(word.isupper() and len(word) > 1 for word in opening) or sum(map(str.isupper, text)) * 2 > len(text)


def _leans(text: str, language: str) -> bool:
    """Tell whether the sentence opens, or names its speaker, with a word that points back."""
    opening = text.lstrip(_OPENERS)
    found = _DANGLING.get(language, _DANGLING["en"]).match(opening)
    if found is None and language in ("en", ""):
        return _ASIDE.match(opening) is not None or _REPORTER.search(text) is not None
    return found is not None


def _resolves(before: str, standing_before: Standing, text: str) -> bool:
    """Tell whether a sentence that leans on its predecessor can lean on this one."""
    if standing_before is Standing.NEVER:
        return False
    return not is_only_quotation(text) or _SPEECH.search(before) is not None


_SPEECH = re.compile(
    r"\b(?:said|says|told|tells|added|wrote|writes|tweeted|asked|explained|according|stated|sagte|erklärte|dit|déclaré|dijo|afirmó)\b"
    r"|сказал|заявил"
)
_PRONOUN = r"(?:he|she|it|they|this|that|these|those)"
_REPORTER = re.compile(
    rf"[,”\"’'] {_PRONOUN} (?:said|says|told|added|adds|wrote|tweeted|explained|continued|recalled|noted|insisted|admitted|claimed)\b"
    r"|[,”\"’'] (?:said|says|added|wrote|explained) (?:he|she|they|it)\b"
    r"|\bthe (?:report|statement|study|article|paper|release|letter|document|documents|spokesman|spokeswoman|official) "
    r"(?:added|adds|also|continued|went on|further|concluded|noted)\b"
    r"|\baccording to (?:the (?:report|statement|study|article|paper|release|letter|document|documents)|him|her|them|it|this|that)\b(?! (?:by|from|of|in)\b)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:[\w.'’-]{1,30} ){0,4}[\w.'’-]{1,30}, (?:however|meanwhile|though|too|for (?:his|her|its|their) part|in turn|by contrast|on the other hand"
    r"|of course|therefore|in contrast|for instance|for example|then|again|likewise),"
)
_ENGLISH = (
    r"(?:he|she|it|they|him|them|his|her|hers|its|their|theirs|himself|herself|it'?s|he'?s|she'?s|they'?re|that'?s|there'?s"
    r"|but|and|or|nor|so(?! far\b)|yet|still|however|meanwhile(?! (?:in|at|on|across) )|then(?!-)|also|additionally|moreover|furthermore|instead"
    r"|nevertheless|nonetheless|therefore|thus|hence|consequently|accordingly|besides|similarly|likewise|otherwise|indeed|rather"
    r"|afterwards?|thereafter|elsewhere|plus|again|here|such|another|others?|neither|either|conversely|notably|importantly|finally"
    r"|firstly|secondly|thirdly|lastly|alternatively|regardless|well,|yes,|no,|oh,|ok,|okay,|too,|perhaps,|sure,|soon,?"
    r"|th(?:is|ese)(?! (?:week|weekend|month|year|morning|afternoon|evening|spring|summer|autumn|fall|winter|season)\b)|that|those(?! (?:who|with|in|without|under)\b)"
    r"|both(?! [A-Z])|one(?: (?:is|was|had|has|said|such|more|other)\b|,)|(?:all|some|many|most|none|each|half|two|one|several|few|any|much|part)"
    r" of (?:them|these|those|whom|it|that|this|which)\b|the (?:two|three|four|five|six|pair|couple|trio|duo|latter|former|same|others?"
    r"|rest|remaining|following|next|previous|day before|night before|week before|above|aforementioned)\b"
    r"|the (?:report|statement|study|article|paper|release|letter|document|documents) (?:said|says|added|adds|also|found|noted|concluded|continued)\b"
    r"|(?:in|by) contrast|for (?:instance|example)|in (?:addition|fact|turn|return|response|short|particular|other words|the meantime|so doing|doing so|both)\b"
    r"|as (?:a result|a consequence|such|well|for)\b|on (?:the (?:other hand|contrary|one hand)|top of)\b|at (?:the (?:same )?time,|that|the other)|to (?:that end|do so)\b"
    r"|even (?:so|then|now)\b|of (?:course|these|those|them)\b|among (?:them|these|those)\b|for (?:his|her|its|their) (?:own )?part\b|if so\b|not only that\b"
    r"|because of (?:this|that|it|these|those)\b|either way\b|later(?:,| that\b| on\b)|earlier(?:,| that\b)|(?:(?:a|an|one|two|three|four|five|six|ten|some|several"
    r"|many|about|just|only|few|couple|of|shortly|soon|long|not|\d+|moments?|minutes?|hours?|days?|weeks?|months?|years?|nights?|time) ){1,4}(?:later|earlier|afterwards?|after that"
    r"|before that|before,|after,)|(?:in|on|at|by|for|from|with|after|before|during|despite|like|under|since|until|about|besides|beyond|without|given|through) "
    r"(?:it|them|him|this(?! (?:week|weekend|month|year|morning|afternoon|evening|spring|summer|autumn|fall|winter|season)\b)|that|these|those(?! (?:who|with|in)\b)|such|both cases)\b"
    r"|(?:when|as|after|before|while|if|since|although|though|because|once|until|unless|where|whenever|whether) (?:he|she|it|they|this|that|these|those)\b)"
    r"(?![\w-])"
)
_GERMAN = (
    r"(?:er|sie|es|ihm|ihn|ihr|ihre[mnrs]?|sein|seine[mnrs]?|diese[mnrs]?|dies|das (?:ist|war|sei|wäre|hat|hatte|habe|sagte|teilte|will|wird|soll|geht|gilt|gab|macht|bedeutet)"
    r"|die (?:beiden|zwei|drei)|(?:der|die|das) letztere|beide|aber|und|doch|oder|denn|jedoch|allerdings|dennoch|trotzdem|deshalb|daher|darum|deswegen|außerdem|zudem|ferner"
    r"|unterdessen|zum beispiel|beispielsweise|dabei|dagegen|hingegen|dazu|danach|daraufhin|darauf|damit|dadurch|davon|daran|darin|dort|dann|auch|so|somit|solche[mnrs]?"
    r"|sondern|stattdessen|im gegensatz dazu|hier|später|schließlich|ebenso|nach (?:ihm|ihr|diesem|dieser)|laut (?:ihm|ihr))(?![\w-])"
)
_FRENCH = (
    r"(?:ils?|elles?|ce(?! (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|soir|mois|week-end)\b)|c['’]\w+|cela|ça|cet(?! (?:été|hiver|automne|après-midi)\b)"
    r"|cette(?! (?:semaine|année|nuit)\b)|ces|son|sa|ses|leurs?|mais|et|or|donc|car|ni|ou|cependant|pourtant|toutefois|néanmoins|en revanche|par exemple|par ailleurs|en outre|de plus"
    r"|ainsi|puis|ensuite|alors|enfin|pendant ce temps|les deux|celui|celle|ceux|celles|en effet|d['’]ailleurs|par conséquent|du coup|lui|là|ici|aussi|de même|au contraire"
    r"|selon (?:lui|elle|eux)|pour (?:lui|elle|eux|cela))(?![\w-])"
)
_SPANISH = (
    r"(?:él|ellas?|ellos|ello|est[eao]s?(?! (?:semana|mañana|tarde|noche|año|mes|lunes|martes|miércoles|jueves|viernes|sábado|domingo|verano|invierno)\b)|es[ea]s?|eso|aquel(?:la|los|las)?"
    r"|sus?|pero|y|e|o|ni|sin embargo|no obstante|además|también|tampoco|por ejemplo|mientras tanto|en cambio|por (?:otro lado|otra parte|eso|ello|lo tanto|tanto|esto)|así|entonces|luego"
    r"|después|los dos|las dos|amb[oa]s|asimismo|allí|ahí|aquí|le|les|lo|según (?:él|ella|ellos))(?![\w-])"
)
_RUSSIAN = (
    r"(?:он|она|оно|они|его|её|ее|их|ему|ей|им|это|этот|эта|эти|этого|этой|этому|этим|таких?|такой|такие|такая|но|а|и|или|однако|тем временем|между тем|например|кроме того|также|поэтому"
    r"|затем|потом|тогда|при этом|в частности|впрочем|зато|оба|обе|там|здесь|так|по (?:его|её|ее|их) словам|в этом|на этом|после этого|более того|напротив|тем не менее)(?![\w-])"
)
_DANGLING = {
    language: re.compile(pattern, re.IGNORECASE)
    for language, pattern in (("en", _ENGLISH), ("de", _GERMAN), ("fr", _FRENCH), ("es", _SPANISH), ("ru", _RUSSIAN))
}
