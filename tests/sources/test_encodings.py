"""Pages in every encoding, declared rightly, wrongly, not at all: no mojibake, nothing lost where bytes are sound."""

import ftfy.bad_codecs
import pytest

from digest_bot.model import Article, Document
from digest_bot.text.article import read_article
from digest_bot.text.decode import decode
from tests.builders import NOW

ftfy.bad_codecs.ok()  # Windows-1252 with every byte, as browsers read it
TEXTS = {
    "ru": "Паром в Северный порт снова ходит с понедельника, сообщила в пятницу портовая служба города.",
    "uk": "Пором до Північного порту знову ходить з понеділка, повідомила у п'ятницю портова служба міста.",
    "zh": "开往北港的渡轮将于周一恢复航行，港务局周五表示。渡轮在船厂停留了九个星期，乘客可以在码头购买船票。",
    "tw": "開往北港的渡輪將於週一恢復航行，港務局週五表示。渡輪在船廠停留了九個星期，乘客可以在碼頭購買船票。",
    "ja": "北港行きのフェリーは月曜日から運航を再開すると港湾局が金曜日に発表した。フェリーは修理中だった。",
    "ko": "북항으로 가는 여객선이 월요일부터 다시 운항한다고 항만 당국이 금요일 밝혔다.",
    "el": "Το πλοίο για το βόρειο λιμάνι ταξιδεύει ξανά από τη Δευτέρα, ανακοίνωσε την Παρασκευή το λιμεναρχείο.",
    "he": "המעבורת לנמל הצפוני תשוב להפליג ביום שני, כך הודיעה רשות הנמל ביום שישי לאחר תשעה שבועות במספנה.",
    "ar": "تعود العبارة إلى الإبحار نحو الميناء الشمالي يوم الاثنين، بحسب ما أعلنت سلطة الميناء يوم الجمعة.",
    "th": "เรือข้ามฟากไปท่าเรือเหนือจะกลับมาแล่นอีกครั้งในวันจันทร์ การท่าเรือกล่าวเมื่อวันศุกร์",
    "cs": "Trajekt do Severního přístavu opět pluje od pondělí, oznámil v pátek přístavní úřad města Žďár.",
    "pl": "Prom do Północnego Portu znów pływa od poniedziałku – podał w piątek zarząd portu w Łodzi.",
    "tr": "Kuzey Limanı'na giden feribot pazartesi günü yeniden sefere başlıyor, dedi liman işletmesi çarşamba günü.",
    "de": "Die Fähre nach Nordhafen fährt ab Montag wieder – „endlich“, sagte die Hafenbehörde für 9 € die Fahrt.",
    "en": "“The ferry’s back,” the harbour office said – after nine weeks, and for £9 a trip, not €12…",
}
CASES = [
    ("ru", "cp1251"), ("ru", "koi8-r"), ("ru", "iso-8859-5"), ("ru", "cp866"), ("uk", "koi8-u"), ("uk", "cp1251"),
    ("zh", "gb18030"), ("zh", "gbk"), ("zh", "gb2312"), ("tw", "big5"), ("ja", "shift_jis"), ("ja", "euc-jp"),
    ("ja", "iso-2022-jp"), ("ko", "euc-kr"), ("el", "iso-8859-7"), ("el", "cp1253"), ("he", "cp1255"),
    ("ar", "cp1256"), ("th", "cp874"), ("cs", "iso-8859-2"), ("cs", "cp1250"), ("pl", "cp1250"), ("tr", "cp1254"),
    ("de", "cp1252"), ("en", "cp1252"), *((language, "utf-8") for language in TEXTS),
]  # fmt: skip


def page(language: str, encoding: str, declared: str | None) -> bytes:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{meta}<title>x</title></head><body><p>{TEXTS[language]}</p></body></html>".encode(encoding)


def read(body: bytes, header: str | None = None) -> str:
    return decode(body, charset=header).partition("<p>")[2].partition("</p>")[0]


@pytest.mark.parametrize("header", [None, "iso-8859-1", "ISO-8859-1", "us-ascii", "nonsense", "utf-8"])
@pytest.mark.parametrize(("language", "encoding"), CASES, ids=[f"{a}-{b}" for a, b in CASES])
def test_what_a_page_says_of_itself_is_believed_whatever_its_server_says(
    language: str, encoding: str, header: str | None
) -> None:
    assert read(page(language, encoding, encoding), header) == TEXTS[language]


@pytest.mark.parametrize("declared", [None, "utf-8"])
@pytest.mark.parametrize(("language", "encoding"), CASES, ids=[f"{a}-{b}" for a, b in CASES])
def test_the_server_is_believed_where_the_page_says_nothing_or_what_cannot_be(
    language: str, encoding: str, declared: str | None
) -> None:
    assert read(page(language, encoding, declared), encoding) == TEXTS[language]


@pytest.mark.parametrize("lie", ["windows-1251", "iso-8859-1", "gb2312", "shift_jis", "big5", "euc-kr"])
@pytest.mark.parametrize("language", TEXTS)
def test_utf_8_is_utf_8_whatever_is_said(language: str, lie: str) -> None:
    assert read(page(language, "utf-8", lie), lie) == TEXTS[language]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("language", ["ru", "zh", "ar", "en"])
def test_a_byte_order_mark_settles_it(language: str, encoding: str) -> None:
    assert read(page(language, encoding, "iso-8859-1"), "koi8-r") == TEXTS[language]


@pytest.mark.parametrize(
    ("language", "encoding"), [("ru", "cp1251"), ("ru", "koi8-r"), ("de", "cp1252"), ("en", "cp1252")]
)
def test_what_nobody_declared_is_told_from_its_bytes(language: str, encoding: str) -> None:
    assert read(page(language, encoding, None)) == TEXTS[language]


@pytest.mark.parametrize("language", ["de", "en", "cs", "ru"])
def test_utf_8_that_was_taken_for_latin_1_is_mended(language: str) -> None:
    broken = TEXTS[language].encode().decode("sloppy-windows-1252").encode()
    rest = "The office named no reason. It will look at the matter again in spring, and publish what it finds then."
    body = broken + f"\n\n{rest}\n\n".encode()
    article = read_article(Document("Post", body, "text/plain", NOW))
    assert isinstance(article, Article)
    assert article.paragraphs[0].text == TEXTS[language]
