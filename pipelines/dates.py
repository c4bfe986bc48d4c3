"""Reads the dates that portals print or write into attributes: Korean, Chinese, English, ISO, epochs, relative."""

from __future__ import annotations

import re
from calendar import month_abbr
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

Precision = Literal["day", "minute", "second"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """One date text. ``value`` is aware: in the printed offset, else in the zone asked for; midnight for a day."""

    value: datetime
    precision: Precision
    text: str
    """As printed, without the label."""
    label: Literal["published", "updated"] | None = None


_ASCII = str.maketrans(
    "０１２３４５６７８９：／．－（）＋，\u00a0\u2003\u3000\u2009\u202f\u2010\u2011\u2012\u2013",
    "0123456789:/.-()+,     ----",
)
_MONTHS = {abbr.lower(): number for number, abbr in enumerate(month_abbr) if abbr}
_ERAS = {"民國": 1911, "民国": 1911, "中華民國": 1911, "令和": 2018, "平成": 1988}
_OFFSETS = {
    "Z": 0, "GMT": 0, "UTC": 0, "UT": 0, "KST": 9, "JST": 9, "CST": 8, "HKT": 8, "SGT": 8, "BST": 1, "CET": 1,
    "CEST": 2, "EST": -5, "EDT": -4, "PST": -8, "PDT": -7,
    "格林尼治标准时间": 0, "格林尼治標準時間": 0, "格林威治標準時間": 0, "格林尼治時間": 0, "世界标准时间": 0,
    "북경시간": 8, "北京时间": 8, "北京時間": 8, "台北時間": 8, "台灣時間": 8, "香港時間": 8,
    "首尔时间": 9, "韩国时间": 9, "한국시간": 9, "한국시각": 9,
}  # fmt: skip  # hours; CST is China's: the portals are Asian
_PLACES = {
    name: zone
    for zone, names in {
        "America/New_York": "美東 美东 紐約 纽约 華盛頓 华盛顿 미국동부 미동부 뉴욕 워싱턴",
        "America/Los_Angeles": "美西 洛杉磯 洛杉矶 舊金山 旧金山 溫哥華 温哥华 미국서부 미서부",
        "Europe/Paris": "巴黎 法國 法国 柏林 德國 德国 欧洲中部 歐洲中部 파리 프랑스 베를린 독일",
        "Europe/London": "倫敦 伦敦 英國 英国 런던 영국",
        "Europe/Moscow": "莫斯科 모스크바",
        "Asia/Tokyo": "東京 东京 日本 도쿄 일본",
        "Asia/Shanghai": "中國 中国 중국 베이징 新加坡 싱가포르 馬來西亞 马来西亚",
        "Australia/Sydney": "雪梨 悉尼 시드니",
    }.items()
    for name in names.split()
}
"""Places whose time is named as such: 美東時間, 미국 동부 시간."""

_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"  # noqa: E501
_START = r"(?<![\d/=_?&%#])(?<!\d[-.:])(?<![A-Za-z]-)"
_END = r"(?!\d)(?![-./]\d{3})(?![-./]\d{1,2}(?![\d:]))"
_DATE = re.compile(
    rf"""(?=[\d民中令平JFMASONDTW])(?:
    {_START}(?P<y>(?:19|20)\d\d)(?P<s>[-./])[ ]?(?P<m>\d{{1,2}})(?P=s)[ ]?(?P<d>\d{{1,2}}){_END}\.?
  | {_START}(?P<yc>(?:19|20)\d\d)[ ]?[年년][ ]?(?P<mc>\d{{1,2}})[ ]?[月월][ ]?(?P<dc>\d{{1,2}})(?!\d)[ ]?[日일號号]?
  | (?P<era>(?:中華)?民[國国]|令和|平成)[ ]?(?P<ye>\d{{1,3}})[ ]?[年/.-][ ]?(?P<me>\d{{1,2}})[ ]?[月/.-][ ]?(?P<de>\d{{1,2}})(?!\d)日?
  | {_START}(?P<yr>1[0-4]\d)[ ]?年[ ]?(?P<mr>\d{{1,2}})[ ]?月[ ]?(?P<dr>\d{{1,2}})[ ]?日
  | {_START}(?P<ys>\d\d)(?P<s2>[-./])[ ]?(?P<ms>\d\d)(?P=s2)[ ]?(?P<ds>\d\d){_END}\.?
  | {_START}(?P<dd>\d{{1,2}})(?P<s3>[-./])(?P<dm>\d{{1,2}})(?P=s3)(?P<dy>(?:19|20)\d\d)(?!\d)(?![-./]\d)
  | (?<!\d)(?P<yk>(?:19|20)\d\d)[ ](?P<mk>\d\d)[/-](?P<dk>\d\d)(?=[ ]\d\d:)
  | (?<![A-Za-z])(?P<mn>{_MONTH})\.?[ ]{{0,2}}(?P<dn>\d{{1,2}})(?:st|nd|rd|th)?(?:,[ ]{{0,2}}|[ ]{{1,2}})(?P<yn>(?:19|20)\d\d)(?!\d)
  | (?<![\dA-Za-z])(?P<dr2>\d{{1,2}})(?:st|nd|rd|th)?[ -]{{1,2}}(?P<mr2>{_MONTH})\.?,?[ -]{{1,2}}(?P<yr2>(?:19|20)\d\d|\d\d(?=[ ]+\d\d:))(?!\d)
  | (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),[ ]?(?P<dw>\d{{1,2}})[ ](?P<mw>\d\d)[ ](?P<yw>20\d\d)(?!\d)
  | (?P<mj>{_MONTH})[ ]{{1,2}}(?P<dj>\d{{1,2}})[ ](?=\d\d:\d\d:\d\d[ ](?:[A-Z]{{3,4}}[ ])?(?P<yj>20\d\d)(?!\d))
  | (?<![\d.])(?P<full>(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[ T-]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?)(?![\d./:-])
  | {_START}(?P<mo>\d{{1,2}})[ ]?(?:(?P<s4>[-./])|[月월])[ ]?(?P<do>\d{{1,2}})(?![\d-])[ ]?(?:[日일号]|(?<=\d))
    )""",  # noqa: E501
    re.X,
)
_WEEKDAY = (
    r"(?:[(\[]?(?:(?:星期|[周週禮礼]拜?)[一二三四五六日天]|[월화수목금토일](?:요일)?(?=[)\]\s,])|[월화수목금토일]요일|[月火水木金土日]曜日?|[（(][月火水木金土日][)）]"
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6})[)\]]?)"
)
_ZONE_WORD = (
    "|".join(sorted((z for z in _OFFSETS if not z.isascii()), key=len, reverse=True))
    + rf"|(?:{'|'.join(_PLACES)})[時时][間间]"
    + rf"|(?:미국[ ]동부|미국[ ]서부|{'|'.join(p for p in _PLACES if p[0] > '가')})[ ]?시[간각]"
)
_ZONE_BEFORE = rf"{_ZONE_WORD}|(?:GMT|UTC|KST|JST|CST|HKT|SGT)\b"
_ZONE_LEAD = re.compile(rf"({_ZONE_WORD})[ ]?[)）:：]?[ ]?$")
"""A zone before the day: 美東時間: 2013-11-14 10:22."""
_NOON = r"오전|오후|上午|下午|凌晨|清晨|早上|中午|晚上|晚间|晚間|午前|午後|새벽|아침|낮|저녁|밤|[AaPp]\.?[Mm]\.?"
_TIME = re.compile(
    rf"""
    [ ]{{0,3}}(?:T|[‧·|ㅣ│∣,/-])?[ ]{{0,3}}{_WEEKDAY}?[ ]{{0,3}}(?:[‧·|ㅣ│∣,/-]|at)?[ ]{{0,3}}
    (?P<zw>{_ZONE_BEFORE})?[ ]?
    (?P<open>[(\[])?(?P<noon>{_NOON})?[ ]{{0,2}}
    (?P<H>\d{{1,2}})(?:
        [ ]?:[ ]?(?P<M>\d\d)(?:[ ]?:[ ]?(?P<S>\d\d)(?:[.,]\d{{1,9}})?)?(?!\d)
      | [ ]?[시时時点點][ ]?(?:(?P<Mk>\d{{1,2}})[ ]?[분分](?:[ ]?(?P<Sk>\d{{1,2}})[ ]?[초秒])?)?
      | (?<=T\d\d)(?P<Mt>\d\d)(?P<St>\d\d)?
    )
    (?:[ ]?(?P<ampm>[AaPp]\.?[Mm]\b\.?))?
    (?:[ ]?(?P<off>[+-]\d\d(?::?\d\d)?(?!\d)|Z(?![A-Za-z])|\(?(?:GMT|UTC)[ ]?(?P<plus>[+-]\d{{1,2}})(?::?00)?\)?|(?:GMT|UTC|UT|KST|JST|CST|HKT|SGT|CET|CEST|E[SD]T|P[SD]T)\b|[(（]?(?:{_ZONE_WORD})[)）]?))?
    (?(open)[ ]?[)\]]?)\.?
    """,  # noqa: E501
    re.X,
)
CLOCK = re.compile(rf"[(（]?(?:{_NOON}\s?)?\d{{1,2}}:\d\d(?::\d\d)?[)）]?")
"""A time of day without its day."""
_TIME_BEFORE = re.compile(
    rf"(?<![\d:])({_NOON})?[ ]?(\d{{1,2}}):(\d\d)(?::(\d\d))?[ ]?([AaPp]\.?[Mm]\.?)?[ ]?(KST|GMT|UTC|HKT)?"
    r"[ ]?[,|]?[ ]?$"
)

