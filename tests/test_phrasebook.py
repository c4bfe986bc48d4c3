"""Every pattern of the phrasebook names an invented line; sentences of a text are named by none."""

from __future__ import annotations

from typing import get_args

import pytest

from pipelines.chrome import fields, phrasebook
from pipelines.chrome.container import Text
from pipelines.chrome.phrasebook import PATTERNS, Action, Scope, match
from pipelines.chrome.pictures import bare
from tests.snippets import TEXT

EXAMPLES = {
    # Korean
    "copyright_ko": "저작권자 ⓒ 한빛일보 무단 전재 및 재배포 금지",
    "copyright_ko_any": "한빛일보의 모든 기사 무단 전재를 금합니다",
    "resale_ko": "한빛일보=재판매 및 DB 금지",
    "syndication_ko": "<이 콘텐츠는 한빛일보의 저작권 보호를 받습니다",
    "opinion_ko": "※ 외부 필자의 글은 한빛일보와 무관합니다",
    "end_ko": "(끝)",
    "mail_only": "gildong@hanbit.example",
    "mail_name": "王小明 <wang@qc.example>",
    "slogan_ko": "한빛일보 여러분의 제보",
    "staff_ko": "영상편집 : 홍길동",
    "tip_ko": "※ 당신의 제보가 뉴스가 됩니다",
    "tip_channel_ko": "▷ 카카오톡 : 한빛제보 검색, 채널 추가",
    "subscribe_ko": "한빛일보 소식지 구독하기",
    "donate_ko": "원고료로 응원하기",
    "press_ko": "기사를 한빛일보에서 직접 확인하세요.",
    "section_notice_ko": "이 기사는 언론사에서 지역 섹션으로 분류했습니다",
    "liked_ko": "이 기사가 마음에 들었다면 좋아요를 눌러주세요",
    "reactions_ko": "좋아요 12 슬퍼요 3 화나요 0",
    "tools_ko": "공유 | 스크랩 | 인쇄 | 글자 크기",
    "dialog_ko": "댓글을 삭제 하시겠습니까?",
    "tts_ko": "음성으로 기사를 읽어 드립니다",
    "ai_summary_ko": "AI가 자동 요약한 내용입니다",
    "slide": "3 / 12",
    "zoom": "사진 크게보기",
    "ad": "ADVERTISEMENT",
    "comments_ko": "독자 의견",
    "related_ko": "[관련기사] 강변 주차장",
    "link_ko": "☞ 강변 주차장 다시 문 연다",
    "crumb_ko": "홈 > 뉴스 > 지역",
    "section_ko": "오피니언",
    "masthead_ko": "제호 한빛일보 인터넷신문 등록 가00000",
    "hotline_ko": "※ 말하기 어려운 고민이 있으면 상담 전화 109에서 도움을 받을 수 있습니다",
    "copied_ko": "기자 정보, 기사 등록일",
    "wire_ko": "(서울=연합뉴스)",
    "portal_ko": "이 기사를 공유합니다",
    "see_broadcast_ko": "자세한 내용은 오늘 저녁 한빛뉴스에서",
    "transmission_ko": "2024/03/05 09:30 송고",
    # Chinese
    "editor_zh": "责任编辑：王小明",
    "staff_zh": "统筹：李小红 视频：王小明",
    "correction_zh": "[我要纠错]",
    "source_zh": "来源：青川晚报",
    "original_title_zh": "原标题：青川市沿河新建步道",
    "image_source_zh": "图片来源：青川市政府",
    "pager_zh": "上一页 1 2 3 下一页",
    "full_text_zh": "展开全文",
    "full_text_ko": "기사 전문 보기",
    "more_zh": "查看更多",
    "related_zh": "相关阅读：",
    "before_zh": "此前报道：河边停车场重新开放",
    "portal_zh": "广告 继续浏览",
    "back_zh": "返回青川网首页",
    "more_tw": "★追蹤更多青川消息",
    "paywall": "本文为付费内容，剩余70%",
    "gallery_zh": "高清图集",
    "reprint_zh": "转载请注明出处",
    "arrow_more": ">> 更多青川新闻",
    "click_zh": "点击图片看清晰大图",
    "wire_zh": "(青川時報)",
    "ad_label": "广告：春季登山鞋限时五折",
    "ad_break_zh": "請繼續往下閱讀...",
    "crumb_zh": "您现在的位置：首页 > 地方 > 正文",
    "share_zh": "分享到：微信 微博 QQ空间",
    "qr_zh": "长按识别二维码",
    "app_zh": "打开青川APP，看更多",
    "follow_zh": "欢迎关注青川晚报官方微信公众号",
    "hotline_zh": "新闻热线 0000-1234567",
    "suicide_zh": "珍惜生命，請撥1925安心專線",
    "health_tw": "飲酒過量，有害健康",
    "feedback_zh": "阅读数 1024",
    "video_zh": "IMG_1024",
    "login_zh": "登录后继续阅读",
    "disclaimer_zh": "免责声明：本网内容供参考",
    "not_ours_zh": "以上内容仅代表作者本人观点",
    "no_reprint_zh": "未经书面授权不得转载",
    "exclusive_zh": "本文系青川晚报原创稿件，欢迎分享",
    "copyright_zh": "版权归青川晚报所有",
    "infringement_zh": "图片如有侵权请联系删除",
    "tags_zh": "关键词：步道 河道",
    "comment_bar_zh": "网友评论",
    "lottery_tw": "限時優惠 加入會員送好禮",
    "finance_promo_zh": "股市有风险，入市需谨慎",
    "end_zh": "（完）",
    "stock_promo_zh": "炒股开户享福利",
    "self_media_zh": "感谢您的阅读！",
    "icp_zh": "青川网 京ICP备00000000号",
    # English and Japanese
    "copyright_en": "(c) Hanbit Daily. All rights reserved.",
    "tools_en": "Share | Print | Font size",
    "related_en": "Most read",
    "related_ja": "【関連記事】",
    # walls, promotion, embeds, quotes of prices
    "wall_ko": "이 기사는 한빛플러스 구독 회원만 볼 수 있습니다.",
    "wall_zh": "本文为付费文章，余下内容 1200 字",
    "embed": "青青日記（@qing_diary）分享的貼文",
    "issue_zh": "更多内容请阅读今天出版的《青川晚报》。",
    "call_ko": "■ ‘우리 동네’는 제보를 받습니다. 알려 주세요.",
    "letter_ko": "■ [한빛일보 뉴스레터] 금요일 아침에 보내드립니다",
    "writer_bio_ko": "홍길동 기자는 지역의 물길을 취재하고 있습니다.",
    "see_more_tw": "▼往下看更多新聞！",
    "invite_zh": "欢迎关注“慢船”，每周一座小城",
    "member_zh": "首月只要NT$1，暢讀所有報導",
    "minutes": "閱讀時間：4分鐘",
    "stock_quote": "한빛식품(012345) 15,340 ▲3,300",
    "contact_ko": "담당 부서 하천과",
    "feedback_form_zh": "如果您對這篇文章有任何意見或者建議，請使用下表與我們聯繫。",
    "promo_url": "《青川申訴》推出全新項目，誠邀市民投稿。立即參加︰https://qc.example/3",
    "end_of_box": "많이 읽은 기사 끝",
    "related_label": "관련 기사",
    "poll": "【投票】你会去走走吗？",
    "mood": "您對這則新聞的感受",
    "address": "本文网址：https://www.qc.example/a/1",
    "font_ko": "이 기사의 글자크기를 조정해보세요.",
    "ethics_ko": "한빛일보는 신문윤리강령 및 그 실천요강을 준수합니다.",
    "more_by_ko": "홍길동 기자 다른기사 보기",
    "notice_en": "Some parts of this page may be translated by machine.",
    "views": "瀏覽數 8,214",
    "reminder_tw": "《青川新聞》提醒您：飼養前請三思。",
    "shop_zh": "本文价格实时变动，以店铺页面为准。",
    "points_zh": "核心提示：青川市沿河新建十二公里步道，明年春天开放第一段。",
    "copyright_ja": "本紙記事の無断転載を禁じます",
}
SENTENCES = [
    *(said for rows in TEXT.values() for said in rows),
    "그는 이 사진을 공유한 뒤 댓글이 쏟아졌다고 말했다.",
    "경찰은 제보를 받고 현장에 출동했으며, 카카오톡 대화 기록을 확보했다고 밝혔다.",
    "광고 매출은 지난해보다 12% 줄었고 구독 매출은 두 배로 늘었다.",
    "그의 글은 저작권 논쟁에 불을 붙였다.",
    "警方根据举报赶到现场，发现嫌疑人正在删除聊天记录。",
    "他在微博上分享了这段视频，评论区很快有上千人留言。",
    "来源不明的资金流入后，股价在三天内涨了四成。",
    "廣告收入比去年減少一成，訂閱收入則增加一倍。",
    "他下載照片之後，才發現檔案已經損壞。",
    "“我们更关心的是孩子，”她说。",
    "现在有了CT扫描和年轮测定，老师傅用不用？",
    "首月销量就超过了去年全年，厂里加开了一条线。",
    "회원만 3만 명이 넘는 이 모임은 올해로 열 돌을 맞았다.",
    "12,340 가구가 물을 받았고 3,300 가구는 아직 기다린다고 했다.",
    "市民投票选出了新的市花，八千多人参与了这次评选。",
    "摘要里只有三行字，他却写了一个星期。",
    "编辑部搬到了老街，读者来信堆满了半张桌子。",
]


