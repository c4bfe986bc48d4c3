"""The section: the step of the printed crumbs that metadata names, else the deepest; a label at the headline; a menu.

Metadata of another script than the page's ("society" where 社會 is printed) only stands in where nothing is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.chrome.document import CHROME, CONTROL, HIDDEN, ITEM
from pipelines.chrome.lines import Line, at
from pipelines.chrome.prose import EASTERN, collapse, squash, width
from pipelines.chrome.view import View

# names of <meta>, best first
_META = (
    "article:section", "og:article:section", "section", "news_section", "category", "dable:section",
    "cxenseparse:pub-section", "columnname", "lanmu", "og:category", "me2:category1",
)  # fmt: skip

# what the class or id of an element is called
_CRUMBS = re.compile(
    r"(?i)bread_?-?crumb|crumbs?(?![a-z])|(?<![a-z])(?:bread|location|nav-?path\d*|news-?path|path|position|(?:cur)?pos|loc|"
    r"where|weizhi|dangqian)(?![a-z])"
)
_FORM = re.compile(r"(?i)(?<![a-z])(?:form|search)(?![a-z])")
_LABEL = re.compile(r"(?i)(?<![a-z])(?:cate|category|categories|cat|catalog|channel|column|section|sort)(?![a-z])")
_ACTIVE = re.compile(r"(?i)(?<![a-z])(?:on|active|current|cur|selected|now)(?![a-z])")
_SURE = re.compile(r"(?i)crumb|(?<![a-z])(?:bread|nav-?path)")

# the text of a line of crumbs
_SEPARATOR = re.compile(r"\s*(?:[>＞›»→▶]+|\s/\s)\s*")
_HEAD = re.compile(
    r"^(?:您?(?:现在的?|當前|当前|目前|本页|所在)?(?:所在)?的?位置(?:是|在)?|현재\s?위치|you are here)\s*[:：]?\s*",
    re.I,
)
_COMMA = re.compile(r"\s*[,，;|]\s*")
_HOME = re.compile(
    r"(?i)^(?:home|top|홈|메인|뉴스\s?홈|[首主][页頁]|网站首页|網站首頁|\S{2,6}首[页頁]|ホーム|トップ|新闻中心|新聞|新闻|뉴스|news|资讯|資訊)$"
)
_SITE = re.compile(r"(?:[网網]|[网網]站|[网網]资讯|新聞雲|新闻网|日报|日報|晚报|晚報|신문|일보)$")
_PAGE = re.compile(
    r"^(?:正文|内容|內容|文章|内页|内容页|文章(?:详情|详细|内容|正文)|新[闻聞](?:[详詳]情|[内內][容文頁页]|正文)|详情|详细|全文|본문|기사|기사\s?본문|상세)(?=$|\s)"
)
_NOTHING = re.compile(
    r"(?i)^(?:전체|전체기사|일반|기타|종합|\d+\s?[화회편부]|\[[^\]]+\]|最新|滚动|滾動|全部|更多|其他|其它|all|more|etc|news|latest|記事一覧|article|uncategorized)$"
)
_TOOL = re.compile(
    r"구독|설정|알림|보기|제보|공유|인쇄|댓글|로그인|회원|검색|번역|기자|订阅|訂閱|关注|關注|收藏|分享|登[录錄入]|注册|註冊|更新中|搜索|广告|廣告|광고|下[载載]|信箱|声明|聲明|지면|评论|記者|记者"
    r"|(?i:login|share|print|search|subscri|\bapp\b|\bpdf\b)"
)
_PAPER = re.compile(r"(?:[日晚早時]報|[日晚早时]报|신문|일보)$")
_SHEET = re.compile(r"^第?\s?[A-Z]?\d{1,3}\s?版\s?[:：]\s?([\u4e00-\u9fffA-Za-z·]{2,10})$")
"""The page of a printed paper: 第005版：要闻."""
_TITLE_CUT = re.compile(r"\s*(?:[|｜_·]|--|\s[-–—]\s)\s*")
_BETWEEN = frozenset("/／•·")
"""What may stand between linked steps."""
_SORTED = re.compile(r"에서\s+([가-힣A-Za-z/·, ]{2,30}?)\s+섹션으로 분류")
_CHOSEN = re.compile(r"\s*(?:선택됨|선택|현재\s?페이지|\(current\))$")
_DATE = re.compile(r"\s*(?:19|20)\d\d[-./年년].*$")

_FAR, _BESIDE, _TOP, _MENUS = 12, 4, 60, 160
"""Lines above the headline for crumbs and beside it for a label, of a page whose headline is not printed, of menus."""
_WIDEST, _MOST, _MENU, _SMALL = 20, 6, 4, 60
"""Width of a step, steps of a line, links of a menu, nodes of crumbs."""
_WHOLE = frozenset(("html", "body", "main", "article"))


def section(view: View) -> str:
    """The section as the page prints it, else as metadata gives it; "" where neither does."""
    declared = _declared(view)
    steps = _crumbs(view) or _label(view)
    if steps:
        return next((told for told in declared if told in steps), steps[-1])
    told = next((told for told in declared if not _NOTHING.match(told)), "")
    told = told or _of_sheet(view)
    foreign = bool(told) and not EASTERN.search(told) and bool(EASTERN.search(view.head.title))
    return told if told and not foreign else _of_menu(view) or _of_title(view) or _active(view) or _classified(view)


def _declared(view: View) -> list[str]:
    """Sections by metadata, best first; of a list in one value the last is the narrowest."""
    told = [value for name in _META for value in view.doc.meta.get(name, ())] + [view.data.section]
    return [part for value in told for part in reversed(_COMMA.split(collapse(value))) if part]


# ---------------------------------------------------------------------- crumbs


def _crumbs(view: View) -> list[str]:
    """Steps of the crumbs nearest to the headline: of an element named so, else of a line with arrows above it."""
    title = view.head.title_at
    start, stop = (max(0, title - _FAR), title) if title >= 0 else (0, min(_TOP, len(view.lines)))
    above = view.lines[start:stop][::-1]
    for line in above + view.lines[stop + 1 : stop + 1 + _BESIDE]:
        box = _crumb_box(view, line)
        if box >= 0 and (steps := _steps(view, _inside(view, box), 2, _is_sure(view, box))):
            return steps
    for line in above:
        arrowed = not line.bits & (HIDDEN | CONTROL) and len(line.text) < 90 and _is_arrowed(view, line)
        if arrowed and (steps := _steps(view, [line], 2)):
            return steps
    for line in above:
        box = _crumb_box(view, line)
        if box >= 0 and _is_sure(view, box) and (steps := _steps(view, _inside(view, box), 1)):
            return steps
    return []


def _is_sure(view: View, box: int) -> bool:
    """Whether an element's name means crumbs and nothing else."""
    names = _names(view, box)
    return _SURE.search(names) is not None and _FORM.search(names) is None


