"""What stands around an article rather than in it: the phrases and shapes of page furniture, by kind."""

import re

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.?"
_NAME = r"[A-Z][\w'’.-]{0,25}(?:\s+(?:[A-Z][\w'’.-]{0,25}|de|van|von|der|bin|al|la|of|and)){0,5}"
_AGENCY = (
    r"(?:AP|AFP|EPA|UPI|Reuters|REUTERS|Bloomberg|Getty(?: Images)?|iStock(?:photo)?|Shutterstock|Alamy|Anadolu(?: Agency)?|"
    r"Xinhua|TASS|Tass|Sputnik|NurPhoto|PA(?: Media| Wire)?|Press Association|Associated Press|Magnum|Corbis|Unsplash|"
    r"Pexels|Flickr|Wikimedia(?: Commons)?|Creative Commons|Handout|Courtesy|Imago|imago|dpa|DPA|Rex(?: Features)?|"
    r"Zuma(?: Press)?|ZUMA(?: Press)?|Pool|USA TODAY Sports|Keystone|ANSA|EFE|Kyodo|Yonhap|Ritzau|TT|NTB|Lehtikuva)"
)

DATE = re.compile(
    rf"\b(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)?\d\d\b|(?:19|20)\d\d-\d\d-\d\d|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?:19|20)\d\d"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d)",
    re.IGNORECASE,
)
CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\b|ET\b|GMT|BST|UTC|CET|EDT|EST|PST|PDT|IST|h\b)?", re.IGNORECASE)
ADDRESS = re.compile(
    r"https?://|\bwww\.|\b[\w.+-]{1,64}@[\w-]{1,64}\.\w|(?<!\w)@\w{2,30}|\b\w[\w-]{1,60}\.(?:com|org|net|co\.uk|de|fr)\b",
    re.IGNORECASE,
)
PAGE_NUMBER = re.compile(r"^\W{0,3}(?:page\s+)?\d{1,3}(?:\s*(?:/|of|von)\s*\d{1,3})?\W{0,3}$", re.IGNORECASE)

