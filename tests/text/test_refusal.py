"""What is no article is left out with its reason; news that speaks of walls is none."""

import pytest

from digest_bot.model import Article, Document, Skipped, SkipReason
from digest_bot.text.article import read_article
from tests.builders import NOW

NEWS = (
    "The minister said on Monday that the new bridge over the river would open in March.",
    "It has taken ten years to build and has cost twice as much as was planned in 2016.",
    "Ferries will go on running until the summer, the port authority said in a statement.",
    "Fishermen had protested against the closing of the eastern channel for several weeks.",
)
TEASER = "The minister said on Monday that the new bridge over the river would open in March after ten years of work."


def read(body: str, media_type: str = "text/html", **about: str) -> Article | Skipped:
    document = Document("Post", body.encode(), media_type, NOW, url="https://post.example/1", **about)  # type: ignore[arg-type]
    return read_article(document)


def page(title: str, *body: str) -> str:
    return f"<html><head><title>{title}</title></head><body>{''.join(body)}</body></html>"


HEADLINES = "".join(f"<li><a href='/{n}'>Minister opens bridge number {n}</a></li>" for n in range(12))


@pytest.mark.parametrize(
    ("reason", "html"),
    [
        (SkipReason.TOO_SHORT, page("Bridge", "<p>The bridge is open.</p>")),
        (
            SkipReason.COOKIE_WALL,
            page(
                "Bridge opens",
                "<p>We and our 842 partners store and access personal data on your device.</p>",
                "<p>Accept all cookies. Manage preferences. Your privacy matters to us and you can change it.</p>",
            ),
        ),
        (
            SkipReason.COOKIE_WALL,
            page("Brücke", "<p>Wir verwenden Cookies und ähnliche Techniken. Alle akzeptieren. Mehr erfahren.</p>"),
        ),
        (
            SkipReason.PAYWALL,
            page(
                "Bridge", f"<article><p>{TEASER}</p><p>Subscribe to continue reading. Not a subscriber?</p></article>"
            ),
        ),
        (SkipReason.PAYWALL, page("Мост", "<p>Материал доступен только подписчикам. Оформите подписку сегодня.</p>")),
        (
            SkipReason.LOGIN,
            page("Sign in", "<form>E-mail Password <a href='/f'>Forgot your password?</a> Please log in.</form>"),
        ),
        (SkipReason.ERROR_PAGE, page("404 Not Found", "<h1>Not Found</h1><p>The requested page was not found.</p>")),
        (SkipReason.ERROR_PAGE, page("Just a moment...", "<p>Checking your browser before you go on. Ray ID: 1</p>")),
        (SkipReason.ERROR_PAGE, page("Fehler", "<p>Diese Seite wurde nicht gefunden. Zur Startseite.</p>")),
        (SkipReason.COOKIE_WALL, page("Ponte", "<p>Noi e i nostri partner utilizziamo cookie. Accetta tutti.</p>")),
        (SkipReason.COOKIE_WALL, page("Most", "<p>My i nasi partnerzy używamy plików cookie. Zarządzaj.</p>")),
        (SkipReason.COOKIE_WALL, page("Bron", "<p>Vi och våra partner använder cookies. Godkänn alla.</p>")),
        (SkipReason.COOKIE_WALL, page("Köprü", "<p>Biz çerezleri kullanıyoruz. Tümünü kabul et.</p>")),
        (SkipReason.PAYWALL, page("Brücke", "<p>Weiterlesen mit Plus. Sie haben bereits ein Abo?</p>")),
        (SkipReason.PAYWALL, page("Pont", "<p>Il vous reste 85 % de cet article à lire. Déjà abonné ?</p>")),
        (SkipReason.PAYWALL, page("Puente", "<p>Contenido exclusivo para suscriptores.</p>")),
        (
            SkipReason.PAYWALL,
            page(
                "Bridge",
                f"<p>{NEWS[0]}</p>",
                '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge", '
                '"isAccessibleForFree": false}</script>',
            ),
        ),
        (SkipReason.ERROR_PAGE, page("Oops", "<p>The page you’re looking for doesn’t exist.</p>")),
        (SkipReason.ERROR_PAGE, page("Ups", "<p>Die gesuchte Seite existiert leider nicht mehr.</p>")),
        (SkipReason.ERROR_PAGE, page("Oups", "<p>Cette page n’existe pas ou a été supprimée.</p>")),
        (SkipReason.ERROR_PAGE, page("451", "<p>Unavailable due to legal reasons. We cannot grant you access.</p>")),
        (SkipReason.ERROR_PAGE, page("Hold on", "<p>Press and hold to confirm you are a human.</p>")),
        (SkipReason.NEEDS_JAVASCRIPT, page("App", "<noscript>You need to enable JavaScript to run it.</noscript>")),
        (SkipReason.NEEDS_JAVASCRIPT, page("Harbour Post", "<div id='app'></div><script src='/app.js'></script>")),
        (SkipReason.LINK_LIST, page("World news", f"<ul>{HEADLINES}</ul>")),
    ],
)
def test_a_page_without_an_article_is_skipped_with_its_reason(reason: SkipReason, html: str) -> None:
    result = read(html)
    assert isinstance(result, Skipped)
    assert (result.reason, result.url) == (reason, "https://post.example/1")
    assert result.detail.endswith(".")


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (SkipReason.UNREADABLE, " \n "),
        (SkipReason.TOO_SHORT, "The bridge is open."),
        (SkipReason.LOGIN, "Please log in to continue.\nForgot password?"),
        (SkipReason.ERROR_PAGE, "502 Bad Gateway\n\nnginx/1.18.0"),
        (SkipReason.LINK_LIST, "\n".join(f"Minister opens bridge number {n}" for n in range(12))),
    ],
)
def test_a_text_without_an_article_is_skipped_too(reason: SkipReason, text: str) -> None:
    result = read(text, "text/plain")
    assert isinstance(result, Skipped)
    assert result.reason == reason


