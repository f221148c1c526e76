"""Which language a text is in; English when nobody can tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_bot.text.language import detect_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The ministers of both countries met on Monday to talk about the border and the water in the river."),
        ("de", "Die Minister beider Länder haben sich am Montag getroffen, um über die Grenze zu sprechen."),
        ("fr", "Les ministres des deux pays se sont réunis lundi pour parler de la frontière et de l’eau du fleuve."),
        ("es", "Los ministros de los dos países se reunieron el lunes para hablar de la frontera y del agua."),
        ("ru", "Министры двух стран встретились в понедельник, чтобы поговорить о границе и о воде в реке."),
        ("it", "I ministri dei due paesi si sono incontrati lunedì per parlare della frontiera e anche del fiume."),
        ("pt", "Os ministros dos dois países não se reuniram na segunda-feira para falar da fronteira e do rio."),
        ("nl", "De ministers van de twee landen hebben maandag met elkaar over het water in de rivier gesproken."),
        ("pl", "Ministrowie obu krajów spotkali się w poniedziałek, żeby rozmawiać o granicy i o wodzie, która jest."),
        ("da", "Ministrene fra de to lande mødtes mandag, og de talte om grænsen og om vandet efter mødet."),
        ("no", "Ministrene fra de to landene møttes mandag, og de snakket om grensen mellom dem etter møtet."),
        ("sv", "Ministrarna från de båda länderna träffades på måndagen och talade om gränsen som inte är klar."),
        ("fi", "Maiden ministerit tapasivat maanantaina ja puhuivat rajasta sekä joen vedestä, mutta myös kaupasta."),
        ("hu", "A két ország miniszterei hétfőn találkoztak, és a határról meg a folyóról is beszéltek, de nem sokat."),
        ("ro", "Miniștrii celor două țări s-au întâlnit luni și au vorbit despre graniță, care este pentru ei o temă."),
        ("cs", "Ministři obou zemí se v pondělí sešli, aby mluvili o hranici a o vodě, která je také jejich."),
        (
            "tr",
            "İki ülkenin bakanları pazartesi günü bir araya geldi ve sınır ile nehir için görüştü, ancak anlaşamadı.",
        ),
        ("id", "Para menteri kedua negara bertemu pada hari Senin untuk membahas perbatasan dan air di sungai itu."),
        ("uk", "Міністри двох країн зустрілися в понеділок, щоб поговорити про кордон і про воду в річці."),
        ("zh", "两国部长星期一举行会谈，讨论边界和河水问题。"),
        ("ja", "両国の大臣は月曜日に会談し、国境と川の水について話し合いました。"),
        ("ar", "اجتمع وزراء البلدين يوم الاثنين للحديث عن الحدود ومياه النهر."),
    ],
)
def test_a_sentence_is_enough(language: str, text: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "1234 5678", "Xyzzy plugh", "!!!"])
def test_it_is_english_when_unsure(text: str) -> None:
    assert detect_language(text) == "en"


def test_a_foreign_quotation_does_not_change_it() -> None:
    text = "The president said “Ich bin ein Berliner” when he spoke in the city, and the crowd cheered for minutes."
    assert detect_language(text) == "en"


@given(text=st.text(max_size=300))
def test_any_text_has_a_language(text: str) -> None:
    assert len(detect_language(text)) == 2
