"""What the rules of speech know by heart: titles, units, currencies, acronyms and other words with their reading."""


def _table(text: str) -> dict[str, str]:
    """Return the `key=reading` entries of a text."""
    entries = (entry.partition("=") for entry in " ".join(text.split()).split("; "))
    return {key: reading for key, _, reading in entries}


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _table(
    """
Gov=Governor; Govs=Governors; Sen=Senator; Sens=Senators; Rep=Representative; Reps=Representatives; Gen=General;
Lt=Lieutenant; Col=Colonel; Prof=Professor; Profs=Professors; Mr=Mister; Mrs=Missus; Ms=Miz; Messrs=Messers;
Dr=Doctor; Drs=Doctors; Rev=Reverend; Sgt=Sergeant; Capt=Captain; Maj=Major; Cmdr=Commander; Cdr=Commander;
Adm=Admiral; Cpl=Corporal; Pvt=Private; Brig=Brigadier; Msgr=Monsignor; Supt=Superintendent; Insp=Inspector;
Det=Detective; Amb=Ambassador; Cllr=Councillor; Pres=President; Hon=Honorable; Fr=Father; Sr=Sister; Mt=Mount;
Ft=Fort; Atty=Attorney; Gens=Generals
"""
)
"""Before a name, with or without a full stop."""

AFTER_NAME = _table(
    """
Inc=Incorporated; Corp=Corporation; Ltd=Limited; Bros=Brothers; Cos=Companies; Co=Company; Jr=Junior; Sr=Senior;
Esq=Esquire; St=Street; Dr=Drive; Ave=Avenue; Blvd=Boulevard; Rd=Road; Hwy=Highway; Pkwy=Parkway; Sq=Square
"""
)
"""Behind a name, with a full stop."""

ABBREVIATIONS = _table(
    """
Inc=Incorporated; Corp=Corporation; Ltd=Limited; Jr=Junior; Dept=Department; dept=department; Gov=Governor;
Sen=Senator; Rep=Representative; Prof=Professor; Mr=Mister; Mrs=Missus; Dr=Doctor; Ave=Avenue; Blvd=Boulevard;
Bros=Brothers; Assn=Association; Assoc=Association; Intl=International; Natl=National; Univ=University;
Govt=Government; govt=government; approx=approximately; Approx=Approximately; vs=versus; etc=et cetera; avg=average;
Lt=Lieutenant; Sgt=Sergeant; Capt=Captain; Cmdr=Commander; Sr=Senior; Co=Company; Ms=Miz; Col=Colonel; Rev=Reverend;
Maj=Major; Mt=Mount; Rd=Road; Esq=Esquire; Adm=Admiral; Cpl=Corporal
"""
)
"""Anywhere, with a full stop."""

BEFORE_NUMBER = _table(
    """
Chap=Chapter; chap=chapter;
Vol=Volume; vol=volume; Ch=Chapter; ch=chapter; Fig=Figure; fig=figure; p=page; pp=pages; Art=Article; art=article;
Sec=Section; sec=section; ext=extension; max=maximum; min=minimum; para=paragraph; cf=compare;
est=established; Hwy=Highway; Rte=Route; Apt=Apartment; Bldg=Building
"""
)
"""Before a number, with a full stop."""

UNDOTTED = _table(
    """
vs=versus; govt=government; Govt=Government; gov't=government; Gov't=Government; Ltd=Limited; approx=approximately;
Dept=Department; dept=department; Blvd=Boulevard; etc=et cetera; w/o=without; w/=with
"""
)
"""Anywhere, without a full stop."""

STATES = _table(
    """
Ala=Alabama; Ariz=Arizona; Ark=Arkansas; Calif=California; Colo=Colorado; Conn=Connecticut; Del=Delaware;
Fla=Florida; Ga=Georgia; Ill=Illinois; Ind=Indiana; Kan=Kansas; Ky=Kentucky; La=Louisiana; Md=Maryland;
Mass=Massachusetts; Mich=Michigan; Minn=Minnesota; Miss=Mississippi; Mo=Missouri; Mont=Montana; Neb=Nebraska;
Nev=Nevada; Okla=Oklahoma; Ore=Oregon; Pa=Pennsylvania; Tenn=Tennessee; Tex=Texas; Vt=Vermont; Va=Virginia;
Wash=Washington; Wis=Wisconsin; Wyo=Wyoming; Ont=Ontario; Que=Quebec; N.C=North Carolina; N.D=North Dakota;
N.H=New Hampshire; N.J=New Jersey; N.M=New Mexico; N.Y=New York; R.I=Rhode Island; S.C=South Carolina; S.D=South
Dakota; W.Va=West Virginia
"""
)
"""Behind a place, with a full stop."""