@pytest.mark.parametrize(
    "sentence",
    [
        "Visitors who want to read on must accept all cookies, which a court in Bonn found unlawful on Friday.",
        "Users of the bank saw the words “Something went wrong” when they tried to log in to see their accounts.",
        "The minister was refused: “Access denied”, read the sign at the door of the empty control room.",
        "The paper will put its archive behind a paywall, for subscribers only, from the first of January on.",
    ],
)
def test_news_about_walls_is_no_wall(sentence: str) -> None:
    result = read(page("A report", *(f"<p>{text}</p>" for text in (*NEWS, sentence))))
    assert isinstance(result, Article)
    assert result.paragraphs[-1].text == sentence


def test_the_publishers_own_excerpt_stands_in_for_a_wall_and_is_marked() -> None:
    wall = page("Bridge", "<p>Subscribe to continue reading. Already a subscriber? Start your free trial.</p>")
    result = read(wall, title="Bridge opens in March", excerpt=TEASER)
    assert isinstance(result, Article)
    assert result.excerpt_only
    assert [paragraph.text for paragraph in result.paragraphs] == [TEASER]


def test_an_excerpt_of_a_few_words_does_not() -> None:
    result = read(page("Bridge", "<p>Subscribe to continue reading.</p>"), excerpt="Read it all here.")
    assert isinstance(result, Skipped)
    assert result.reason == SkipReason.PAYWALL


@pytest.mark.parametrize("body", [bytes(n * 7919 % 251 for n in range(9000)), b"\x1f\x8b\x08" + bytes(range(256)) * 9])
def test_bytes_that_are_no_text_are_unreadable(body: bytes) -> None:
    for media_type in ("text/html", "text/plain"):
        result = read_article(Document("Post", body, media_type, NOW))
        assert isinstance(result, Skipped)
        assert result.reason == SkipReason.UNREADABLE


def test_a_page_in_a_script_without_spaces_is_no_list() -> None:
    said = "鉱山会社に対し、湖からの水のくみ上げを止めるように命じた。住民は{}年も待っていたという。"
    result = read(page("橋", "<article>", *(f"<p>{said.format(year)}</p>" for year in range(12, 20)), "</article>"))
    assert isinstance(result, Article)


def test_a_text_in_a_script_without_spaces_is_not_too_short() -> None:
    text = "两国部长星期一举行会谈，讨论边界和河水问题。双方同意明年三月开放新桥，并继续就渔业进行谈判。" * 4
    assert isinstance(read(text, "text/plain"), Article)
