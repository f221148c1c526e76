"""What pages say instead of an article: walls, stubs and errors, in the languages that are read most."""

from digest_bot.model import SkipReason

WALLS: tuple[tuple[SkipReason, str, str], ...] = (
    (
        SkipReason.COOKIE_WALL,
        "The page shows a cookie notice instead of the article.",
        r"""
        we (?:and our (?:\d+ )?partners )?(?:use|store)
        (?:this )?(?:site|website) uses cookies
        (?:accept|accept all|manage|reject|reject all|use of|we use) cookies
        cookie (?:preferences|settings|policy|consent)
        your privacy (?:matters|choices|is important)
        consent to (?:the use|our use|the processing)
        legitimate interest
        personali[sz]ed ads
        verwende(?:n|t) (?:\w+ )?cookies
        cookies (?:zustimmen|akzeptieren)
        utilisons des cookies
        accepter les cookies
        utilizamos cookies
        aceptar (?:las )?cookies
        файлы cookie
        (?:utilizziamo i|accetta(?: tutti)? i|usa i) cookie
        gebruiken (?:\w+ )?cookies
        cookies accepteren
        alle (?:cookies )?akzeptieren
        alle accepter
        stimmen sie der (?:verarbeitung|nutzung|verwendung)
        tout accepter
        continuer sans accepter
        respect de votre vie privée
        (?:nosotros y )?nuestros socios utiliz
        rechazar todo
        (?:noi e i )?nostri partner utilizz
        accetta tutt[io]
        utilizziamo (?:i )?cookie
        utilizamos cookies
        nossos parceiros utiliz
        aceitar (?:todos|tudo)
        (?:onze|wij en) (?:\w+ )?partners gebruik
        alles accepteren
        plików cookie
        akceptuj\w* wszystk
        använder (?:\w+ )?cookies
        godkänn alla
        bruger (?:\w+ )?cookies
        bruker informasjonskapsler
        godta alle
        çerezleri
        tümünü kabul et
        soubory cookie
        přijmout vše
        принять все
        cookieを使用
        すべて受け入れる
        同意したものとみなされます
        """,
    ),
    (
        SkipReason.PAYWALL,
        "The rest of the article is behind a paywall.",
        r"""
        subscribe (?:now |today )?to (?:continue|keep|read|unlock|get)
        (?:continue|keep) reading
        (?:already|not) a subscriber
        subscribers? only
        (?:exclusive to|for) subscribers
        subscriber[- ]only
        this (?:article|story|content) is (?:for|reserved|available|only)
        unlock (?:this|the full|full)
        full access
        (?:free|remaining) articles?(?: this month| left)
        start your (?:free )?trial
        choose (?:a|your) plan
        you(?:'|’)?ve (?:reached|read) your
        cancel any ?time
        for paid subscribers
        riservato agli abbonati
        abbonati per continuare
        alleen voor abonnees
        word abonnee
        (?:nur|exklusiv) für abonnenten
        jetzt abonnieren
        réservé aux abonnés
        (?:solo|sólo) para suscriptores
        s'abonner pour lire
        (?:только|доступ\w*) (?:для )?подписчик
        оформите подписку
        dieser (?:artikel|beitrag|inhalt) ist (?:teil von|nur für|exklusiv)
        jetzt weiterlesen
        weiterlesen mit
        jetzt kostenlos testen
        bereits ein abo
        la suite est réservée
        il vous reste .{2,10} (?:de cet article|à lire)
        déjà abonné
        exclusivo para (?:suscriptores|assinantes)
        suscr[ií]bete para
        ya eres suscriptor
        assine para
        já é assinante
        sei già abbonato
        tylko dla (?:subskrybentów|prenumeratorów)
        endast för prenumeranter
        kun for abonnenter
        """,
    ),
    (
        SkipReason.LOGIN,
        "The page asks to log in.",
        r"""
        (?:log|sign) ?in to (?:continue|view|read|see|your)
        please (?:log|sign) in
        you (?:must|need to) (?:be logged|log|sign)
        forgot(?:ten)? (?:your )?password
        create an? (?:free )?account
        don(?:'|’)t have an account
        remember me
        accedi per continuare
        password dimenticata
        log in om verder
        register (?:now )?to (?:continue|read)
        bitte (?:melden sie sich an|anmelden|einloggen)
        passwort vergessen
        mot de passe oublié
        connectez-vous (?:pour|à)
        (?:inicie|iniciar) sesión
        войдите,? чтобы
        забыли пароль
        """,
    ),
    (
        SkipReason.ERROR_PAGE,
        "The page is an error message, not an article.",
        r"""
        (?:page|article|file|site) (?:not found|could not be found|can(?:'|’)?t be (?:found|reached)|no longer exists)
        (?:page|article|file) you (?:requested|are looking for)
        \b(?:404|403|500|502|503)\b(?: error| not found| forbidden| bad gateway| service)
        error \d{3}
        access denied
        forbidden
        just a moment
        checking (?:your browser|if the site connection)
        verify(?:ing)? (?:that )?you are (?:a )?human
        captcha
        unusual traffic
        are you a robot
        something went wrong
        temporarily unavailable
        under maintenance
        service unavailable
        bad gateway
        ray id
        request blocked
        not available in your (?:country|region)
        (?:page|link) (?:may|might) (?:have been|be) (?:moved|deleted|removed|broken)
        page (?:you(?:'|’)?re|you are|you were) (?:looking|searching) for
        couldn(?:'|’)?t find (?:that|the|this) page
        (?:article|page|story) is no longer available
        unavailable due to legal reasons
        cannot grant you access
        too many requests
        \b410 gone\b|\b429\b
        resource is no longer available
        pardon our interruption
        think you were a bot
        confirm (?:that )?you are (?:a )?human
        (?:disable|turn off) (?:any|your) ad ?blocker
        using an ad ?blocker
        gesuchte seite (?:existiert|wurde|konnte|ist)
        seite (?:existiert|konnte) (?:leider )?nicht
        cette page n(?:'|’)existe (?:pas|plus)
        la página (?:que busca )?no (?:existe|está disponible)
        la pagina (?:che stai cercando )?non (?:esiste|è stata trovata)
        página (?:que procura )?não (?:foi encontrada|existe)
        pagina (?:bestaat niet|niet gevonden)
        strona,? (?:której szukasz,? )?nie (?:istnieje|została znaleziona)
        sidan (?:hittades inte|finns inte)
        siden (?:findes ikke|ble ikke funnet)
        ページが見つかりません
        お探しのページ
        seite (?:wurde )?nicht gefunden
        page (?:introuvable|non trouvée)
        página no encontrada
        страница не найдена
        """,
    ),
    (
        SkipReason.NEEDS_JAVASCRIPT,
        "The page shows its text only with JavaScript.",
        r"""
        (?:enable|turn on|requires?|needs?(?: to enable)?|activate|without) java ?script
        java ?script (?:is|must be|seems to be|has been) (?:disabled|enabled|required|not)
        doesn(?:'|’)t work properly without javascript
        loading\s?(?:\.{3}|…)
        (?:aktivieren sie|activez|active|habilite|включите) java ?script
        please enable js\b
        """,
    ),
)
"""(reason, sentence, phrases such pages speak in, one a line)."""
