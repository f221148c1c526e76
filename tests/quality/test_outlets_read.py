"""Invented articles in the manner of outlets in five languages, read as their readers would: what stands above, what
comes first, and what must never be told because it cannot be understood alone."""

from dataclasses import dataclass
from functools import cache

import pytest

from digest_bot.model import Article, Document
from digest_bot.text.article import read_article
from digest_bot.text.headline import headline
from digest_bot.text.introductions import lacking, read_names
from digest_bot.text.quotations import is_balanced
from digest_bot.text.sections import split_sections
from digest_bot.text.summary import summarise
from tests.builders import NOW


@dataclass(frozen=True, slots=True)
class Case:
    """An article, a paragraph a line, and how it should read."""

    language: str
    headline: str
    first: str
    never: tuple[str, ...]
    """Beginnings of sentences that need another."""
    text: str


CASES = {
    "German business": Case(
        "de",
        "Der Autozulieferer Kaltenbach AG will bis Ende 2027 rund 1.200 seiner 9.400 Arbeitsplätze streichen",
        "Der Autozulieferer Kaltenbach AG will bis Ende 2027 rund 1.200 seiner 9.400 Arbeitsplätze streichen.",
        ("Das teilte", "Betroffen seien", "Dort hatte", "Lesen Sie"),
        """
Der Autozulieferer Kaltenbach AG will bis Ende 2027 rund 1.200 seiner 9.400 Arbeitsplätze streichen.
Das teilte das Unternehmen am Dienstag in Schweinfurt mit. Betroffen seien vor allem die Werke in Eisenach.
„Die Nachfrage nach Getrieben für Verbrennungsmotoren ist eingebrochen“, begründete Vorstandschef Dr. Uwe Hartmann den
Schritt. Der Umsatz war im dritten Quartal um 14 Prozent auf 611 Mio. Euro gesunken.
Hartmann kündigte an, betriebsbedingte Kündigungen bis zum 31.12.2026 auszuschließen.
Am Mittwoch wollen die Arbeitnehmer vor dem Werkstor protestieren. Dort hatte es bereits im Frühjahr Proteste gegeben.
Das 1923 gegründete Familienunternehmen ist u. a. Zulieferer von BMW, Mercedes und Volvo.
Lesen Sie auch: Wie die Branche den Wandel verschläft""",
    ),
    "French politics": Case(
        "fr",
        "Retraites : le Sénat adopte le texte de justesse",
        "Le Sénat a adopté mercredi 25 novembre, par 171 voix contre 165, le projet de loi sur les retraites.",
        ("« Nous avons", "M. Delorme", "Il n’a cependant", "Lire aussi"),
        """Retraites : le Sénat adopte le texte de justesse
Le Sénat a adopté mercredi 25 novembre, par 171 voix contre 165, le projet de loi sur les retraites. Le texte, qui
prévoit de porter l’âge légal de départ à 64 ans et six mois, doit encore être examiné en commission mixte paritaire.
« C’est un vote de responsabilité », s’est félicité le ministre du travail, Antoine Delorme, à l’issue du scrutin.
« Nous avons écouté, nous avons corrigé, nous avançons. »
M. Delorme a promis de revenir devant la chambre haute d’ici à la fin de l’année. Il n’a cependant pas exclu de
recourir à l’article 49.3 de la Constitution.
Selon le Conseil d’orientation, le régime accusera un déficit de 6,6 milliards d’euros en 2027.
Lire aussi : Réforme des retraites : ce qui change pour vous""",
    ),
    "Spanish wire": Case(
        "es",
        "El Congreso aprueba la ley de vivienda con el apoyo de los nacionalistas",
        "El Congreso aprobó este miércoles la nueva ley de vivienda por 178 votos a favor y 170 en contra.",
        ("También lograron", "Así lo confirmaron", "¿Qué es", "Lea"),
        """El Congreso aprueba la ley de vivienda con el apoyo de los nacionalistas
MADRID, 25 nov. (EFE).- El Congreso aprobó este miércoles la nueva ley de vivienda por 178 votos a favor y 170 en
contra. La norma limita al 3 % la subida anual de los alquileres en las zonas tensionadas.
«Hoy ganan los inquilinos», proclamó la ministra de Vivienda, Isabel Rodríguez Lara, desde la tribuna.
El líder de la oposición, Alberto Núñez, anunció un recurso. Según el Sr. Núñez, el texto «ahuyentará» a muchos.
Los nacionalistas vascos votaron a favor a cambio de que la ley respete las competencias autonómicas. También lograron
que los ayuntamientos de menos de 10.000 hab. puedan quedar exentos.
La ley entrará en vigor el 1 de enero, tras su publicación en el BOE. Así lo confirmaron fuentes del Gobierno.
¿Qué es una zona tensionada?""",
    ),
    "Russian wire": Case(
        "ru",
        "Госдума приняла закон о такси",
        "Госдума приняла в третьем, окончательном чтении закон о такси.",
        ("МОСКВА", "По его словам", "Он вступит", "Читайте"),
        """Госдума приняла закон о такси
МОСКВА, 25 ноября — РИА Новости. Госдума приняла в третьем, окончательном чтении закон о такси. За него проголосовали
312 депутатов, против — 54.
Закон обязывает перевозчиков страховать пассажиров на сумму не менее 2 млн руб. Он вступит в силу 1 сентября 2027 г.
«Это сделает поездки безопаснее», — заявил глава комитета по транспорту Евгений Москвитин. По его словам, подготовка
документа заняла два года.
По данным Минтранса, в России работает около 750 тыс. таксистов, т. е. на 12 % больше, чем годом ранее.
Читайте также: Как изменятся цены на такси""",
    ),
    "English court report": Case(
        "en",
        "Former mayor jailed for six years over housing bribes",
        "A former mayor who took bribes from a builder for planning permission was jailed for six years on Wednesday.",
        ("In one,", "“He is", "We will go", "Nobody is"),
        """Former mayor jailed for six years over housing bribes
A former mayor who took bribes from a builder for planning permission was jailed for six years on Wednesday.
Judge Anita Rowe told him: “You sold the trust of the people who elected you for a kitchen and two holidays.”
The court heard that he had met the builder, Simon Lacey, at a golf club in 2019.
Lacey, 52, who pleaded guilty before the trial, was given 30 months.
Prosecutor Dan Mbeki said the two had exchanged more than 400 messages. In one, the mayor wrote: “Kitchen fitted.”
“He is a broken man,” she said.
Detective Sergeant Amy Cole, who led the investigation, said: “Nobody is above the law. We will go wherever the
evidence leads.”""",
    ),
    "English interview": Case(
        "en",
        "“The sea does not negotiate”: an interview with Ines Malk",
        "Ines Malk has run the harbour authority of Norrhaven since 2018.",
        ("We found", "The builder pays", "They may be", "Yes, but"),
        """“The sea does not negotiate”: an interview with Ines Malk
Ines Malk has run the harbour authority of Norrhaven since 2018. Last week it announced that the lock would open late.
What went wrong?
We found cracks in the eastern gate in March. A third of the concrete had to be cast again.
Who pays for it?
The builder pays 60 million and the state pays the rest. That is in the contract.
Are the fishermen right about the mussel beds?
They may be. The tide behind the gate of Norrhaven will rise by 11 centimetres, according to a study of the authority.
Would you do it again?
Yes, but with another builder.""",
    ),
}