def _steps(view: View, lines: list[Line], least: int, sure: bool = True) -> list[str]:
    """The useful steps of lines of crumbs; none where the lines have fewer than ``least`` or are no crumbs.

    Lines that are not ``sure`` to be crumbs have arrows between the steps or begin at the site's entrance.
    """
    arrows = [_is_arrowed(view, line) for line in lines]
    if any(arrows):
        last = len(arrows) - arrows[::-1].index(True)
        lines = lines[:last]  # what stands behind the last arrow's line are tools
    found = [step for line in lines for step in _of_line(view, line)]
    if not (sure or any(arrows) or (found and _HOME.match(found[0]))):
        return []
    page = next((k for k, step in enumerate(found) if _PAGE.match(step)), len(found))
    whole = min(len(found), page + 1)
    found = [step for step in found[:page] if step]
    if not least <= whole <= _MOST or any(width(step) > _WIDEST for step in found):
        return []
    site = {view.doc.first_meta("og:site_name"), view.data.publisher}
    useful = [
        s
        for k, s in enumerate(found)
        if not (_HOME.match(s) or s in site or (_PAPER if k else _SITE).search(s))  # a site, or the paper it is from
    ]
    return [s for s in useful if not _NOTHING.match(s) and not _TOOL.search(s) and squash(s) != squash(view.head.title)]


