r"""The wordings of labels, buttons and notices that stand around articles, for `digest_bot.text.notices`.

A line is a pattern for a whole passage in lower case, with straight apostrophes, without the signs at its ends. It
begins with the whole words by which it is found (`print|save this`), or with `#`, which stands for a number anywhere.
"""

LABELS = r"""
    follow|save|saved|share|print|copied|close|reply|subscribe|subscribed|menu
    add .{2,40} as a preferred source.{0,40}
    add (?:us )?(?:as preferred )?on google
    make|prefer .{2,40} (?:preferred )?on google
    save|saved|bookmark|bookmarked|gift|print|republish|share|rate|report (?:this|full|the) (?:article|story|post|page)
    license this (?:article|story)
    share (?:this content )?(?:on|via|by) (?:facebook|x|twitter|whatsapp|e-?mail|linkedin|bluesky|reddit)\b.{0,30}
    share (?:full article|this)
    like loading
    scroll (?:down )?for (?:videos?|photos?|more)
    filed under: .{2,160}
    allow|enable cookies(?: once)?
    report (?:an?|this) (?:issue|error|typo|problem|mistake)
    comment|comments \(#
    contact us .{0,60}@\S+
    corrections and clarifications
    forward to a friend
    member-only story
    normal text size.{0,60}
    our mailing address is
    a message from .{2,60}
    ap audio: .{3,80}
    credit\.\.\..{3,80}
    create a website or blog at .{3,40}
    see more on: .{2,80}
    source|sources: .{2,60}
    view the original .{3,100}
    copy (?:the )?(?:article |story )?(?:link|url)
    link copied
    add to your .{3,30}
    reprints (?:and|&) permissions
    purchase|get|buy licensing rights
    reuse this content
    resize text
    follow topics?
    follow|join (?:us on|our (?:whatsapp|telegram)) .{3,80}
    follow|like (?:us )?on (?:google|facebook|x|twitter|whatsapp|instagram|youtube|telegram)(?: news)?
    follow .{2,60} on (?:x|twitter|facebook|instagram|bluesky|threads|mastodon|tiktok|youtube|whatsapp|linkedin)
    click|tap (?:here )?(?:to|for) .{3,80}
    skip to (?:main |the )?(?:content|comments|navigation|footer)
    skip (?:advertisement|ads?)
    jump to (?:comments|latest|main content|content)
    opens in (?:a )?new (?:tab|window)
    was|is this (?:article|story|page|summary|content|information)? ?(?:helpful|useful)
    thanks|thank (?:you )?for (?:your feedback|signing up|subscribing|registering|rating)\b.{0,60}
    listen|watch (?:to )?this (?:article|story)\b.{0,40}
    listen \(?# min.{0,10}
    listen to (?:the latest episode|our) .{2,60}
    go deeper(?: \(.{3,30})?
    # (?:comment|response|share|like|view|vote|reaction)s?
    # (?:replies|reply|shared|stimmen?|voix|votos?|punkte|kommentare?|commentaires?|comentarios?)
    # (?:комментари|просмотр|голос)\w{0,2}
    # (?:-?min(?:ute)?n?s?\.?)[ -](?:read|listen|lesezeit|lesedauer|de lecture|de lectura|video)
    # ?(?:h|hrs?|m|mins?|d|hours?|minutes?|days?|weeks?) ago(?: ?/ .{3,40})?
    # (?:часа?|часов|минуту?|минуты|дня|дней) назад
    vor # (?:stunden?|minuten?|tag(?:en)?)
    il y a # (?:heures?|minutes?|jours?)
    hace # (?:horas?|minutos?|días?)
    audio by .{2,40}
    image|photo|slide|item|picture # (?:of|/) #
    image|photo|picture credit: .{2,100}
    image|photo|picture|bild|foto|imagen|фото ?: .{3,140}
    a a a
    credit|crédit|crédito(?: photo)? ?: .{2,80}
    enlarge|expand (?:this )?(?:image|photo|picture)
    view (?:this )?(?:image|photo|picture) in (?:fullscreen|gallery)
    view (?:larger|full ?size|gallery|(?:all )?comments|results|full image|image)(?: image)?
    open (?:this )?(?:image|photo|picture) in (?:gallery|fullscreen|modal)
    toggle|hide|show captions?
    image (?:caption|source|credit), .{1,300}
    media caption, .{1,300}
    video (?:ad feedback|unavailable)
    like this
    loading
    now playing
    current time \d.{0,40}
    play|watch (?:the )?video

    advertisement(?: ?[.,:–—-]{0,3} ?(?:scroll|article|story|continue|continued|skip|feature|content)\b.{0,60})?
    ad|ads|sponsored|promoted|advertorial
    ad|sponsored|sponsor|promoted|partner|partners|paid|branded (?:content|message|post|stories|article|feature|links)
    paid for by .{2,60}
    presented|brought|sponsored|powered (?:to you )?by .{2,60}
    in (?:paid )?partnership with .{2,60}
    article|story|report|content|post continues (?:after|below).{0,40}
    continue|continues reading (?:after|below|the main) .{0,40}
    scroll (?:down )?(?:to|for) (?:continue|more|read)\b.{0,40}
    why|report|hide|remove (?:this )?ads?
    from our (?:advertisers|partners|sponsors)
    after newsletter promotion

    sign|signup (?:up )?(?:to|for|here for) [^.!?]{0,60}(?:newsletters?|briefing|e-?mails?|updates|alerts)\b.{0,60}
    sign (?:me )?up(?: here| now| today| free)?
    get (?:the |our )?(?:free )?(?:news )?app
    download (?:the |our )[^.]{0,30}app
    available on (?:ios|android|the app store|apple podcasts).{0,60}
    get the (?:full|best) experience .{3,60}
    open|read|view|continue|watch in (?:the |our )?(?:\w{2,20} )?app
    check your inbox.{0,60}
    please (?:enter|provide) (?:a|your) (?:valid )?e-?mail.{0,40}
    enter your e-?mail.{0,60}
    unsubscribe at any ?time
    newsletter|newsletters
    free (?:daily |weekly )?newsletter
    more newsletters
    view|read|open|see (?:this )?(?:e-?mail |newsletter |message )?in (?:your |a )?(?:web ?)?browser\b.{0,99}
    view (?:this (?:e-?mail|newsletter|message) )?online(?: [\[(]?http\S+)?
    already a (?:member|subscriber).{0,40}
    unlock (?:this|the full) (?:article|story)
    to (?:continue|keep) reading,? .{3,60}
    subscribe (?:now )?for (?:just |only )?[$£€]\S{1,8}.{0,60}
    subscribe on .{3,80}
    before you go
    donate|subscribe (?:now|today)
    support our (?:journalism|work|newsroom)

    related|recommended|popular|suggested (?:stories|articles|content|news|coverage|topics|links|reading|posts|videos)
    related|recommended|watch|see|read|listen(?: also| more| next| now)? ?[|:»>] .{5,160}
    also|read (?:read|see|watch|more|next|also|on) ?[|:»>–-] .{5,160}
    see also ?[|:»>–-] .{5,160}
    more on this (?:story|topic)
    more (?:in|from|on) (?:this section|our site|the web)
    more by .{3,60}
    see|read more (?:from|by|stories by) .{3,60}
    contact (?:the author|the editor|\w+)
    explore more (?:on these )?topics
    topics|tags: .{2,160}
    show|load|see|view (?:more|all|less|more stories|key events only|all topics|all comments|more comments)
    up next
    next|previous (?:article|story|post|page)
    list # of #
    list of # items
    end of (?:list|carousel)
    dig|read|go deeper ?[:|] .{5,120}

    take (?:our|the) (?:poll|quiz|survey)\b.{0,120}
    have your say\b.{0,80}
    quiz ?[:|–-] .{3,120}
    test your (?:knowledge|news knowledge|general knowledge|iq)
    start (?:the )?quiz
    join the (?:conversation|discussion|debate)
    join our commenting forum
    leave a (?:reply|comment)
    be the first to comment
    log|sign in (?:to|or register to|or sign up to) (?:comment|reply|join the conversation)
    all comments
    sort by:? ?\w{0,20}
    newest|oldest first
    post|add|view|read|write|submit (?:a |your |the |all )?(?:\d+ )?comments?
    allow [a-z]{2,20} content
    accept and (?:continue|close)
    accept|reject all(?: cookies)?
    view this post on \w{3,20}
    posted by .{2,60} on \w{6,9}, \w{3,9} \d.{3,20}
    read # repl(?:y|ies)
    liveblog
    live (?:blog|updates)
    live|liveticker
    en (?:direct|vivo)
    forward-looking statements
    follow live
    key events
    pinned post
    new updates

    written|reported|posted|published|reviewed|edited|translated|compiled by:? .{3,80}
    ai-generated summary.{0,80}
    disclosure statement
    the trust project
    how we report
    learn more about our .{3,60}
    media|press contacts?: .{3,200}
    for immediate release
    notes to editors
    view source version on .{3,160}
    contact: .{3,80}(?:@|\d{3}).{2,80}

    anzeige(?: ende)?
    werbung|gesponsert
    gesponserter|gesponserte (?:beitrag|inhalt|artikel)
    lesen sie (?:auch|mehr|nach der (?:anzeige|werbung) weiter|hier weiter|hierzu auch)(?: zum thema)?
    lesen sie (?:auch|mehr|hierzu auch)(?: dazu)? ?[:|–-] .{3,160}
    artikel|text (?:wird|geht) nach (?:der|dieser) (?:anzeige|werbung) .{3,30}
    mehr (?:dazu|zum thema|lesen|anzeigen|erfahren)(?: ?[:|–-] .{3,160})?
    mehr von .{3,60}
    siehe|lesen auch ?[:|–-] .{3,160}
    das könnte (?:sie|dich) auch interessieren
    passend(?:e artikel)?(?: zum thema)?
    auch (?:interessant|lesenswert)
    weitere (?:artikel|themen|nachrichten|beiträge|meldungen)
    meistgelesen|meistgelesene|schlagworte
    zum|zur (?:liveticker|startseite|merkliste|bildergalerie|homepage)
    zur merkliste hinzufügen
    nach oben
    teilen|merken|drucken|vorlesen|anhören|kommentieren|kommentare
    artikel (?:anhören|vorlesen|teilen|drucken|merken|verschenken)
    link (?:kopieren|kopiert)
    per e-?mail teilen
    auf (?:facebook|x|twitter|whatsapp|linkedin) teilen
    lesezeit|lesedauer:? .{3,30}
    kommentar|kommentare (?:schreiben|verfassen|lesen|anzeigen|\(?\d+)
    diskutieren sie mit.{0,60}
    melden sie sich .{0,30}newsletter .{0,40}an
    abonnieren sie .{0,60}(?:newsletter|kanal|podcast).{0,60}
    newsletter (?:abonnieren|bestellen|anmelden)
    jetzt (?:anmelden|abonnieren|mitmachen|abstimmen|registrieren|weiterlesen.{0,40}|die app .{3,30}|kostenlos .{3,60})
    folgen|folge (?:sie )?uns (?:auf|bei|in) .{2,80}
    hier geht(?:'s| es) zu(?:m|r)? .{3,80}
    empfohlener (?:externer|redaktioneller) inhalt
    externer inhalt
    externe inhalte .{0,40}(?:anzeigen|laden|zulassen|akzeptieren).{0,60}
    sieh dir (?:diesen|dieses) .{3,20} auf instagram an
    inhalt|inhalte (?:laden|von .{2,30} (?:anzeigen|laden))
    bild|bilder (?:vergrößern|anzeigen)
    detailansicht öffnen
    bildbeschreibung einblenden
    quelle|quellen: .{2,60}
    bildrechte: .{2,80}
    mit material (?:von|der) .{2,60}
    transparenzhinweis|impressum|datenschutz
    pressekontakt|rückfragehinweis
    original-content von.{3,120}
    exklusiv|nur für abonnenten.{0,40}
    monatlich kündbar
    sie haben bereits ein abo.{0,40}

    publicité|sponsorisé
    publier un commentaire
    publi-rédactionnel
    article|contenu (?:sponsorisé|partenaire|réservé aux abonnés)
    la suite après (?:la|cette|votre) publicité
    passer la publicité
    lire (?:aussi|également|la suite|plus tard|plus)(?: ?[:|–-] .{3,160})?
    à (?:lire|voir|écouter|découvrir)(?: aussi| également)?(?: ?[:|–-] .{3,160})?
    voir (?:aussi|également|plus|(?:tous )?les (?:commentaires|résultats))(?: ?[:|–-] .{3,160})?
    sur le même (?:sujet|thème)
    dans la même rubrique
    les plus (?:lus|populaires|partagés)
    nos derniers articles
    plus d'(?:infos|articles)
    partager|imprimer|enregistrer|commenter|réagir|contribuer
    partager (?:sur|par|l'article|cet article).{0,30}
    copier le lien
    envoyer par e-?mail
    écouter (?:l'article|cet article|le podcast).{0,40}
    ajouter à (?:vos|mes) .{3,30}
    offrir cet article
    temps de lecture ?:? ?.{3,20}
    rejoignez la (?:discussion|conversation).{0,60}
    connectez-vous pour (?:commenter|réagir|participer).{0,40}
    signaler une (?:erreur|faute).{0,40}
    inscrivez-vous (?:à|pour).{3,100}
    merci pour votre (?:inscription|abonnement|avis)
    je (?:m'inscris|participe|m'abonne|vote)
    accepter les cookies
    voir (?:cette publication|ce post|cette vidéo) sur .{3,30}
    agrandir l'image
    photo d'(?:illustration|archives)
    déjà abonné.{0,40}
    abonnez-vous(?: .{3,80})?
    sans engagement
    contact|contacts presse
    suivez-nous(?: sur .{3,80})?
    suivez (?:toute )?l'actualité .{3,100}
    retrouvez (?:toute l'actualité|tous nos|l'actualité) .{3,100}
    quiz ?: .{3,120}

    publicidad|patrocinado
    la (?:noticia|nota) continúa .{3,40}
    el artículo continúa .{3,40}
    contenido (?:patrocinado|exclusivo.{0,40}|para suscriptores)
    seguir leyendo
    lea|lee|mira|ver|escucha también(?: ?[:|–-] .{3,160})?
    le|te|les|os (?:puede|podría) (?:también )?interesar(?: ?[:|–-] .{3,160})?
    más (?:información|noticias|sobre este tema)(?: ?[:|–-] .{3,160})?
    noticias|temas|artículos (?:relacionados|relacionadas)
    te recomendamos
    lo más (?:leído|visto|compartido)
    archivado en
    relacionados|etiquetas
    ver (?:más|resultados)
    compartir|imprimir|guardar|escuchar|comentar|regalar
    compartir (?:en|por) .{3,30}
    copiar (?:enlace|link)
    enviar por (?:correo|e-?mail)
    tiempo de lectura:? .{3,20}
    ir a los comentarios
    regala esta noticia
    únete a (?:la conversación|nuestro (?:canal|grupo)).{0,60}
    inicia|inicie sesión (?:para|con).{3,40}
    reportar un error
    suscribirme
    suscríbete|suscríbase|apúntate|regístrate(?: (?:a|para|por|gratis|ahora).{3,100})?
    ver esta (?:publicación|historia) en instagram
    imagen de archivo
    ampliar (?:foto|imagen)
    ya eres suscriptor.{0,40}
    hazte (?:socio|suscriptor).{0,40}
    contacto|contactos de prensa
    síguenos (?:en|también).{3,80}
    descarga|descargue (?:nuestra|la) app.{0,40}

    реклама|спецпроект
    на правах рекламы
    партнёрский|партнерский материал
    материал партн[её]ра
    продолжение (?:после|статьи после) рекламы
    erid: ?\S{3,40}
    подпишитесь|подписывайтесь на .{3,120}
    подписаться(?: на .{3,80})?
    главные новости .{3,60}на вашу почту
    введите ваш e-?mail
    читайте (?:также|ещ[её]|подробнее|нас в .{3,40}|по теме)(?: ?[:|–-] .{3,160})?
    смотрите также(?: ?[:|–-] .{3,160})?
    материалы по теме
    по теме
    еще|ещё по теме
    подробнее|популярное|теги|поделиться|распечатать|обсудить
    самое (?:читаемое|популярное|обсуждаемое)
    новости партн[её]ров
    другие новости
    показать ещ[её]
    скопировать ссылку
    слушать новость
    в закладки
    время чтения:? .{3,20}
    отправить по почте
    оставить|написать комментарий
    посмотреть эту публикацию в instagram
    перейти в фотобанк
    доступ (?:только )?для подписчиков
    оформить подписку
    уже есть подписка.{0,30}
    контакты для (?:сми|прессы)
    источник: .{2,40}
    редактор|автор: .{3,60}
    наши новости в .{3,30}

    gerelateerd|advertentie|pubblicità
    contenuto sponsorizzato
    lees (?:ook|meer|verder)(?: ?[:|–-] .{3,160})?
    leggi anche(?: ?[:|–-] .{3,160})?
    iscriviti alla .{0,20}newsletter.{0,80}
    condividi|delen|reageer
"""
"""What never ends in a full stop: one that does is a sentence of somebody."""

