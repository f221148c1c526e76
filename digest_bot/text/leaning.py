"""Recognises a sentence that leans on the one before: its subject or speaker is a word that points back."""

import re

from digest_bot.text.language import detect_language
from digest_bot.text.similarity import CALENDAR
from digest_bot.text.words import is_stop_word, zipf

_OPENERS = " \"“”„«»'‘’‚‹›([—–-"


def leans(text: str, language: str) -> bool:
    """Tell whether the sentence opens, or names its speaker, with a word that points back; by default in English."""
    if language not in ("en", "") and detect_language(text) == "en" and leans(text, "en"):
        return True  # an English sentence in a text of two languages
    lowered = text.lower()
    opening = lowered.lstrip(_OPENERS)
    if _DANGLING.get(language, _DANGLING["en"]).match(opening) is not None:
        return True
    if language == "de":
        return _GERMAN_SUBJECT.match(opening) is not None or _is_reported(lowered)
    if language not in ("en", ""):
        return False
    if opening.count(",") > 1 and _ASIDE.match(opening) is not None:
        return True
    if any(reporter.search(lowered) for reporter in _REPORTERS):
        return not _said_of_itself(text)
    if not any(map(opening.__contains__, _LATE_PRONOUNS)):
        return False
    return _speaks_of_nobody(text, _LATE_SUBJECT.match(opening))


def _said_of_itself(text: str) -> bool:
    """Tell whether somebody is named who then speaks, as in `Kestrel Air will cut 900 jobs, it said.`."""
    found = _IT_SAID.search(text)
    if found is None or not text[0].isupper():
        return False
    first, *others = text[: found.start()].split()
    if any(word[0].isupper() and word.lower().strip(",.") not in CALENDAR for word in others):
        return not leans(text[: found.start()] + ".", "en")
    return not is_stop_word(first, "en") and not zipf(first.lower(), "en", least=RARE)


def _is_reported(lowered: str) -> bool:
    """Tell whether a German sentence repeats in the subjunctive what somebody said whom it does not name."""
    return _SUBJUNCTIVE.search(lowered) is not None and _GERMAN_SPEAKER.search(lowered) is None


def turns(text: str, language: str) -> bool:
    """Tell whether the sentence leans by what it turns away from alone: `In Tarn, meanwhile, …`, `Elsewhere, …`."""
    if language not in ("en", ""):
        return False
    opening = text.lstrip(_OPENERS)
    aside = _ASIDE.match(opening) or _TURN.match(opening)
    return aside is not None and not leans(opening[aside.end() :].lstrip(" ,"), language)


def _speaks_of_nobody(text: str, found: re.Match[str] | None) -> bool:
    """Tell whether a pronoun is the subject and nobody was named before it: `In December, she …`."""
    if found is None:
        return False
    before = text.lstrip(_OPENERS)[: found.end(1)].split()[1:]
    named = [word for word in before if word[0].isupper() and word.lower().strip(",.") not in CALENDAR]
    return not named or found.group(2) is not None