def place(pattern: phrasebook.Pattern) -> str:
    return "middle" if pattern.scope == "any" else pattern.scope


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.name)
def test_a_pattern_names_its_line_in_its_place(pattern: phrasebook.Pattern) -> None:
    found = match(EXAMPLES[pattern.name], place(pattern))
    assert found is not None
    assert found.name == pattern.name


@pytest.mark.parametrize("pattern", [p for p in PATTERNS if p.scope != "any"], ids=lambda p: p.name)
def test_a_pattern_of_head_or_tail_does_not_act_in_the_middle(pattern: phrasebook.Pattern) -> None:
    assert match(EXAMPLES[pattern.name], "middle") is not pattern


@pytest.mark.parametrize("said", SENTENCES)
@pytest.mark.parametrize("where", ["head", "middle", "tail"])
def test_a_sentence_is_named_by_none(said: str, where: str) -> None:
    assert match(said, where) is None


def test_each_name_stands_once_with_a_known_scope_and_action() -> None:
    assert len({p.name for p in PATTERNS}) == len(PATTERNS) == len(EXAMPLES)
    assert {p.scope for p in PATTERNS} == set(get_args(Scope))
    assert {p.action for p in PATTERNS} == set(get_args(Action))


@pytest.mark.parametrize("action", get_args(Action))
def test_every_action_is_handled(action: Action) -> None:
    text = Text()
    fields.take(text, action, "来源：青川晚报")
    filled = {
        "byline": text.bylines == ["来源：青川晚报"],
        "credit": text.credit == "青川晚报",
        "more": text.truncated == "cut",
        **{name: getattr(text, name) == "来源：青川晚报" for name in ("copyright", "section", "tags")},
        **{name: text.truncated == name for name in ("login", "paywall", "pager")},
    }
    assert filled.get(action, text == Text())