STARTERS = _set(
    """
A After An And As At Because Before But For He Her His However I If In It Its Meanwhile On Our Police Shares She
Since So That The Their There These They This Those We When While With You
"""
)
"""Capitalised words that, behind an abbreviation, begin a new sentence."""

COUNTED_BY_ROMAN = _set(
    """
act annex apollo appendix article auto basel book bowl category chapter civilisation civilization class column covax
creed diablo division episode fantasy godfather grade group gta level mark minsk mk oslo part phase pillar protocol
rocky round saturn scene schedule section solvency stage table terminator tier title type unit vatican volume war
wars
"""
)
"""Lower case: a Roman numeral behind one of these is a plain number."""

REGNAL = _set(
    """
abdullah albert alexander alfonso baudouin benedict boniface carl carlos catherine charles christian clement
constantine darius edward elizabeth felipe ferdinand francis franz frederick friedrich george gregory gustav haakon
hassan henry hussein innocent isabella ivan james john josef joseph juan justinian leo leopold louis margrethe mary
mehmed mohammed napoleon nicholas olav oscar osman otto paul peter philip philippe pius ptolemy rainier rama ramses
richard robert selim sixtus suleiman theodosius umberto urban victor wilhelm william xerxes
"""
)
"""Lower case: names of rulers, behind which a single letter may be a Roman numeral."""

SCALES = _table(
    """
k=thousand; thousand=thousand; hundred=hundred; lakh=lakh; crore=crore; lakh crore=lakh crore; m=million;
mn=million; mln=million; mil=million; mio=million; million=million; b=billion; bn=billion; bln=billion;
billion=billion; t=trillion; tn=trillion; trn=trillion; tln=trillion; trillion=trillion
"""
)
"""Written scale, lower case, to the word said."""

CURRENCIES = _table(
    """
$=dollar,dollars,cent,cents; £=pound,pounds,penny,pence; €=euro,euros,cent,cents; ₹=rupee,rupees,paisa,paise;
Rs=rupee,rupees,paisa,paise; Rs.=rupee,rupees,paisa,paise; INR=rupee,rupees,paisa,paise; EUR=euro,euros,cent,cents;
GBP=British pound,British pounds,penny,pence; ¥=yen,yen; JPY=yen,yen; CN¥=yuan,yuan; RMB=yuan,yuan; CNY=yuan,yuan;
R=rand,rand,cent,cents; ZAR=rand,rand,cent,cents; ₽=ruble,rubles; RUB=ruble,rubles; ₴=hryvnia,hryvnias;
UAH=hryvnia,hryvnias; ₩=won,won; KRW=won,won; ₺=lira,lira; ₪=shekel,shekels; ₦=naira,naira; ₱=peso,pesos;
฿=baht,baht; ₫=dong,dong; ₡=colon,colones; ¢=cent,cents; R$=real,reais; BRL=real,reais; kr=krone,kroner;
zł=zloty,zlotys; CHF=Swiss franc,Swiss francs; SEK=Swedish krona,Swedish kronor; NOK=Norwegian krone,Norwegian
kroner; DKK=Danish krone,Danish kroner; TRY=lira,lira; KSh=Kenyan shilling,Kenyan shillings; RM=ringgit,ringgit;
$US=U S dollar,U S dollars,cent,cents;
PKR=rupee,rupees,paisa,paise; S$=Singapore dollar,Singapore dollars; SGD=Singapore dollar,Singapore dollars; US$=U S
dollar,U S dollars,cent,cents; USD=U S dollar,U S dollars,cent,cents; A$=Australian dollar,Australian
dollars,cent,cents; AU$=Australian dollar,Australian dollars,cent,cents; AUD=Australian dollar,Australian
dollars,cent,cents; C$=Canadian dollar,Canadian dollars,cent,cents; CA$=Canadian dollar,Canadian dollars,cent,cents;
CAD=Canadian dollar,Canadian dollars,cent,cents; CDN$=Canadian dollar,Canadian dollars,cent,cents; HK$=Hong Kong
dollar,Hong Kong dollars,cent,cents; HKD=Hong Kong dollar,Hong Kong dollars,cent,cents; NZ$=New Zealand dollar,New
Zealand dollars,cent,cents; NZD=New Zealand dollar,New Zealand dollars,cent,cents; NT$=Taiwan dollar,Taiwan
dollars,cent,cents; TWD=Taiwan dollar,Taiwan dollars,cent,cents; PLN=zloty,zlotys; CZK=Czech crown,Czech crowns;
HUF=forint,forint; MXN=Mexican peso,Mexican pesos; ARS=Argentine peso,Argentine pesos; CLP=Chilean peso,Chilean pesos;
AED=dirham,dirhams; SAR=riyal,riyals; QAR=riyal,riyals; KWD=dinar,dinars; THB=baht,baht; IDR=rupiah,rupiah;
MYR=ringgit,ringgit; VND=dong,dong; ILS=shekel,shekels; EGP=Egyptian pound,Egyptian pounds; NGN=naira,naira;
KES=Kenyan shilling,Kenyan shillings; BDT=taka,taka; LKR=rupee,rupees; ₿=bitcoin,bitcoin
"""
)
"""Sign to one, many and, where a hundredth has a name, one and many of those."""