@cache
def article(name: str) -> Article:
    text = CASES[name].text.strip()
    paragraphs: list[str] = []
    for line in text.split("\n"):  # a line that begins in small letters or goes on is the rest of the one before
        going_on = paragraphs and not paragraphs[-1].endswith((".", "?", "”", "»", "“")) and len(paragraphs[-1]) > 90
        paragraphs[-1:] = [f"{paragraphs[-1]} {line}"] if going_on else [*paragraphs[-1:], line]
    found = read_article(Document("outlet", "\n\n".join(paragraphs).encode(), "text/plain", NOW))
    assert isinstance(found, Article)
    return found


@cache
def told(name: str) -> tuple[str, ...]:
    sections = split_sections(article(name))
    assert len(sections) == 1
    summary = summarise(sections)
    assert summary is not None
    return tuple(pick.sentence.text for pick in summary.picks)


@pytest.mark.parametrize("name", CASES)
def test_the_language_the_headline_and_the_first_sentence_are_right(name: str) -> None:
    case = CASES[name]

    assert article(name).language == case.language
    assert headline(split_sections(article(name))[0]) == case.headline
    assert told(name)[0] == case.first


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_told_that_needs_what_is_not_told(name: str) -> None:
    assert [text for text in told(name) if text.startswith(CASES[name].never)] == []


@pytest.mark.parametrize("name", CASES)
def test_everybody_is_introduced_and_every_quotation_closed(name: str) -> None:
    whole = article(name)
    sentences = [sentence.text for sentence in split_sections(whole)[0].sentences]
    indices = [sentences.index(text) for text in told(name)]
    names = read_names(sentences, whole.language, of=indices, told=whole.title)

    assert lacking(names[index] for index in indices) == 0
    assert all(map(is_balanced, told(name)))
