"""What class and id names say. Names are split into words; only whole words count, so ``address`` is no ``ad``.

A hint is an opinion: the extractor honours it only where the element holds a small part of the page's prose.
"""

from __future__ import annotations

import re
from functools import lru_cache

CHROME, CAPTION, BODY, SUBTITLE, TITLE, BYLINE, DATE = (1 << i for i in range(7))

_SPLIT = re.compile(r"[^A-Za-z]+|(?<=[a-z])(?=[A-Z])")
_GLUED = re.compile(
    r"(?i)articlebody|article_?txt|newsbody|art_?body|artbody|articletext|article_?content|newscontent|newsct|bodytext"
    r"|storybody|post_?text|endtext|cnt_view|viewcont|articlecont|news_?txt|art_?content|dic_area|veiw-body"
)

_WORDS: dict[int, str] = {
    CHROME: """
        comment comments cmt cmts cmnt cmm reply replys replies livere disqus discuss discussion tie gentie pinglun
        footer foot bottombar related relate relation relations relative relnews rel xiangguan tuijian recommend recommends recommended
        recommendation recom recomm rcmd reco rank ranking ranks popular popularity hotnews mostview mostread
        sns share shares sharing bdshare bshare jiathis addthis social snsbox fenxiang copyright copy disclaimer
        banner ad ads adv advert advertise advertisement advertising adsense adbox adsbygoogle gg guanggao sponsor sponsored
        promo promotion taboola outbrain dable kakaoad gnb lnb snb nav navi navigation navbar breadcrumb breadcrumbs crumb crumbs
        location sidebar aside login signin signup popup pop modal layer tooltip toolbar tools util utility utils
        newsletter subscribe subscription qrcode qr ewm erweima weixin wechat pager paging pagination page_num pagenum
        keyword keywords hashtag hashtags reporter journalist reporters profile vote poll survey reaction reactions emotion like likes
        likeit feedback jubao declare tts audio listen voice ticker weather search sitemap skip family qrbox
        morenews othernews newslist toplist weekly donate donation support banner foreword shengming statement
        prevnext prev next hotlist series promote app appdown download translate translation fontsize blind buttons btns btn
        special timeline rela empathy recirculation hash otitle liability bestnews autosummary ends addition prohibition replybox otherarticle video player vod quiz game coupon event events guide summary ai
    """,
    CAPTION: """
        caption captions cap imgcaption img_caption imgdesc photocaption desc descr imgtxt pictext pic_txt phototxt figcaption
        imginfo photoinfo picinfo picdesc
    """,
    BODY: """
        article articlebody content contents cont con body text txt story news view detail post entry paragraph main
        container read artical sectione endtext
    """,
    SUBTITLE: """
        subtitle subtit subtitles stit stitle midtitle mid_title deck subhead subheading subheadline subheads sub dek
        standfirst lead
    """,
    TITLE: "title tit headline subject heading ttl subjcet titles",
    BYLINE: "byline author authors writer reporter journalist name editor source provider info writers jrnst",
    DATE: "date time datetime registration regi pubtime timestamp published regdate pub updated dates",
}
_MEANING: dict[str, int] = {}
for _bit, _words in _WORDS.items():
    for _word in _words.split():
        _MEANING[_word] = _MEANING.get(_word, 0) | _bit

_PHRASES: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"(?i)sub[-_ ]?(?:tit|head)|mid[-_ ]?tit"), SUBTITLE),
    (re.compile(r"(?i)(?:img|image|photo|pic|picture)[-_]?(?:desc|txt|text|cap|info|title|tit|note|intro)"), CAPTION),
    (re.compile(r"(?i)hot[-_]?news|news[-_]?summary|auto[-_]?summary|more[-_]?article|further[-_]?reading|key[-_]?word|before[-_]?ir|(?:top|most|best|pop)[-_]?(?:view|read|click)|news[-_]?letter|also[-_]?read|read[-_]?more"
                r"|more[-_]?news|news[-_]?list|relat(?:ed|ion)|recommend|comment|footer|sidebar|breadcrumb|advert|copyright"), CHROME),
)  # fmt: skip


@lru_cache(maxsize=4096)
def meaning(class_: str | None, id_: str | None) -> int:
    """Bits for the words of an element's class and id."""
    bits = 0
    for name in (class_, id_):
        if not name:
            continue
        for word in _SPLIT.split(name):
            if word:
                bits |= _MEANING.get(word.lower(), 0)
        for pattern, bit in _PHRASES:
            if pattern.search(name):
                bits |= bit
        if _GLUED.search(name):
            bits |= BODY
    return bits