_LATE_PRONOUNS = (", he", ", she", ", they")
"""What the next pattern asks for: far quicker to see."""
RARE = 4.0
"""Zipf below which the first word of a sentence is rather a name than a noun."""
_IT_SAID = re.compile(r", it (?:said|says|told|added|announced)\b")
_LATE_SUBJECT = re.compile(r"((in|at|on|from|during)?\b[^,]{3,80}), (?:he|she|they)\b(?! who)")
"""An opening phrase and a pronoun; a place (group 2) names nobody that could be meant."""
_GERMAN_SUBJECT = re.compile(r"[^,.;:]{3,60} (?:er|ihn|ihm)\b")
_SUBJUNCTIVE = re.compile(
    r"\b(?:sei|seien|habe|werde|könne|müsse|solle|wolle|dürfe|gebe|handele|bleibe|fehle|spreche)\b"
)
_GERMAN_SPEAKER = re.compile(
    r"sag|erklär|teilt|teilen|laut |zufolge|angaben|ansicht|einschätzung|heiß|hieß|bericht|kritisier|beton|forder|warn"
    r"|schreib|schrieb|mein|glaub|nannte|verteidig|räumt|bestätig|kündig|dass |\bob |damit |als |wolle[rn]?,|ich "
)
"""Who says it; after `dass`, `ob`, `damit` and `als` the subjunctive is of the clause and not of a speaker."""
_PRONOUN = r"(?:he|she|it|they|this|that|these|those)"
_PAPER = r"(?:report|statement|study|article|paper|release|letter|documents?)"
_REPORTERS = (
    re.compile(
        rf"[,”\"’'] (?:{_PRONOUN} (?:said|says|told|added|adds|wrote|tweeted|explained|continued|recalled|noted"
        r"|insisted|admitted|claimed)\b|(?:said|says|added|wrote|explained) (?:he|she|they|it)(?=[,.;:]))"
    ),
    re.compile(
        rf"the (?:{_PAPER}|spokes(?:man|woman)|official) "
        r"(?:added|adds|also|continued|went on|further|concluded|noted)\b"
    ),
    re.compile(
        rf"according to (?:the (?:\w{{1,20}} )?{_PAPER}|him|her|them|it|this|that)\b(?! (?:by|from|of|in)\b)",
    ),
)
"""Three, each with a beginning of its own to look for: as one pattern they take four times as long."""
_ASIDE = re.compile(
    r"(?:[\w.'’-]{1,30} ){0,4}[\w.'’-]{1,30}, (?:however|meanwhile|though|too|for (?:his|her|its|their) part"
    r"|in turn|by contrast|on the other hand"
    r"|of course|therefore|in contrast|for instance|for example|then|again|likewise),"
)
_TURN = re.compile(
    r"(?:meanwhile|elsewhere|separately|also|finally|and finally|in other news|in other developments|in brief)"
    r"(?: (?:in|on|at|across)\b[^,.]{2,40})?,? ",
    re.IGNORECASE,
)
"""With what a section of a round-up begins."""
_ENGLISH = (
    r"(?:he|she|it|they|him|them|his|her|hers|its|their|theirs|himself|herself|it'?s|he'?s|she'?s|they'?re"
    r"|that'?s|there'?s"
    r"|but|and|or|nor|so(?! far\b)|yet|still|however|meanwhile(?! (?:in|at|on|across) )|then(?!-)|also"
    r"|additionally|moreover|furthermore|instead"
    r"|nevertheless|nonetheless|therefore|thus|hence|consequently|accordingly|besides|similarly|likewise"
    r"|otherwise|indeed|rather"
    r"|afterwards?|thereafter|elsewhere|plus|again|here|such|another|others?|neither|either|conversely|notably"
    r"|importantly|finally"
    r"|first,|second,|third,|next,|last,|for one,|for one thing"
    r"|firstly|secondly|thirdly|lastly|alternatively|regardless|well,|yes,|no,|oh,|ok,|okay,|too,|perhaps,|sure,"
    r"|soon,?"
    r"|th(?:is|ese)(?! (?:week|weekend|month|year|morning|afternoon|evening|spring|summer|autumn|fall|winter"
    r"|season)\b)|that|those(?! (?:who|with|in|without|under)\b)"
    r"|both(?! [a-z])|one(?: (?:is|was|had|has|said|such|more|other)\b|,)|(?:all|some|many|most|none|each|half"
    r"|two|one|several|few|any|much|part)"
    r" of (?:them|these|those|whom|it|that|this|which)\b|the (?:two|three|four|five|six|pair|couple|trio|duo"
    r"|latter|former|same|others?"
    r"|rest|remaining|following|next|previous|day before|night before|week before|above|aforementioned)\b"
    r"|the (?:report|statement|study|article|paper|release|letter|document|documents) (?:said|says|added|adds"
    r"|also|found|noted|concluded|continued)\b"
    r"|(?:in|by) contrast|for (?:instance|example)|in (?:addition|fact|turn|return|response|short|particular"
    r"|other words|the meantime|so doing|doing so|both)\b"
    r"|as (?:a result|a consequence|such|well|for)\b|on (?:the (?:other hand|contrary|one hand)|top of)\b"
    r"|last but\b|to be sure,|case in point\b|the [a-z]+ ones?(?![\w-]| (?:of|in|on|at|who|that|which|thing)\b)"
    r"|at (?:the (?:same )?time,|that|the other)|to (?:that end|do so)\b"
    r"|even (?:so|then|now)\b|of (?:course|these|those|them)\b|among (?:them|these|those)\b|for (?:his|her|its"
    r"|their) (?:own )?part\b|if so\b|not only that\b"
    r"|because of (?:this|that|it|these|those)\b|either way\b|later(?:,| that\b| on\b)|earlier(?:,| that\b)"
    r"|(?:(?:a|an|one|two|three|four|five|six|ten|some|several"
    r"|many|about|just|only|few|couple|of|shortly|soon|long|not|\d+|moments?|minutes?|hours?|days?|weeks?|months?"
    r"|years?|nights?|time) ){1,4}(?:later|earlier|afterwards?|after that"
    r"|before that|before,|after,)|(?:in|on|at|by|for|from|with|after|before|during|despite|like|under|since"
    r"|until|about|besides|beyond|without|given|through) "
    r"(?:it|them|him|this(?! (?:week|weekend|month|year|morning|afternoon|evening|spring|summer|autumn|fall"
    r"|winter|season)\b)|that|these|those(?! (?:who|with|in)\b)|such|both cases)\b"
    r"|(?:when|as|after|before|while|if|since|although|though|because|once|until|unless|where|whenever"
    r"|whether) (?:he|she|it|they|this|that|these|those)\b)"
    r"(?![\w-])"
)
_GERMAN = (
    r"(?:er|sie|es|ihm|ihn|ihr|ihre[mnrs]?|sein|seine[mnrs]?|diese[mnrs]?|dies|das (?:teilte|zeigt|zeigte|meldete"
    r"|berichtete|bestätigte|kam|ist|war|sei|wäre|hat|hatte"
    r"|habe|sagte|teilte|will|wird|soll|geht|gilt|gab|macht|bedeutet)"
    r"|die (?:beiden|zwei|drei)|(?:der|die|das) letztere|beide|aber|und|doch|oder|denn|jedoch|allerdings|dennoch"
    r"|trotzdem|deshalb|daher|darum|deswegen|außerdem|zudem|ferner"
    r"|unterdessen|zum beispiel|beispielsweise|dabei|dagegen|hingegen|dazu|danach|daraufhin|darauf|damit|dadurch"
    r"|davon|daran|darin|dort|dann|auch|so|somit|solche[mnrs]?"
    r"|sondern|stattdessen|im gegensatz dazu|hier|später|schließlich|ebenso|nach (?:ihm|ihr|diesem|dieser)"
    r"|laut (?:ihm|ihr)|demnach|demzufolge|demgegenüber|hier(?:für|zu|von|mit|durch)"
    r"|dafür|dahinter|daneben|darunter|darüber"
    r"|hinzu kommt|das (?:ordnete|begrüßte|lehnte|kündigte|wissen|sehen|geschah|führte|hieß|reicht|stimmt|liegt|steht"
    r"|betrifft|galt|ergab|ging|könnte|würde|dürfte|sollte|muss|müsste|kann)"
    r"|dem (?:widersprach|hielt|stimmte|schloss|steht)"
    r"|(?:in|mit|von|bei)? ?(?:\w{1,12} )?davon)(?![\w-])"
)
_FRENCH = (
    r"(?:ils?|elles?|ce(?! (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|soir|mois|week-end)\b)"
    r"|c['’]\w+|cela|ça|cet(?! (?:été|hiver|automne|après-midi)\b)"
    r"|cette(?! (?:semaine|année|nuit)\b)|ces|son|sa|ses|leurs?|mais|et|or|donc|car|ni|ou|cependant|pourtant"
    r"|toutefois|néanmoins|en revanche|par exemple|par ailleurs|en outre|de plus"
    r"|ainsi|puis|ensuite|alors|enfin|pendant ce temps|les deux|celui|celle|ceux|celles|en effet|d['’]ailleurs"
    r"|par conséquent|du coup|lui|là|ici|aussi|de même|au contraire|cel(?:ui|le)-ci|ce(?:ux|lles)-ci"
    r"|d['’]ici là|depuis lors|dans la foulée|à (?:ce titre|ce stade|cette occasion)|parce que|non,|oui,"
    r"|selon (?:lui|elle|eux)|pour (?:lui|elle|eux|cela))(?![\w-])"
)
_SPANISH = (
    r"(?:él|ellas?|ellos|ello|est[eao]s?(?! (?:semana|mañana|tarde|noche|año|mes|lunes|martes|miércoles|jueves"
    r"|viernes|sábado|domingo|verano|invierno)\b)|es[ea]s?|eso|aquel(?:la|los|las)?"
    r"|sus?|pero|y|e|o|ni|sin embargo|no obstante|además|también|tampoco|por ejemplo|mientras tanto|en cambio"
    r"|por (?:otro lado|otra parte|eso|ello|lo tanto|tanto|esto)|así|entonces|luego"
    r"|de ahí|desde entonces|(?:con|por|para|en|de) (?:ello|ellos|ella|ellas|él|eso|esto)|el propio|la propia"
    r"|después|los dos|las dos|amb[oa]s|asimismo|allí|ahí|aquí|le|les|lo|según (?:él|ella|ellos))(?![\w-])"
)
_RUSSIAN = (
    r"(?:он|она|оно|они|его|её|ее|их|ему|ей|им|это|этот|эта|эти|этого|этой|этому|этим|таких?|такой|такие|такая|но"
    r"|а|и|или|однако|тем временем|между тем|например|кроме того|также|поэтому"
    r"|затем|потом|тогда|при этом|в частности|впрочем|зато|оба|обе|там|здесь|так|по (?:его|её|ее|их) словам"
    r"|в этом|на этом|после этого|более того|напротив|тем не менее|по этому поводу"
    r"|(?:за|против|для|у|с|к|о|об|от|на|в|по|из|при|под|перед|над|без|через|про)"
    r" (?:него|неё|нее|них|ним|ней|нём|нем|ними))(?![\w-])"
)
_DANGLING = {
    language: re.compile(pattern)
    for language, pattern in (("en", _ENGLISH), ("de", _GERMAN), ("fr", _FRENCH), ("es", _SPANISH), ("ru", _RUSSIAN))
}
