"""The labels of boxes in an article, in the languages that are read most."""

from enum import Enum, auto


class Box(Enum):
    """What stands below a label."""

    LIST = auto()
    """Headlines of other articles."""
    TAGS = auto()
    """What the article is filed under."""
    KEYS = auto()
    """Key points: what the article says, in short."""
    FACTS = auto()
    """Facts at a glance or a table of contents: the article may say them too."""
    AUTHOR = auto()
    """A passage about who wrote it."""
    CONTACT = auto()
    """Whom the press may ask."""
    POLL = auto()
    """A question to the readers, up to a button."""
    BUTTON = auto()
    """The end of a poll."""


_WORDINGS = {
    Box.LIST: """
        related / related stories / related articles / related content / related news / related coverage
        related links
        read also / see also / read more / see more / read next / see next / also read / more on this story
        more stories / more news / more coverage / more to read / more like this / most read / most popular
        most viewed
        most shared / recommended / recommended for you / recommended stories / recommended reading / trending
        trending now / trending stories / you may like / you may also like / you might also like / up next
        you might be interested in / you may be interested in / editor's picks / editors' picks
        editor's pick / don't miss
        what to read next / keep reading / top stories / latest stories / latest news / popular stories
        in case you missed it
        from our partners / promoted stories / around the web / from around the web / elsewhere on the web / read next
        mehr zum thema / lesen sie auch / lesen sie mehr zum thema / meistgelesen / das könnte sie auch interessieren
        das könnte dich auch interessieren / passend zum thema / auch interessant / weitere artikel / weitere themen
        weitere meldungen / aktuelle nachrichten / mehr aus dem ressort / empfehlungen der redaktion / auch lesenswert
        lire aussi / à lire aussi / à lire également / les plus lus / sur le même sujet / dans la même rubrique
        nos derniers articles / à voir aussi / à voir également / à découvrir / voir aussi / les plus populaires
        te puede interesar / le puede interesar / lea también / lee también / lo más leído / noticias relacionadas
        te recomendamos / más noticias / relacionados / temas relacionados / artículos relacionados / últimas noticias
        lo más visto / más sobre este tema / le podría interesar
        читайте также / смотрите также / по теме / материалы по теме / ещё по теме / еще по теме / самое читаемое
        популярное / другие новости / новости партнёров / новости партнеров / самое популярное / главное за день
        leggi anche / lees ook / meest gelezen / i più letti / potrebbe interessarti / gerelateerd
        """,
    Box.TAGS: """
        topics / tags / explore more on these topics / explore more topics / suggested topics / related topics
        more about / filed under / keywords / read more on / read more about
        themen / schlagworte / stichworte / mots-clés / thèmes / archivado en / etiquetas / temas / теги / темы
        """,
    Box.KEYS: """
        key points / the key points / key takeaways / takeaways / the takeaways / main points / the gist / tl;dr / tldr
        the short version / summary / ai summary / article summary / quick summary / ai-generated summary
        ai-generated summary, reviewed by an editor / story highlights / in brief / in short / quick read
        das wichtigste in kürze / das wichtigste / in kürze / kurz zusammengefasst / zusammenfassung / darum geht's
        darum geht es / kurz & knapp / kurz und knapp / das wichtigste im überblick / ki-zusammenfassung
        l'essentiel / à retenir / ce qu'il faut retenir / en bref / les points clés / points clés / en résumé / résumé
        claves / las claves / puntos clave / lo esencial / en resumen / resumen / en breve / lo más importante
        главное / коротко / кратко / самое главное / основное / ключевые моменты / что известно
        punti chiave / in sintesi / in breve / in het kort / kort
        """,
    Box.FACTS: """
        at a glance / key facts / key findings / highlights / the essentials / what you need to know / what to know
        the facts / fast facts / in this article / in this story / table of contents / contents / on this page / jump to
        auf einen blick / im überblick / inhalt / inhaltsverzeichnis / in diesem artikel
        sommaire / dans cet article / índice / en este artículo / содержание / оглавление / в этой статье
        """,
    Box.AUTHOR: """
        about the author / about the authors / about the writer / about the writers / über den autor / über die autorin
        à propos de l'auteur / à propos de l'autrice / sobre el autor / sobre la autora / sobre la firma / об авторе
        """,
    Box.CONTACT: """
        media relations / media contact / media contacts / press contact / press contacts / contact / contacts
        for media inquiries / media inquiries / press office / pressekontakt / pressekontakte / kontakt
        rückfragehinweis / contact presse / contacts presse / contact média / contacto de prensa / contacto
        контакты для сми / пресс-служба / контакты
        """,
    Box.POLL: """
        poll / reader poll / quick poll / your vote / have your say / umfrage / abstimmung / leserumfrage / sondage
        votre avis / encuesta / опрос / голосование / sondaggio / poll of the day / what do you think
        what do you think? have your say in our poll
        """,
    Box.BUTTON: """
        vote / vote now / submit / submit vote / see results / view results / show results / abstimmen
        ergebnis anzeigen
        ergebnisse anzeigen / votez / voter / je vote / voir les résultats / votar / ver resultados / голосовать
        проголосовать / результаты / показать результаты / vota
        """,
}

LABELS = {
    label.strip(): box
    for box, wordings in _WORDINGS.items()
    for line in wordings.strip().splitlines()
    for label in line.split(" / ")
}
"""Labels in lower case without the signs at their ends, with what stands below them."""