def _is_arrowed(view: View, line: Line) -> bool:
    """Whether something stands between the steps of a line: an arrow, or a stroke between links."""
    if _SEPARATOR.search(line.text):
        return True
    return bool(
        line.link
        and len(line.text) < 60
        and _BETWEEN & set(line.text)
        and any(x in _BETWEEN for _, x in _nodes(view, line))
    )


def deepest(said: str) -> str:
    """The deepest useful step of a line of crumbs inside the text's box; the line itself where it has no arrows."""
    if not _SEPARATOR.search(said):
        return said
    steps = [step for x in _SEPARATOR.split(_HEAD.sub("", said)) if (step := x.strip()) and not _PAGE.match(step)]
    useful = [
        s for k, s in enumerate(steps) if not (_HOME.match(s) or _NOTHING.match(s) or (not k and _SITE.search(s)))
    ]
    return useful[-1] if useful else ""


def _of_line(view: View, line: Line) -> list[str]:
    """The steps of one line: between its arrows, else its texts."""
    said = _HEAD.sub("", line.text)
    if _SEPARATOR.search(said):
        return [step for x in _SEPARATOR.split(said) if (step := _DATE.sub("", x).strip())]
    return [step for _, x in _nodes(view, line) if x not in _BETWEEN and (step := _DATE.sub("", _HEAD.sub("", x)))]


# ---------------------------------------------------------------------- labels


def _label(view: View) -> list[str]:
    """The text of a small element beside the headline that is named as a section; rather of one with a single text."""
    several: list[str] = []
    for k in _beside(view) if view.head.title_at >= 0 else ():
        for node, _ in _nodes(view, view.lines[k]):
            box = _named_node(view, node, _LABEL)
            steps = _short(view, box) if box >= 0 else []
            if len(steps) == 1:
                return steps
            several = several or steps
    return several


def _of_menu(view: View) -> str:
    """A short text beside the headline that a menu above it has too."""
    title = view.head.title_at
    if title < 0:
        return ""
    links = [x for x in view.lines[max(0, title - _MENUS) : title] if x.linked and x.bits & ITEM]
    menu = {x.text for x in links if _is_name(x.text)}
    for k in _beside(view) if len(links) >= _MENU else ():
        line = view.lines[k]
        if k < title and line.bits & (ITEM | CHROME):
            continue
        for _, said in _nodes(view, line):
            if said in menu and not _SITE.search(said):
                return said
    return ""


def _of_sheet(view: View) -> str:
    """The printed paper's page, where one alone is named that is no link."""
    title = view.head.title_at
    near = view.lines[max(0, title - _MENUS) : title + _BESIDE] if title >= 0 else []
    found = {m[1] for x in near if x.size < 30 and not x.linked and "版" in x.text and (m := _SHEET.match(x.text))}
    return found.pop() if len(found) == 1 else ""


def _of_title(view: View) -> str:
    """The piece of the page's title that a menu above the headline has too."""
    title = view.head.title_at
    pieces = {x for x in _TITLE_CUT.split(view.doc.title)[1:] if _is_name(x) and not _SITE.search(x)}
    pieces -= {view.doc.first_meta("og:site_name"), view.data.publisher}
    links = view.lines[max(0, title - _MENUS) : title] if title >= 0 and pieces else []
    menu = [x.text for x in links if x.linked and x.bits & ITEM]
    return next((x for x in menu if x in pieces), "") if len(menu) >= _MENU else ""


def _beside(view: View) -> list[int]:
    """Indices of the visible lines beside the headline, those above first, the nearest first."""
    title = view.head.title_at
    above = range(title - 1, max(-1, title - _BESIDE - 1), -1)
    behind = range(title + 1, min(len(view.lines), title + _BESIDE))
    return [k for k in (*above, *behind) if not view.lines[k].bits & (HIDDEN | CONTROL)]