_PUBLISHED = (
    r"입력|등록|송고|작성|승인|발행|게재|게시|전송|출고|업로드|发布|發布|發佈|发表|發表|发稿|發稿|刊登|刊发|刊發|上传|上傳|上稿"
    r"|上架|出版|发文|發文|首发|首發|(?<!\w)(?:时间|時間|日期)|(?i:published|posted|written|issued|released)"
)
_UPDATED = r"수정|업데이트|갱신|更新|更改|[变變]更|修改|修订|修訂|(?i:updated?|modified|revised|edited|last changed?)"
_LABEL = re.compile(
    rf"(?:(?P<u>{_UPDATED})|(?P<p>{_PUBLISHED}))[ ]?"
    r"(?:시각|시간|일시|일|날짜|된|时间|時間|日期|于|於|在|(?i:on|at|date|time))?[^\w]{0,6}$"
)
_LABEL_AFTER = re.compile(
    rf"[ )\]]{{0,3}}(?:最[后後]|최종[ ]?)?(?:(?P<u>{_UPDATED})|(?P<p>{_PUBLISHED}))"
    r"(?!(?:[時时][間间]|日期|于|於|일시|시[간각]|일)?[ ]?[:：]?[ ]?[\d(])(?!된|한|하|되|했|일)"
)
_LABEL_ALONE = re.compile(rf"[ )\]]{{0,3}}(?:최종[ ]?)?(?:(?P<u>{_UPDATED})|(?P<p>{_PUBLISHED}))(?!\w)")
"""Right behind a date."""
_MASTHEAD = re.compile(
    r"등록\s?(?:번호|연월일|일자)|사업자|제호|창간|발행인|편집인|통신판매|备案|备\d|许可证|統一編號|ICP"
)  # the site's own registration, not an article's date
_MAYBE = re.compile(r"\d(?:[ ]?[-./:年년月월／－．：]|\d{7}|[ ]{1,2}[A-Z])|[a-z.][ ]{1,2}\d")
_RELATIVE_HINT = re.compile(r"[전前제늘금刚剛今昨]|(?i:ago|day|now)")
_RELATIVE = re.compile(
    r"(?:(?P<n>\d{1,3})\s?(?:(?P<sec>초|秒钟?|sec(?:ond)?s?)|(?P<min>분|分[钟鐘]?|min(?:ute)?s?)|(?P<hour>시간|[个個]?小[时時]|hours?|hrs?)"
    r"|(?P<day>일|天|日|days?)|(?P<week>주일?|[周週]|weeks?)|(?P<month>개월|달|[个個]月|months?))\s?(?:전|之?前|ago)"
    r"|(?P<now>방금\s?전?|[刚剛][刚剛才]|just now|지금)"
    r"|(?P<word>어제|그제|그저께|오늘|昨[天日]|前天|今[天日]|(?i:yesterday|today))\s?(?:(?P<noon>오전|오후|上午|下午)\s?)?"
    r"(?:(?P<H>\d{1,2}):(?P<M>\d\d))?)"
)
_OFFSET = re.compile(r"T\d\d:\d\d[\d:.]{0,14}([+-]\d\d:?\d\d)\s*$")
_EPOCH = re.compile(r"\s*(\d{10})(\d{3})?(?:\.\d{1,6})?\s*")
_BACK = {"어제": 1, "그제": 2, "그저께": 2, "昨天": 1, "昨日": 1, "前天": 2, "yesterday": 1}  # days; else 0
_YEARS = range(1950, 2101)