SENTENCES = r"""
    video player is loading
    link copied
    advertisement
    sign up here
    sign up (?:to|for) (?:our|the|my) [^.!?]{0,60}newsletters?\b.{0,60}
    thanks|thank (?:you )?for (?:signing up|subscribing|registering|your feedback)\b.{0,60}
    check your inbox (?:to|for) .{0,60}
    please (?:enter|provide) a valid e-?mail.{0,40}
    add articles to your saved list.{0,80}
    remove items from your saved list.{0,60}
    you have reached your maximum number of saved items
    follow .{2,80} (?:on|at) .{0,40}(?:https?://|@)\S+
    follow .{2,60} on (?:facebook|x|twitter|instagram|threads|bluesky)(?:, \w{1,10})* (?:and|or) \w{1,10}\b.{0,120}
    keep up with (?:all )?the latest .{3,120}
    stay (?:up[ -]to[ -]date|updated|informed|tuned|connected)\b.{3,140}(?:news|updates|channel|newsletter)\b.{0,80}
    get (?:the )?latest news .{3,140}
    catch all the .{3,120}news.{0,200}
    listen to (?:highlights|the best|the latest episode|more) .{3,160}
    newyou can now listen .{3,60}
    please use (?:the )?chrome browser .{3,80}
    a version of this (?:article|story|essay|column) (?:appears|appeared|previously|first|originally) .{3,300}
    thanks|thank (?:you )?for reading\b.{0,80}(?:subscribe|share|support).{0,80}
    thank you for your patience while we .{3,240}
    want (?:all|more|to) .{3,60}\? ?(?:subscribe|sign up|get|join)\b.{0,120}
    want to change how you receive these e-?mails
    you can update your preferences or .{3,60}
    you can change your settings at any ?time.{0,60}
    you can use the buttons below .{3,160}
    unfortunately we have been unable to verify .{3,120}
    republish (?:our|this) .{3,120}
    item # of # .{3,300}
    #/# ?\] ?.{3,300}
    this site uses akismet .{3,120}
    follow topics and authors .{3,200}
    this video can not be played.{0,120}
    to (?:play|view) this video .{0,30}(?:enable|upgrade|javascript).{0,160}
    please (?:turn on|enable) javascript.{0,80}
    warning: third party content .{3,80}
    # of # \| .{3,400}
    this (?:content|article) (?:is|was) (?:produced|paid for|sponsored|provided|brought to you) by .{2,140}
    this advertisement has not loaded yet.{0,80}
    advertisement\. scroll .{3,40}
    we may (?:earn|receive|get) (?:a |an )?(?:small )?(?:affiliate )?commission.{0,160}
    when you (?:buy|purchase|shop|click) .{0,40}(?:links?|site).{0,30}we may .{0,120}
    this (?:article|post|page|story) (?:may )?contains? affiliate links.{0,200}
    products|items .{0,60}independently (?:selected|chosen|reviewed) by .{0,120}
    this is (?:an excerpt|a preview|adapted) (?:from|of) .{3,80}newsletter.{0,120}
    to (?:get|receive) (?:it|this|them|the newsletter).{0,40}in(?:to)? your inbox.{0,60}
    something went wrong[.,]? please try again.{0,20}
    unsubscribe at any ?time
    we'll send you .{3,120}unsubscribe.{0,40}
    i would like to (?:be e-?mailed|receive) .{3,120}(?:offers|newsletter|updates).{3,160}
    privacy notice: .{3,400}
    by (?:signing up|subscribing|registering|submitting|continuing)[^.]{0,80} you (?:agree|consent|accept)\b.{3,300}
    having|trouble (?:trouble )?(?:viewing|reading|seeing) this .{3,120}
    you(?: are|'re) receiving this (?:e-?mail|newsletter|message|letter) .{3,200}
    you have # (?:free )?articles? (?:left|remaining).{0,40}
    catch up (?:on|with) [^.]{3,80} here
    let us know (?:what you think |your thoughts )?in the comments.{0,40}
    what do you think[?!., ]{1,3}(?:let us know|tell us|share your|have your say|leave a|join the|e-?mail).{0,120}
    take (?:our|the) (?:poll|quiz|survey)\b.{0,80}
    join our commenting forum.{0,160}
    comments (?:are|have been) (?:now )?(?:closed|disabled|turned off|moderated|on this).{0,120}
    the comments (?:below )?(?:are|have) .{0,30}(?:closed|moderated).{0,80}
    please (?:observe|read|follow) our (?:community|comment|commenting).{0,80}
    your e-?mail address will not be published.{0,60}
    save my name, e-?mail.{0,100}
    this content is (?:hosted on|provided by|blocked|not available) .{3,200}
    this (?:article|story|page) (?:contains|includes) content (?:provided|hosted) .{3,400}
    we and our (?:# )?(?:partners|vendors) (?:store|use|process|may).{3,400}
    a|an (?:post|photo|video|reel) (?:shared|posted) by .{1,160}
    that's all (?:for|from) (?:today|now|us|tonight)\b.{0,80}
    we(?:'re| are) (?:now )?(?:closing|wrapping up|pausing|ending) (?:our|this|the|today's) live .{3,120}
    this live (?:blog|page|coverage) (?:is now|is|has|will) .{3,80}
    the post \S.{0,300} (?:appeared first|first appeared) on \S.{0,100}
    this (?:article|story|report|post) (?:was|is|has been) translated from \w+ (?:with|by|using) .{3,160}
    this (?:article|story) (?:has not been|was not) edited by .{3,200}
    correction|clarification|update[:,.]? ?an earlier version of this (?:article|story|report|post) .{3,300}
    an earlier version of this (?:article|story|report|post) .{3,300}
    this (?:article|story|report|post) (?:was|has been) (?:amended|updated|corrected|edited|changed) \
    (?:on|to|at|with|after)\b.{3,200}
    this (?:audio|recording|summary) (?:is|was|has been) (?:auto-?|automatically )?\
    (?:generated|read|produced|created) (?:by|with|using) .{3,160}
    why you can trust .{2,40}
    our standards: .{3,80}
    do you have a (?:news |story )?tip(?:\?.{0,80}| for us.{0,80}|.{0,60}\b(?:contact|e-?mail|touch)\b.{0,60})?
    do you have (?:a story|an opinion|more information|something to add)\b.{3,200}(?:touch|contact|e-?mail|click).{0,80}
    have a (?:news |story )?tip\b.{0,120}
    never miss (?:a|an|another) (?:story|update|article|post|beat)\b.{0,120}
    subscribe to .{2,60} to (?:continue|keep) reading.{0,20}
    got a (?:confidential )?(?:news )?tip\b.{0,120}
    if you have a (?:story|tip)\b.{0,60}(?:get in touch|contact|e-?mail).{0,80}
    have you been affected by .{3,160}(?:touch|contact|e-?mail|tell us|share your).{0,160}
    all rights reserved(?:[.,|;] ?.{0,300})?
    a (?:photo|video|copy) accompanying this (?:announcement|release).{3,200}
    view original content.{3,200}

    folge|folgen (?:sie )?uns .{0,30}(?:sozialen medien|social media|whatsapp|instagram|facebook)\b.{0,120}
    die kommentarfunktion .{3,60}(?:geschlossen|deaktiviert|geschlossen worden)
    was meinen sie[?!., ]{1,3}.{3,100}
    melden sie sich an, um .{3,60}
    die wichtigsten (?:nachrichten|themen|meldungen) [^.]{0,60}in (?:ihr|dein|ihrem) (?:e-?mail-)?postfach
    bleiben sie auf dem laufenden.{0,100}
    keine (?:nachricht|news|meldung) mehr verpassen.{0,120}
    mit (?:meiner|der|ihrer) anmeldung .{0,40}newsletter .{3,200}
    bitte geben sie .{0,30}e-?mail.{0,40}
    an dieser stelle finden sie .{0,40}extern.{3,400}
    ich bin damit einverstanden, dass mir .{0,40}extern.{3,400}
    dieser inhalt stammt von .{3,200}
    ein beitrag geteilt von .{3,100}
    dieser|diese (?:artikel|text|beitrag|meldung) (?:erschien|ist) (?:zuerst|zuvor|ursprünglich) .{3,120}
    hinweis: dieser (?:text|artikel|beitrag) .{3,160}
    dieser (?:text|artikel) (?:wurde|ist) (?:mit hilfe|automatisch|maschinell) .{3,200}
    die audioversion dieses artikels .{3,120}
    über dieses thema berichtete .{3,60}\d.{0,40}
    alle rechte vorbehalten.{0,80}
    sie haben bereits ein abo.{0,40}

    les commentaires sont fermés
    lecture # min
    recevez .{3,120}(?:boîte (?:mail|de réception)|par e-?mail).{0,40}
    ce contenu (?:est bloqué|n'a pas pu|n'est pas disponible).{3,200}
    en cliquant sur .{3,60}cookies.{3,200}
    une publication partagée par .{3,120}
    cet article est réservé (?:aux|à nos) .{3,60}
    il vous reste .{3,20}(?:article|texte) à lire.{0,80}
    tous droits (?:de reproduction )?réservés.{0,80}

    los comentarios están cerrados.{0,30}
    recibe|recibí|reciba .{3,120}(?:en tu|en su|por) (?:correo|e-?mail|bandeja|buzón).{0,40}
    al suscribirte .{3,120}
    una publicación (?:compartida|de) .{3,80}\(@\w+
    este contenido (?:está alojado|es solo para|es exclusivo para).{3,200}
    todos los derechos reservados.{0,80}

    войдите, чтобы .{3,60}
    комментарии закрыты
    нашли|заметили ошибку.{0,80}
    публикация от .{3,80}\(@\w+
    все права защищены.{0,60}
    сетевое издание .{0,60}зарегистрировано.{3,160}

    riproduzione riservata.{0,40}
"""
"""What may be written as a sentence."""

CLOSINGS = r"""
    reporting by [^!?]{3,120}; (?:additional reporting|writing|editing) by .{3,120}
    this (?:article|story|report|post|piece) (?:was|is) (?:originally|first) (?:written|published|posted) .{3,240}
    this (?:article|story|report|post|piece) (?:originally|first) (?:appeared|ran) (?:in|on|at) .{3,160}
    this (?:article|story) is (?:republished|reprinted) (?:from|with) .{3,160}
    content is available under .{3,160}
    with files from [^.]{3,80}\.?
    with (?:additional )?(?:inputs|reporting|material) (?:from|by) [^.]{2,80}\.?
    the|all|any (?:opinions|views) expressed .{3,80}(?:do not|are those of|are solely|are (?:his|her|their) own).{0,160}
    this article is for (?:informational|information|educational) purposes only.{0,200}
    reporting|editing|writing (?:and \w+ )?by:? [^.]{3,160}
    additional reporting (?:by|from) [^.]{3,120}
    read the (?:original|full) (?:article|story|post)\.?(?: .{2,60})?
"""
"""Who wrote, edited and first published an article, as it ends itself; also written as sentences."""