def _short(view: View, box: int) -> list[str]:
    """The texts of a small element, where all of them can be sections."""
    doc = view.doc
    if doc.within(view.head.title_node, box):
        return []
    texts = [t for j in range(box, doc.ends[box]) if doc.texts[j] and (t := collapse(doc.texts[j]))]
    if not 1 <= len(texts) <= 3 or any(not _is_name(t) for t in texts):
        return []
    return texts


def _is_name(said: str) -> bool:
    """Whether a short text can be a section's name."""
    return bool(
        1 <= width(said) <= _WIDEST
        and any(c.isalpha() for c in said)
        and sum(c.isdigit() for c in said[-4:]) < 2
        and not (_NOTHING.match(said) or _HOME.match(said) or _TOOL.search(said))
    )


def _active(view: View) -> str:
    """The chosen item of a menu above the headline; "" where none or more than one is."""
    title = view.head.title_at
    stop = title if title >= 0 else min(_TOP, len(view.lines))
    found: list[str] = []
    for line in view.lines[max(0, stop - _MENUS) : stop]:
        if not line.linked or width(line.text) > 12:
            continue
        node = line.first
        for _ in range(3):
            node = max(0, view.doc.parents[node])
            if view.doc.tags[node] not in ("a", "li", "span"):
                continue
            chosen = _ACTIVE.search(view.doc.attr(node, "class")) or view.doc.attr(node, "aria-current")
            if chosen and _siblings(view, node) >= _MENU:
                found.append(_CHOSEN.sub("", line.text))
                break
    found = [name for name in dict.fromkeys(found) if _is_name(name)]
    return found[0] if len(found) == 1 else ""


def _classified(view: View) -> str:
    """What an aggregator says below the text: 이 기사는 언론사에서 사회 섹션으로 분류했습니다."""
    line = next((x.text for x in view.lines if "섹션으로 분류" in x.text), "")
    found = _SORTED.search(line)
    return _COMMA.split(found.group(1))[0] if found else ""


def _siblings(view: View, node: int) -> int:
    """Items of the list in which a node stands."""
    doc = view.doc
    while node > 0 and doc.tags[node] != "li":
        node = doc.parents[node]
    parent = doc.parents[node] if node > 0 else -1
    if parent < 0:
        return 0
    return sum(doc.parents[j] == parent and doc.tags[j] == "li" for j in range(parent + 1, doc.ends[parent]))


# ---------------------------------------------------------------------- nodes


def _names(view: View, node: int) -> str:
    return f"{view.doc.attr(node, 'class')} {view.doc.attr(node, 'id')}"


def _named_node(view: View, node: int, pattern: re.Pattern[str]) -> int:
    """The nearest of three elements around a text whose class or id matches, without the headline in it; else -1."""
    doc = view.doc
    for _ in range(3):
        node = doc.parents[node]
        if node <= 0 or doc.tags[node] in _WHOLE or doc.within(view.head.title_node, node):
            break
        if doc.attrs[node] and pattern.search(_names(view, node)):
            return node
    return -1


def _crumb_box(view: View, line: Line) -> int:
    """The outermost small element around a line that is named as crumbs, without the headline in it; else -1."""
    doc, node, box = view.doc, line.first, -1
    for _ in range(5):
        node = doc.parents[node]
        if node <= 0 or doc.tags[node] in _WHOLE or doc.within(view.head.title_node, node):
            break
        if doc.attrs[node] and _CRUMBS.search(_names(view, node)) and (box < 0 or doc.ends[node] - node < _SMALL):
            box = node
    return box


def _inside(view: View, box: int) -> list[Line]:
    return view.lines[at(view.lines, box) : at(view.lines, view.doc.ends[box])]


def _nodes(view: View, line: Line) -> Iterator[tuple[int, str]]:
    """The text nodes of a line with their texts."""
    for j in range(line.first, line.last + 1):
        if view.doc.texts[j] and (said := collapse(view.doc.texts[j])):
            yield j, said