def test_the_first_line_that_names_a_field_wins() -> None:
    text = Text()
    for said in ("版权归青川晚报所有", "版权归青川时报所有"):
        fields.take(text, "copyright", said)
    assert text.copyright == "版权归青川晚报所有"


def test_a_long_line_is_prose() -> None:
    assert match("광고" * phrasebook.LONGEST, "tail") is None
    sentence = "그는 " + "아주 " * 30 + "좋은 날이라며 채널 추가 바로가기를 눌러 달라고 말했다. 앱 다운로드"
    assert match(sentence, "middle") is None


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Copyright ⓒ 한빛일보. 무단전재 및 재배포 금지", True),
        ("版權所有，未經授權不得轉載", True),
        ("그의 글은 저작권 논쟁에 불을 붙였다.", False),
    ],
)
def test_copyright_lines_are_known_wherever_they_stand(said: str, found: bool) -> None:
    assert phrasebook.is_copyright(said) is found


@pytest.mark.parametrize("said", ["▲ 강변 전경", "图为河道现状", "圖／市府提供", "사진설명: 강변", "資料照"])
def test_how_captions_begin(said: str) -> None:
    assert phrasebook.CAPTION_LEAD.search(said)


@pytest.mark.parametrize(
    "said",
    [
        "강변 전경 [사진=한빛시 제공]",
        "강변 전경. 연합뉴스",
        "河道现状。王小明 摄",
        "河道現況。（圖／市府提供）",
        "강변을 걷는 주민. 홍길동 기자",
        "[한빛=뉴시스] 홍길동 기자 = 강변을 걷는 주민들. 2026.11.24. gildong@newsis.example",
        "강변 산책로에 놓인 의자. 2026.11.17/뉴스1",
        "Residents walk along the river in Hanbit City. (Photo by Hong Gil-dong/Hanbit)",
        "沿河步道夜景。摄影：王小明",
        "步道示意，单位：公里。来源：青川研究",
    ],
)
def test_how_captions_end(said: str) -> None:
    assert phrasebook.CAPTION_TAIL.search(said)


@pytest.mark.parametrize(
    ("said", "caption"),
    [
        ("사진설명: 강변", "강변"),
        ("크게보기 강변의 아침", "강변의 아침"),
        ("이미지 크게 보기 강변의 아침", "강변의 아침"),
        ("圖像加註文字， 沿河步道", "沿河步道"),
        ("圖像來源，Hanbit / Reuters 圖像加註文字， 沿河步道", "沿河步道"),
        ("사진 출처, 한빛연구소", ""),
        ("图片来源：青川晚报", "图片来源：青川晚报"),
        ("확대된 강변 공원", "확대된 강변 공원"),
    ],
)
def test_what_goes_off_a_caption(said: str, caption: str) -> None:
    assert bare(said) == caption


@pytest.mark.parametrize("said", TEXT["ko"] + TEXT["zh-Hans"] + TEXT["zh-Hant"])
def test_a_sentence_looks_like_no_caption(said: str) -> None:
    assert not phrasebook.CAPTION_LEAD.search(said)
    assert not phrasebook.CAPTION_TAIL.search(said)