UNITS = _table(
    """
km=kilometer; m=meter; cm=centimeter; mm=millimeter; µm=micrometer; μm=micrometer; nm=nanometer; mi=mile; yd=yard;
yds=yard; ft=foot; in=inch; ins=inch; kg=kilogram; kgs=kilogram; g=gram; mg=milligram; µg=microgram; μg=microgram;
lb=pound; lbs=pound; oz=ounce; t=ton; kt=kiloton; kts=knot; Mt=megaton; Gt=gigaton; ha=hectare; L=liter; l=liter;
ml=milliliter; mL=milliliter; cl=centiliter; dL=deciliter; km²=square kilometer; km2=square kilometer; m²=square
meter; m2=square meter; cm²=square centimeter; m³=cubic meter; m3=cubic meter; cm³=cubic centimeter; km³=cubic
kilometer; cc=c c; ft²=square foot; ft³=cubic foot; mi²=square mile; KB=kilobyte; kB=kilobyte; MB=megabyte;
GB=gigabyte; TB=terabyte; PB=petabyte; Kbps=kilobit per second; kbps=kilobit per second; Mbps=megabit per second;
Gbps=gigabit per second; W=watt; kW=kilowatt; MW=megawatt; GW=gigawatt; TW=terawatt; Wh=watt hour; kWh=kilowatt
hour; MWh=megawatt hour; GWh=gigawatt hour; TWh=terawatt hour; Hz=hertz; kHz=kilohertz; MHz=megahertz;
GHz=gigahertz; THz=terahertz; V=volt; kV=kilovolt; mAh=milliamp hour; hp=horsepower; bhp=brake horsepower;
rpm=revolution per minute; dB=decibel; kPa=kilopascal; MPa=megapascal; hPa=hectopascal; mb=millibar; st=stone;
psi=pound per square inch; kJ=kilojoule; kcal=kilocalorie; cal=calorie; Nm=newton meter; kN=kilonewton; mph=mile per
hour; kph=kilometer per hour; kmh=kilometer per hour; mpg=mile per gallon; bpd=barrel per day; bbl=barrel;
boe=barrel of oil equivalent; bp=basis point; bps=basis point; fps=frame per second; bpm=beat per minute;
MP=megapixel; Mpx=megapixel; ppm=part per million; sec=second; secs=second; min=minute; mins=minute; hr=hour;
hrs=hour; yr=year; yrs=year; wk=week; wks=week; ms=millisecond; h=hour; s=second; °C=degree celsius;
°F=degree fahrenheit;
°K=kelvin; °=degree; ºC=degree celsius; ℃=degree celsius; ℉=degree fahrenheit; C=degree celsius; F=degree
fahrenheit; %=percent; ‰=per mille; pc=percent; pct=percent; pp=percentage point; ppt=percentage point;
ppts=percentage point; tbsp=tablespoon; tsp=teaspoon; gal=gallon; pts=point; mmHg=millimeter of mercury;
m/s²=meter per second squared; ° C=degree celsius; º C=degree celsius; ° F=degree fahrenheit
"""
)
"""Unit to its name in the singular."""