def parse(text: str, zone: tzinfo, now: datetime | None = None) -> Stamp | None:
    """The first date in ``text`` (an attribute or a visible string), or None."""
    found = find(text, zone, now)
    return found[0] if found else None


def find(text: str, zone: tzinfo, now: datetime | None = None) -> list[Stamp]:
    """Every date text of a line in order, with the label that stands beside it. Never raises on odd input.

    ``zone`` is for texts without an offset; ``now`` (aware) dates relative texts and those without a year.
    Relative texts and epochs count only as the whole text. Mastheads (registration numbers) give nothing.
    """
    text = text or ""
    if len(text) < 40:
        if match := _EPOCH.fullmatch(text):
            return _epoch(match)
        if _RELATIVE_HINT.search(text) and (stamp := _relative(text.strip(), zone, now)):
            return [stamp]
    if not _MAYBE.search(text) or _MASTHEAD.search(text):
        return []
    printed, text = text, text.translate(_ASCII)
    stamps: list[Stamp] = []
    spans: list[tuple[int, int]] = []
    end = 0
    for match in _DATE.finditer(text):
        if match.start() < end:
            continue
        stamp, stop = _stamp(printed, text, match, end, zone, now)
        if stamp:
            stamps.append(stamp)
            spans.append((match.start(), stop))
            end = stop
    if len(stamps) > 1 and (labels := _labels_behind(text, spans)):
        return [replace(stamp, label=label) for stamp, label in zip(stamps, labels, strict=True)]
    return stamps