CREDIT = re.compile(
    rf"^(?:\(?(?:photo(?:graph|s)?|picture|image|illustration|video|graphic|credit|foto|bild|fotografía|crédit)s?(?:\s+(?:source|credit|by|courtesy|copyright))?s?\s?[:,/|]"
    rf"|\(?(?:photo|image|picture|courtesy|illustration)\s+(?:by|of|courtesy)\b|(?:\W{{0,2}}{_NAME}\s?[/|]\s?)+\W{{0,2}}{_NAME}\W{{0,3}}$"
    rf"|\W{{0,2}}(?:file photo|handout|{_AGENCY})(?:\s?[/|,]\s?.{{0,60}}|\s+(?:images?|photos?|file photo))?\W{{0,2}}$)",
    re.IGNORECASE,
)
AGENCY_END = re.compile(
    rf"(?:\((?:[^()]{{0,60}}[/|:,]\s?)?(?:photo|image|picture|credit|file|{_AGENCY})[^()]{{0,60}}\)|(?:[/|]|\b(?:Picture|Photo|Photograph|Image|Credit|Pic|Foto)s?(?: by)?:)\s?[^.!?]{{0,60}}|\b{_NAME}/{_AGENCY}(?:[/ ][\w ]{{0,30}})?)\W{{0,2}}$"
)
"""The credit at the end of a caption."""
CAPTION = re.compile(
    r"^(?:file(?: photo| picture| image)?\b\s?[-–—:]|(?:a|an|the)\s+(?:general\s+|aerial\s+)?(?:view|photo|picture|image|photograph)\s+of\b"
    r"|(?:pictured|photo|above|left|right|top|below|in this (?:photo|picture|image|handout|file|undated)[^.]{0,40}),?:?\s|this (?:photo|picture|image)\b)"
    r"|\b(?:pictured (?:here|left|right|above|in)|is seen (?:in|at|on|during|near)|are seen (?:in|at|on|during|near)|\((?:left|right|centre|center|l|r|c)\)|file photo)\b",
    re.IGNORECASE,
)
BYLINE = re.compile(
    rf"^(?:(?:written|words|text|story|report|posted|published|reviewed|reported)\s+by\b|by\s+(?-i:{_NAME})|author:|von\s+(?-i:{_NAME})$|par\s+(?-i:{_NAME})$|por\s+(?-i:{_NAME})$"
    rf"|(?-i:{_NAME})\s?[|•·,–-]\s?(?:{_MONTH}\s+\d|\d{{1,2}}\s+{_MONTH}|\d{{1,2}}[/.]))"
    r"|^(?:[\w'’&.-]{1,20}\s+){0,4}(?:correspondent|staff writer|reporter|columnist|contributor|editor|bureau chief|staff|newsroom)\W{0,2}$",
    re.IGNORECASE,
)
TIME = re.compile(
    rf"^(?:(?:last|first|originally)?\s*(?:updated|modified|published|posted|created|aktualisiert|veröffentlicht|publié|publicado)\b|(?:reading time|read time)\b|\d{{1,3}}\s*min(?:ute)?s?\s+read\b|(?:about\s+)?\d{{1,2}}\s+(?:minutes?|mins?|hours?|hrs?|days?|weeks?)\s+ago\W{{0,2}}$"
    rf"|(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}},?\s+)?(?:\d{{1,2}}\s+)?{_MONTH}\s+\d[\d\s,:.apmAPM/|–-]{{0,40}})",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"^(?:read\s+(?:more|next|also|on|the (?:full|original)|these)|more(?:\s*[:>]|\s+(?:from|on|in|stories|news|great|like|about|for you|to read|coverage))|related\b|see also\b|also\s+(?:read|on|in|see)\b"
    r"|recommended\b|suggested\b|most\s+(?:popular|read|viewed|shared|recent|commented)\b|trending\b|popular\b|latest(?:\s+(?:news|stories|headlines|videos?))?\W{0,2}$|top\s+(?:stories|news|headlines|videos?)\b"
    r"|you\s+(?:may|might)\s+(?:also\s+)?(?:like|be interested|enjoy)|you'll also like|what to (?:read|watch)|don['’]t miss|in case you missed|editor(?:['’]s|s['’]|s)? (?:picks?|choice)|up next\b|next (?:article|story|post|up)\b|previous (?:article|story|post)\b"
    r"|(?:watch|listen|explore|discover|go deeper|further reading|keep reading|continue reading|dig deeper|in pictures)\s?(?:[:>]|now\b|next\b|live\b|more\b|$)|from (?:the|our) (?:web|archive|archives|partners)|around the web|(?:other|similar|similar) (?:stories|news|articles)|(?:lesen sie|mehr zum thema|à lire|lire aussi|lea también|más información|читайте также)\b)"
    r"|\b(?:explained|analysis|opinion|profile|quiz|gallery|podcast|in pictures|timeline|factbox|live updates|fact check)\s?:",
    re.IGNORECASE,
)
ADVERT = re.compile(
    r"^\W{0,3}(?:adverti[sz]e?(?:ment|ments|ing|r)?|ads?|ad_\d|paid (?:post|content|partner)|sponsored(?: by| content| links?)?|promoted(?: by| content| links?)?|anzeige|publicité|publicidad|реклама|remove ads|loading)\b\W{0,3}(?:disclosure\b.{0,200}|with us\W{0,2}|choices\W{0,2})?$"
    r"|\b(?:after|below|continues after) (?:this|the) ad(?:vert(?:isement)?)?\b|scroll (?:down )?(?:to|for) (?:continue|more|read)|(?:article|story|report) continues\b|continue reading (?:the main|below)|ad ?block",
    re.IGNORECASE,
)
END = re.compile(
    r"\bcontributed to this (?:report|story|article)|^(?:additional )?(?:reporting|writing|editing)(?: and \w+)? by\b|\b(?:editing|writing) by [A-Z]|views? expressed (?:in|by|here)|(?:was|were|is) (?:originally|first) (?:published|posted|produced)|(?:originally|first) (?:published|appeared|posted) (?:on|in|at|by|as)\b"
    r"|all rights reserved|^\W{0,2}(?:©|\(c\)|copyright)|material may not be|follow (?:him|her|them|us|me|@)|(?:can|may) be reached (?:at|by|via|on)|\b(?:email|e-mail|contact|write to|reach) (?:him|her|them|us|me|the (?:author|reporter|writer))\b|^(?:topics?|tags?|tagged|keywords?|categor(?:y|ies)|filed under|more about|schlagworte|mots-clés|temas|теги)\s?:"
    r"|\b(?:is|are|was) an? (?:\w+[ -]){0,4}(?:reporter|correspondent|journalist|columnist|writer|editor|contributor|author|fellow|freelance\w*) (?:at|for|with|in|of|based|who|covering|and)\b|\bnews ?tips?\b|story tip|send (?:us )?(?:a |your )?(?:tips?|letter|feedback|comments?)|report (?:a|an) (?:typo|error|mistake|correction)|\b\d+ (?:comments?|responses?|replies|shares|likes)\b|(?:leave|post|add|view|read|show|hide|write|join) (?:a |all |the |your )?(?:\d+ )?(?:comments?|reply|conversation|discussion)\b|sign in to comment|^comments?\W|be the first to",
    re.IGNORECASE,
)
OFFER = re.compile(
    r"\bsubscri(?:be|bers?|bed|ption|ptions)\b|\bnewsletters?\b|\bsign(?:ing)?[ -]?up\b|\binbox\b|\bdaily (?:edition|briefing|digest|email)\b|\bunsubscribe\b|\bby (?:email|e-mail)\b|\bunlimited (?:access|digital|articles)|\bdigital access|\b(?:premium|exclusive) (?:content|access|stories|articles|members?)|\bmembership\b|\bbecome a (?:member|supporter|patron|subscriber)"
    r"|\bcancel (?:at )?any ?time\b|\bfree (?:trial|article|articles|sign|for \d)|\bper (?:month|week)\b|\ba month\b|\bmoney[ -]back\b|\bget (?:unlimited|exclusive|full|instant|the (?:latest|best|app)|our|your|a (?:weekly|daily))|\b(?:support|fund|help)\w* (?:our|us|independent|quality|local|public)\b|\bdonat(?:e|ion|ions)\b|\bchip(?:ped)? in\b|\bour (?:journalism|reporting|readers|work|newsletter|app|site|website|team|newsroom|mission|partners|terms|privacy|cookies?|community)\b"
    r"|\bdownload\b|\b(?:the|our|free|mobile) apps?\b|\bios and android\b|\bapp store\b|\bgoogle (?:play|news)\b|\bnever miss\b|\bstay (?:informed|up[ -]to[ -]date|connected|smart|tuned|in touch|ahead)\b|\bjoin (?:us|our|the|\d|thousands|millions|over|more)\b|\breaders? (?:like you|who|turn)\b|\bunlock\b|\bshop now\b|\bbuy now\b|\bdeals?\b|\bspecial offer\b|\bgift\b|\bbonus\b|\bcommission\b|\baffiliate\b|\bdiscounts?\b|\bsponsor(?:s|ed|ship)?\b|\bstory (?:like this|ideas?)\b|\bstories (?:like this|delivered|straight)\b|\bbreaking news\b|\bnotifications?\b|\balerts?\b",
    re.IGNORECASE,
)
SHARE = re.compile(
    r"\b(?:share|tweet|pin|e-?mail|print|copy link|copy url|link copied|whats ?app|telegram|facebook|twitter|linkedin|instagram|pinterest|reddit|tumblr|youtube|messenger|flipboard|pocket|snapchat|tiktok|mastodon|bluesky|rss|opens in (?:a )?new window|save (?:for later|article|this)|bookmark|like us|follow us|follow on|teilen|partager|compartir|поделиться)\b",
    re.IGNORECASE,
)
LEGAL = re.compile(
    r"\bcookies?\b|\bprivacy (?:policy|notice|statement|settings|centre|center)\b|\bterms (?:of|and|&)\b|\bconsent\b|\bpersonal data\b|\bgdpr\b|\blegitimate interest|\bpartners (?:store|use|process)|\bopt[ -]?out\b|\bdo not sell\b|\baccessibility\b|\blegal (?:notice|information)\b|\bdisclaimer\b|\bimprint\b|\bimpressum\b|\bdatenschutz\b|\bad choices\b|\bcookie settings\b|\blicen[cs]ed under\b|\btrademarks?\b|\bconstitutes acceptance\b",
    re.IGNORECASE,
)
NAVIGATION = re.compile(
    r"\b(?:skip to|log ?in|sign ?in|log ?out|register|my account|search(?: for)?|menu|home(?: ?page)?|back to top|contact(?: us)?|about(?: us)?|site ?map|faqs?|help|careers?|jobs|press|advertise|view (?:all|in browser|more)|show (?:more|all|less|comments)|load more|see (?:all|more)|click (?:here|to|on)|tap (?:here|to)|close|toggle|hide|play(?: video)?|video player|full (?:episodes?|screen)|watch live|live tv|listen live|newsstand|archives?|e-?paper|classifieds|obituaries|horoscopes?|crossword|puzzles?|weather|events|forums?|blogs?|podcasts?|photos?|videos?|galler(?:y|ies)|edition|choose your|select your|you are (?:viewing|here)|before you go|what['’]?s included|why subscribe|prev(?:ious)?|next)\b",
    re.IGNORECASE,
)
SECTION_WORDS = frozenset(
    [
        "news",
        "sport",
        "sports",
        "business",
        "politics",
        "world",
        "tech",
        "technology",
        "science",
        "health",
        "culture",
        "opinion",
        "opinions",
        "entertainment",
        "arts",
        "lifestyle",
        "life",
        "travel",
        "food",
        "money",
        "economy",
        "finance",
        "markets",
        "education",
        "environment",
        "climate",
        "music",
        "film",
        "movies",
        "books",
        "style",
        "fashion",
        "family",
        "local",
        "national",
        "international",
        "regional",
        "latest",
        "video",
        "videos",
        "live",
        "more",
        "us",
        "uk",
        "europe",
        "asia",
        "africa",
        "america",
        "americas",
        "australia",
        "middle",
        "east",
        "elections",
        "trending",
        "topics",
        "hot",
        "home",
        "magazine",
        "features",
        "reviews",
        "gaming",
        "games",
        "autos",
        "cars",
        "property",
        "jobs",
        "obituaries",
        "letters",
        "editorial",
        "columnists",
        "cartoons",
        "weather",
        "traffic",
        "crime",
        "courts",
        "football",
        "rugby",
        "cricket",
        "tennis",
        "golf",
        "racing",
        "photos",
        "podcasts",
        "newsletters",
        "shop",
        "store",
        "tv",
        "radio",
        "wirtschaft",
        "politik",
        "kultur",
        "wissen",
        "panorama",
        "reise",
        "économie",
        "politique",
        "monde",
        "société",
        "deportes",
        "economía",
        "mundo",
    ]
)
"""Words that name the departments of a paper."""

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("credit", CREDIT),
    ("agency_end", AGENCY_END),
    ("caption", CAPTION),
    ("byline", BYLINE),
    ("time", TIME),
    ("related", RELATED),
    ("advert", ADVERT),
    ("end", END),
    ("offer", OFFER),
    ("share", SHARE),
    ("legal", LEGAL),
    ("navigation", NAVIGATION),
    ("address", ADDRESS),
    ("date", DATE),
    ("clock", CLOCK),
)
"""Kind and pattern, in the order in which a dropped passage is named."""