SAID = _set(
    """
ACAS ACT AIDS ANSA APEC ASEAN ASIO AUKUS BREXIT BRICS CAC CAPTCHA CERN COBRA CONCACAF CONMEBOL COP COVID DACA DARPA
DAX DEFRA EBITDA ECOWAS EFTA EURIBOR EUROPOL FEMA FIDE FIFA FINA FLOTUS FRONTEX GIF HAMAS HIPAA ICANN ICE IKEA
INTERPOL ISIS JPEG LASER LEGO LIBOR MAGA MENSA MERCOSUR MERS NAFTA NASA NASDAQ NATO NICE NIMBY NIMH NOAA OFCOM
OFSTED OK OPEC OSHA OXFAM OXXO PIN POTUS RADAR RAM RICO ROM SAARC SAGE SALT SARS SAT SCOTUS SCUBA SETI SIM SONAR
START SWAT SWIFT TARP TASS TEPCO UEFA UKIP UNAIDS UNESCO UNICEF UNRWA USAID WADA WAGS WASP YOLO
"""
)
"""Capitals read as a word."""

SPELLED = _set(
    """
AAP ABA ABC ACLU ADB ADHD AFC AFD AFDB AFL AFP AG AI AIG AIIB AKP ALS AM AMA ANA ANC AOL AP APA APC API APR ASA ATM
AU AUC AWS BA BAE BOE CEO CEU CFO CIA CIO COO CTO DA DEA DEI DIA DIU DIY DOE DOJ DUI EAC EAM EASA EBU ECB ECG ECHR
EDF EDT EEA EEG EEZ EFL EIA EIU ELN EMA EP EPA EPL ER ESA ESG EST ETA ETF EU EUR EUV EV EVS EY FAA FAQ FDA GE GOP
GPA HIV HQ HR IAEA IBM ICAO ICBM ICC ICJ ICU ID IDC IDF IDK IDP IDS IEA IED IFC ILO IMF INEC INS IOC IOM IP IPC IPCC
IPO IQ IRA IRGC IRS ISI ISO ISP ISS IT ITV IUCN IV IVF JFK LA LED MBA MEP MIA MOU MP NBA NEA NHS NIH NOC NSA NYSE
OAP OAS ODI OECD OPM OSCE PA PAC PAYE PE PLO PM POW PR PTA QE RAF RCA REM RIP RSI SEC SEO SOE SOS SUV TA TUC TV UAB
UAE UAV UAW UBS UCL UCLA UDA UEA UFC UFO UI UK ULEZ UN UNA URL US USA USB USC USDA USSR UTC UUP UV VA VAT VIP VP WBA
WHO WTA YMCA
"""
)
"""Capitals read letter by letter though they look like a word."""

SPECIAL = _table(
    """
AAA=triple A; IEEE=I triple E; NAACP=N double A C P; NCAA=N C double A; PHD=P H D; USAID=U S aid; JPEG=jay peg;
NOAA=Noah; HIPAA=hippa; UNRWA=un-rah; WWII=World War two; WWI=World War one; WW2=World War two; WW1=World War one;
SCOTUS=scotus; AKA=A K A; ATACMS=attackums; THAAD=thad
"""
)
"""Capitals with a reading of their own."""

SMALL_WORDS = _set(
    """
AN AS AT BE BY DO GO HE IF IN IS MAX ME MY NO OF ON OR SO TO UP WE
"""
)
"""Short ordinary words that are shouted now and then."""

ALSO_WORDS = _set(
    """
AD AM ARE ID IT LA MA PA START US WHO
"""
)
"""Acronyms that are words where the words around them are shouted too."""

ONSETS = _set(
    """
B BL BR C CH CL CR D DR DW F FL FR G GH GL GR H J K KL KN KR L M N P PH PL PR PS Q QU R RH S SC SCH SCR SH SK SL SM
SN SP SPH SPL SPR SQ ST STR SW T TH THR TR TW V W WH WR X Y Z
"""
)
"""Consonants an English syllable may begin with."""

CODAS = _set(
    """
B C CH CK CKS CT CTS D DS F FF FT G GH GHT GS H K KS L LD LDS LF LK LL LLS LM LP LS LT LTS M MB MP MPS MS N NCE NCH
ND NDS NG NGS NK NKS NS NT NTS P PS PT PTS R RB RCH RD RDS RF RG RK RKS RL RLD RM RMS RN RNS RP RS RST RT RTS S SH
SK SKS SM SP SS ST STS T TCH TH THS TS TT TZ V W WK WL WN WS X XT Y Z
"""
)
"""Consonants an English syllable may end with."""