def offset(text: str) -> tzinfo | None:
    """The zone that a machine's date names, or None; UTC says nothing of where a page is read."""
    match = _OFFSET.search(text)
    return _zone(match[1], UTC) if match and match[1].strip("+-0:") else None


def _stamp(
    printed: str, text: str, match: re.Match[str], since: int, zone: tzinfo, now: datetime | None
) -> tuple[Stamp | None, int]:
    """The stamp of one match of ``_DATE`` and where it ends; ``since`` is the end of the one before."""
    kind = match.lastgroup or ""
    if match["full"]:
        digits = re.sub(r"\D", "", match["full"])
        whole = match.group().strip() == text.strip()
        time = _TIME.match(text, match.end()) if len(digits) == 8 else None
        label = _label(text, since, match.start(), match.end())
        if len(digits) == 8 and not (whole or label or time):
            return None, 0
        parts = (int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
        if len(digits) > 8:
            clock = (int(digits[8:10]), int(digits[10:12]), int(digits[12:14] or 0))
            value = _moment(parts, clock, zone)
            precision: Precision = "second" if len(digits) == 14 else "minute"
            return (Stamp(value, precision, printed[slice(*match.span())], label), match.end()) if value else (None, 0)
    else:
        parts_or_none = _day(match, now, zone)
        if not parts_or_none:
            return None, 0
        parts = parts_or_none
        time = _TIME.match(text, match.end())
    start, stop = match.start(), match.end()
    label = _label(text, since, start, time.end() if time else stop)
    whole = text[:start].strip(" ([") == "" and text[time.end() if time else stop :].strip(" )].") == ""
    if kind in ("ds", "do") and not time and not label and not (whole and kind == "ds"):
        return None, 0  # a short date needs a time beside it
    if kind == "do" and not time:
        return None, 0
    if not time:
        whole_year = match["y"] or match["yc"] or match["mn"] or match["dr2"]
        before = _TIME_BEFORE.search(text, max(since, start - 20), start) if whole_year else None
        clock, offset, precision = (0, 0, 0), None, "day"
        if before:
            clock = (_hour(int(before[2]), before[1] or before[5]), int(before[3]), int(before[4] or 0))
            offset, precision, start = before[6], "second" if before[4] else "minute", before.start()
            label = label or _label(text, since, start, stop)
    else:
        stop = time.end()
        minute, second = time["M"] or time["Mk"] or time["Mt"], time["S"] or time["Sk"] or time["St"]
        clock = (_hour(int(time["H"]), time["noon"] or time["ampm"]), int(minute or 0), int(second or 0))
        offset = time["off"] or time["zw"]
        precision = "second" if second else "minute"
    if precision != "day" and not offset and (named := _ZONE_LEAD.search(text, max(since, start - 16), start)):
        offset = named[1]
    value = _moment(parts, clock, _zone(offset, zone))
    if kind == "do" and value and value > (now or datetime.now(UTC)) + timedelta(days=1):
        value = _moment((parts[0] - 1, *parts[1:]), clock, _zone(offset, zone))
    if match["mj"]:
        stop = match.end("yj")
    return (Stamp(value, precision, printed[start:stop].strip(), label), stop) if value else (None, 0)


def _day(match: re.Match[str], now: datetime | None, zone: tzinfo) -> tuple[int, int, int] | None:
    """(year, month, day) of a match of ``_DATE``, not yet checked against the calendar."""
    groups = match.groupdict()
    for y, m, d in (("y", "m", "d"), ("yc", "mc", "dc"), ("yk", "mk", "dk"), ("yw", "mw", "dw")):
        if groups[y]:
            return int(groups[y]), int(groups[m]), int(groups[d])
    if groups["era"]:
        return int(groups["ye"]) + _ERAS[groups["era"]], int(groups["me"]), int(groups["de"])
    if groups["yr"]:
        return int(groups["yr"]) + 1911, int(groups["mr"]), int(groups["dr"])
    if groups["ys"]:
        year = int(groups["ys"])
        return year + (2000 if year < 70 else 1900), int(groups["ms"]), int(groups["ds"])
    if groups["dy"]:  # day first, as Singapore and Europe print it, unless that is impossible
        day, month = int(groups["dd"]), int(groups["dm"])
        return (int(groups["dy"]), month, day) if month <= 12 else (int(groups["dy"]), day, month)
    for y, m, d in (("yn", "mn", "dn"), ("yr2", "mr2", "dr2"), ("yj", "mj", "dj")):
        if groups[y]:
            year = int(groups[y])
            return year + 2000 if year < 70 else year, _MONTHS[groups[m][:3].lower()], int(groups[d])
    if groups["mo"]:
        return (now or datetime.now(UTC)).astimezone(zone).year, int(groups["mo"]), int(groups["do"])
    return None


def _label(text: str, since: int, start: int, stop: int) -> Literal["published", "updated"] | None:
    """The label before a date (not reaching into the date before it), else the one glued behind it."""
    match = _LABEL.search(text, max(since, start - 24), start) or _LABEL_AFTER.match(text, stop)
    if not match:
        return None
    return "updated" if match["u"] else "published"


def _labels_behind(text: str, spans: list[tuple[int, int]]) -> list[Literal["published", "updated"]]:
    """The labels of dates that all have theirs behind them: 15:47 입력 … 21:30 수정; [] where they do not."""
    if _LABEL.search(text, max(0, spans[0][0] - 24), spans[0][0]):
        return []
    ends = [*(start for start, _ in spans[1:]), len(text)]
    found = [_LABEL_ALONE.match(text, stop, end) for (_, stop), end in zip(spans, ends, strict=True)]
    return ["updated" if match["u"] else "published" for match in found if match] if all(found) else []


def _hour(hour: int, noon: str | None) -> int:
    """24-hour clock from 12-hour words; 밤 and 晚上 count as afternoon, 새벽 and 凌晨 as forenoon."""
    if not noon or hour > 12:
        return hour
    if noon in ("오후", "下午", "午後", "저녁", "밤", "晚上", "晚间", "晚間") or noon[0] in "Pp":
        return hour + 12 if hour < 12 else 12
    if noon in ("中午", "낮"):
        return hour + 12 if hour < 4 else hour
    return 0 if hour == 12 else hour


def _zone(offset: str | None, zone: tzinfo) -> tzinfo:
    if not offset:
        return zone
    offset = offset.strip("() （）")
    if match := re.search(r"([+-])(\d{1,2}):?(\d\d)?$", offset):
        delta = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return timezone(-delta if match[1] == "-" else delta) if delta <= timedelta(hours=14) else zone
    if offset in _OFFSETS:
        return timezone(timedelta(hours=_OFFSETS[offset]))
    place = _PLACES.get(re.sub(r"[時时][間间]$|시[간각]$| ", "", offset))
    return ZoneInfo(place) if place else zone


def _moment(day: tuple[int, int, int], clock: tuple[int, int, int], zone: tzinfo) -> datetime | None:
    """None for a day or a time that does not exist; 24:00 is the next midnight."""
    if day[0] not in _YEARS:
        return None
    try:
        if clock[0] == 24 and clock[1] == clock[2] == 0:
            return datetime(*day, tzinfo=zone) + timedelta(days=1)
        return datetime(*day, *clock, tzinfo=zone)
    except (ValueError, OverflowError):
        return None


def _epoch(match: re.Match[str]) -> list[Stamp]:
    """Seconds or milliseconds since 1970, for the years 2000 to 2050."""
    seconds = int(match[1])
    if not 946_684_800 <= seconds < 2_524_608_000:
        return []
    return [Stamp(datetime.fromtimestamp(seconds, UTC), "second", match.group().strip())]


def _relative(text: str, zone: tzinfo, now: datetime | None) -> Stamp | None:
    """``5분 전``, ``3小时前``, ``어제 14:20``, as the whole text but for a label."""
    match = _RELATIVE.search(text)
    if not match or match.end() != len(text) or (match.start() and not _LABEL.search(text, 0, match.start())):
        return None
    moment = (now or datetime.now(UTC)).astimezone(zone).replace(microsecond=0)
    label = _label(text, 0, match.start(), match.end())
    if match["now"]:
        return Stamp(moment.replace(second=0), "minute", match.group(), label)
    if word := match["word"]:
        moment = moment.replace(hour=0, minute=0, second=0) - timedelta(days=_BACK.get(word.lower(), 0))
        if not match["H"]:
            return Stamp(moment, "day", match.group(), label)
        hour, minute = _hour(int(match["H"]), match["noon"]), int(match["M"])
        if hour > 23 or minute > 59:
            return None
        return Stamp(moment.replace(hour=hour, minute=minute), "minute", match.group(), label)
    count = int(match["n"])
    units = {"sec": 1, "min": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2_629_800}
    unit = next(name for name in units if match[name])
    moment -= timedelta(seconds=units[unit] * count)
    if unit in ("sec", "min"):
        return Stamp(moment.replace(second=0), "minute", match.group(), label)
    return Stamp(moment, "day", match.group(), label)
