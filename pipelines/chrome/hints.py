"""What class and id names say. Names are split into words; only whole words count, so ``address`` is no ``ad``.

A hint is an opinion: the extractor honours it only where the element holds a small part of the page's prose.
"""

from __future__ import annotations

import re
from functools import lru_cache

CHROME, CAPTION, BODY, SUBTITLE, TITLE, BYLINE, TAGS, TOPICS = (1 << i for i in range(8))

_WORDS = {
    CHROME: """
        comment comments cmt cmts cmnt cmm reply replys replies replybox livere disqus discuss discussion tie gentie
        pinglun reaction reactions emotion like likes likeit feedback jubao empathy vote poll survey
        foot footer bottombar copyright copy disclaimer declare statement shengming liability prohibition addition
        related relate relation relations relative relnews rel rela xiangguan tuijian recommend recommends recommended
        recommendation recom recomm rcmd reco recirculation otherarticle prevnext prev next series timeline special
        rank ranking ranks popular popularity hotnews hotlist mostview mostread morenews othernews newslist toplist
        bestnews weekly foreword
        sns snsbox share shares sharing bdshare bshare jiathis addthis social fenxiang kakaoad
        banner ad ads adv advert advertise advertisement advertising adsense adbox adsbygoogle gg guanggao
        sponsor sponsored promo promote promotion taboola outbrain dable coupon event events game quiz donate donation
        support
        gnb lnb snb nav navi navigation navbar breadcrumb breadcrumbs crumb crumbs location sidebar aside sitemap skip
        family search pager paging pagination pagenum
        login signin signup popup pop modal layer tooltip toolbar tools util utility utils buttons btns btn fontsize
        blind tts audio listen voice video player vod app appdown download translate translation
        newsletter subscribe subscription qrcode qr qrbox ewm erweima weixin wechat
        keyword keywords hash hashtag hashtags reporter reporters journalist profile otitle
        ticker weather autosummary summary ai guide ends
    """,
    CAPTION: """
        caption captions cap imgcaption imgdesc photocaption desc descr imgtxt pictext phototxt figcaption imginfo
        photoinfo picinfo picdesc
    """,
    BODY: """
        article articlebody content contents cont con body text txt story news view detail post entry paragraph main
        container read artical sectione endtext
    """,
    SUBTITLE: """
        subtitle subtit subtitles stit stitle midtitle deck subhead subheading subheadline subheads sub dek standfirst
        lead
    """,
    TITLE: "title tit headline subject heading ttl subjcet titles",
    TAGS: "tag tags hashtag hashtags keyword keywords",
    TOPICS: "topic topics",
    BYLINE: "byline author authors auth writer reporter journalist name editor source provider info writers jrnst",
}
_PHRASES = (
    (TAGS, r"hash[-_]?tag|key[-_]?word|guanjianci"),
    (SUBTITLE, r"sub[-_ ]?(?:tit|head)|mid[-_ ]?tit"),
    (CAPTION, r"caption|(?:img|image|photo|pic|picture)[-_]?(?:desc?|txt|text|cap|info|title|tit|note|intro)"),
    (
        CHROME,
        r"hot[-_]?news|(?:next|prev|other|another)[-_]?(?:article|news|story|cont)|news[-_]?(?:summary|letter|list)|auto[-_]?summary|more[-_]?(?:article|news)|key[-_]?word"
        r"|further[-_]?reading|before[-_]?ir|(?:top|most|best|pop)[-_]?(?:view|read|click)|also[-_]?read|read[-_]?more"
        r"|relat(?:ed|ion)|recommend|comment|footer|sidebar|breadcrumb|advert|copyright",
    ),
    (
        BODY,
        r"articlebody|article_?txt|newsbody|art_?body|articletext|article_?content|newscontent|newsct|bodytext"
        r"|storybody|post_?text|endtext|cnt_view|viewcont|articlecont|news_?txt|art_?content|dic_area|veiw-body",
    ),
)
"""Parts of names: words that are written as one, in any case."""

_STATE = re.compile(r"(?<![A-Za-z])(?:has|is|with|no|not|without)(?:[-_][a-z]+|[A-Z][a-z]+)")
"""What an element has or is (has-video, isAd) says nothing of what it is for."""
_SPLIT = re.compile(r"[^A-Za-z]+|(?<=[a-z])(?=[A-Z])")
_MEANING: dict[str, int] = {}
for _bit, _words in _WORDS.items():
    for _word in _words.split():
        _MEANING[_word] = _MEANING.get(_word, 0) | _bit
_PATTERNS = tuple((bit, re.compile(regex, re.I)) for bit, regex in _PHRASES)
_ANY_PHRASE = re.compile("|".join(regex for _, regex in _PHRASES), re.I)


@lru_cache(maxsize=16384)
def meaning(class_: str | None, id_: str | None) -> int:
    """Bits for the words of an element's class and id."""
    bits = 0
    for name in (class_, id_):
        if not name:
            continue
        name = _STATE.sub(" ", name)
        for word in _SPLIT.split(name):
            if word:
                bits |= _MEANING.get(word.lower(), 0)
        if _ANY_PHRASE.search(name):
            for bit, pattern in _PATTERNS:
                if pattern.search(name):
                    bits |= bit
    return bits
