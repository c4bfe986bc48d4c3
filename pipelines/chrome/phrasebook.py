"""Whole lines that are chrome, as anchored patterns: a pattern names a line, it never cuts characters out of one.

``scope`` is where a pattern may act: ``any`` line, the ``head`` (before the first prose), the ``tail`` (after the last
prose, or the last third of it). ``action`` is what becomes of the line, which never stays in the text:

- ``drop``: nothing else.
- ``cut``: it heads what is no article any more. All that follows goes too, if enough prose stands before it and the
  text does not go on behind it; else the line alone.
- ``comments``: the same for readers' comments, which may be longer than the text.
- ``byline``, ``credit``, ``copyright``, ``section``, ``tags``: it is the record's field of that name.
- ``editor``: its names are no authors.
- ``more``, ``pager``, ``login``, ``paywall``: the text goes on elsewhere; the record's ``truncated`` says so (``more``
  as ``cut``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Scope = Literal["any", "head", "tail"]
Action = Literal[
    "drop", "cut", "comments", "byline", "credit", "copyright", "section", "tags", "editor", "more", "pager", "login",
    "paywall",
]  # fmt: skip

LONGEST = 280
"""Characters; a longer line is prose: no pattern is tried on it."""
_LOOSE = 90
"""Characters; a longer sentence is chrome only by a pattern of its own place, not by one that acts anywhere."""
_SENTENCE = re.compile(r"[。！？]|[다요죠음함임][.!?]|[.!?][\"'”’]?$")


@dataclass(frozen=True, slots=True)
class Pattern:
    name: str
    regex: re.Pattern[str]
    scope: Scope
    action: Action


_MAIL = r"[A-Za-z0-9._%+\-]{1,40}@[A-Za-z0-9.\-]{2,40}"

_ENTRIES: tuple[tuple[str, Scope, Action, str], ...] = (
    # Korean: rights, writers, staff, tip-offs
    ("copyright_ko", "tail", "copyright", r"^.{0,30}(?:저작권자|[Cc]opyrights?|[ⓒ©Ⓒ]).{0,80}(?:무단|재배포|재판매|배포\s*금지|[Rr]ights\s*[Rr]eserved|AI\s*학습|금지)"),
    ("copyright_ko_any", "tail", "copyright", r"^.{0,60}무단\s*(?:전재|복제|배포|도용).{0,50}(?:금지|금합니다|법적)"),
    ("resale_ko", "any", "drop", r"^\W*(?:[가-힣A-Za-z0-9=·.\s]{0,16})?재판매\s*및\s*DB\s*금지\W*$"),
    ("syndication_ko", "tail", "drop", r"^[<〈\[(]?\s*(?:이|본)\s*(?:콘텐츠|기사|기고|칼럼)[는의은].{0,60}(?:저작권|서비스된|송고된|제공한|전문가|외부)"),
    ("opinion_ko", "tail", "drop", r"^[*※\[(<]?\s*.{0,20}(?:외부\s*(?:필자|기고|칼럼)|본지의?\s*(?:편집\s*)?(?:방향|의견)).{0,40}"),
    ("end_ko", "tail", "cut", r"^[(（\[<〈【]\s*(?:끝|계속|END|end)\s*[)）\]>〉】]$"),
    ("mail_only", "any", "byline", r"^[<(\[［]?\s*(?:E-?mail\s*[:：]?\s*)?" + _MAIL + r"\s*[>)\]］]?$"),
    ("mail_name", "tail", "byline", r"^[\u4e00-\u9fff]{2,4}\s*[(（<]?" + _MAIL + r"[)）>]?$"),
    ("slogan_ko", "tail", "drop", r"^◎\s*공감언론|^(?:[가-힣A-Za-z0-9]{2,14}\s*)?(?:당신의\s*제보|여러분의\s*제보)"),
    ("staff_ko", "tail", "drop", r"^[\[(<【]?\s*(?:영상취재|영상편집|영상기자|촬영기자|촬영|영상디자인|영상|편집|그래픽|디자인|디자이너|화면제공|자료조사|연출|구성|작가|CG|VJ|취재지원|화면출처)\s*[:：/=|ㅣ ]\s*[가-힣A-Za-z·,/:：|ㅣ\s]{2,60}[\])>】]?$"),
    ("tip_ko", "tail", "cut", r"^[※■▶☞*\[]?\s*.{0,12}[‘'\"“「]?(?:당신의\s*제보가|제보는\s|제보하기|기사\s*제보|뉴스\s*제보|기사\s*문의\s*및\s*제보|.{0,20}제보를\s*기다립니다)"),
    ("tip_channel_ko", "tail", "drop", r"^[\[▶▷■◇▣☎*]?\s*(?:카카오톡|카톡|전화|메일|이메일|홈페이지|제보|구독|유튜브|인스타그램|네이버|페이스북|텔레그램|라인)\s*[\]】]?\s*[:：]?\s*(?:[\w.@/-]+\s*){1,6}(?:검색|추가|채널|구독|신청|클릭|접속|제보|[0-9-]{5,}|@[\w.]+).{0,30}$"),
    # Korean: what readers are asked to do
    ("subscribe_ko", "any", "drop", r"^.{0,60}(?:구독해\s*(?:보세요|주세요)|구독하기|구독\s*신청|구독하고|채널\s*추가|뉴스레터\s*(?:신청|구독)|팔로우|앱\s*다운로드|친구\s*추가하기?|만나보세요|바로가기)\s*[!.~>]*$"),
    ("donate_ko", "any", "drop", r"^.{0,14}(?:후원하기|원고료로\s*응원(?:하기)?|정기\s*후원(?:하기)?)$"),
    ("press_ko", "tail", "cut", r"^.{0,16}(?:에서\s*직접\s*확인하세요|해당\s*언론사로\s*이동합니다|주요뉴스\s*해당\s*언론사에서\s*선정.{0,12})\.?$"),
    ("section_notice_ko", "tail", "cut", r"^(?:이\s*기사는\s*언론사에서\s.{0,60}분류했습니다|기사\s*섹션\s*분류|기사의\s*섹션\s*정보|이\s*기사를\s*추천합니다|기사\s*추천은|이\s*기사에\s*대해\s*어떻게)"),
    ("liked_ko", "tail", "drop", r"^(?:이\s*기사[가를는]\s*)?.{0,16}(?:좋아요[를을]?\s*눌러|마음에\s*들었다면|도움이\s*됐다면|공유해\s*주세요).{0,30}$"),
    # Korean: reactions, tools, players, labels of the page
    ("reactions_ko", "any", "drop", r"^(?:(?:추천해요|좋아요|싫어요|감동이에요|감동이예요|화나요|슬퍼요|후속기사\s*원해요|후속강추|응원해요|놀랐어요|쏠쏠정보|흥미진진|공감백배|분석탁월|공감|비공감)[\s\d,]*)+$"),
    ("tools_ko", "any", "drop", r"^(?:(?:기사\s*)?(?:공유|스크랩|프린트|인쇄|닫기|열기|북마크|클린뷰|댓글|글자\s*크기|글씨\s*크기|폰트\s*크기|읽기\s*모드|다크\s*모드|번역|언어\s*변경|SNS|URL|링크|복사|본문\s*듣기|음성으로\s*듣기|음성|카카오톡|카카오스토리|페이스북|트위터|텔레그램|네이버\s*블로그|밴드|라인|목록|이전|다음|맨\s*위로?|TOP|가|크게|작게|보통|설정|조절|변경하기|하기|보내기|기사보내기|이메일|메일|저장|더보기|확대|축소|듣기|시작|재생|일시정지|도구모음|공유하기|복사하기|인쇄하기|원문보기|전체보기|목록보기|字級|字級大小|좋아요|구독|알림|로그인|회원가입)[\s,·|/ㆍ\d]*){1,8}$"),
    ("dialog_ko", "any", "drop", r"^.{0,40}(?:로그인\s*(?:하시겠습니까|후\s*(?:댓글|이용|사용)|이\s*필요)|삭제\s*하시겠습니까|이미\s*(?:참여|신고|추천)|차단(?:해제)?\s*하시겠습니까|신고\s*(?:접수|사유|하기)|볼\s*수\s*없습니다\.$|자\s*이내로|글자\s*수).{0,50}$"),
    ("tts_ko", "any", "drop", r"^.{0,40}(?:기사를\s*읽어\s*드립니다|재생\s*중이에요|음성\s*변환|데이터\s*통화료|support\s*the\s*audio|브라우저에서만|브라우저가?\s*지원하지).{0,60}"),
    ("ai_summary_ko", "any", "drop", r"^.{0,40}(?:자동\s*요약|AI\s*(?:가|로)?\s*(?:자동\s*)?(?:요약|생성)|요약쏙|알고리즘\s*안내|핵심\s*요약|요약봇|OpenAI의\s*최신\s*기술).{0,120}$"),
    ("slide", "any", "drop", r"^\d{0,3}\s*/\s*\d{0,3}$"),
    ("zoom", "any", "drop", r"^(?:기사\s*)?(?:이미지|사진|큰\s*사진|관련\s*사진|그래픽)\s*(?:확대\s*보기|크게\s*보기|확대|보기|크게보기|줌|원본\s*보기)$|^확대\s*보기$|^크게\s*보기$"),
    ("ad", "any", "drop", r"^(?:ADVERTISEMENT|Advertisement|AD|광고|広告|廣告|广告|Sponsored|스폰서|\[?By\s+Taboola\]?|(?:\$\$[A-Z]+\$\$\s*)+|〈광고〉|-\s*광고\s*-|PR)$"),
    # Korean: comments, other articles, place in the site, masthead, agencies
    ("comments_ko", "any", "comments", r"^(?:댓글\s*(?:\(?\s*\d+\s*\)?|쓰기|보기|달기|작성|을\s*입력).{0,20}|\d+\s*개의\s*댓글.{0,16}|.{0,8}의견\s*\d+|독자\s*의견|네티즌\s*의견.{0,10}|전체\s*댓글.{0,10}|개의\s*댓글이\s*있습니다\.?)$"),
    ("related_ko", "tail", "cut", r"^[\[【<■◆▶▷☞◇●★*\-\s]*(?:관련\s*(?:기사|뉴스|키워드|링크|이슈|태그)|추천\s*(?:기사|뉴스|콘텐츠)|인기\s*(?:기사|뉴스|포토)|많이\s*본|가장\s*많이|댓글\s*많은|함께\s*(?:볼\s*만한|보면|읽을)|이\s*시각|실시간\s*(?:최신|트렌드|주요|인기|급상승)?|주요\s*(?:뉴스|기사)|랭킹\s*뉴스|당신이\s*관심|놓칠\s*수\s*없는|꼭\s*봐야|오늘의\s*(?:핫|주요|이슈|뉴스)|핫\s*(?:이슈|뉴스|클릭)|최신\s*(?:기사|뉴스)|다른\s*기사|기자의?\s*(?:다른\s*)?(?:기사|뉴스)|이전\s*기사|다음\s*기사|연관\s*기사|섹션\s*뉴스|서비스\s*바로가기|포토\s*뉴스|화제의?\s*뉴스|베스트\s*(?:클릭|뉴스))[^.。다요]{0,24}\s*[\]】>]?$"),
    ("link_ko", "tail", "drop", r"^(?:▶|▷|☞|☛|►|→|⇒|【관련】|\[관련\s*기사\]|\[관련기사\])\s*.{2,90}$"),
    ("crumb_ko", "head", "section", r"^(?:홈|Home|HOME|뉴스홈|뉴스|메인)?\s*(?:[>＞›»]\s*[가-힣A-Za-z/·&\s]{1,16}){1,4}$"),
    ("section_ko", "head", "section", r"^(?:사회|정치|경제|국제|세계|문화|생활|생활/문화|스포츠|연예|오피니언|IT|IT/과학|과학|산업|증권|부동산|기획|칼럼|북한|전국|최신뉴스|금융|사설|종합|지역)(?:\s*[>|]\s*[가-힣A-Za-z/·]{1,10})*$"),
    ("masthead_ko", "any", "cut", r"^.{0,80}(?:인터넷신문\s*등록|사업자\s*등록번호|신문\s*사업\s*등록|통신판매업\s*신고|청소년\s*보호\s*책임자|발행인\s*[·:：]|편집인\s*[·:：]|대표전화)"),
    ("hotline_ko", "tail", "drop", r"^[※*]?\s*.{0,60}(?:자살\s*예방|우울감|정신건강|생명의\s*전화|희망의\s*전화|말하기\s*어려운\s*고민|청소년\s*전화).{0,160}(?:\d{3,4}|전문가|도움|상담).{0,120}$"),
    ("copied_ko", "any", "drop", r"^(?:기자\s*정보|기사\s*등록일|기사\s*입력|기자\s*페이지|기자\s*구독|응원하기)(?:\s*[,·]\s*(?:기자\s*정보|기사\s*등록일))*$"),
    ("wire_ko", "tail", "credit", r"^(?:[/=]\s*|[\[(]\s*(?:(?!사진|그래픽|자료|출처|이미지|영상)[가-힣]{1,8}=)?)(?:연합뉴스|뉴시스|뉴스1|AP|AFP|로이터|신화|노컷뉴스|헤럴드경제)\s*[\])]?$|^(?:연합뉴스|뉴시스|뉴스1|노컷뉴스|AP\s?연합뉴스|로이터\s?연합뉴스)$"),
    ("portal_ko", "any", "drop", r"^(?:메인에서\s*바로\s*보는.{0,50}|구독\s*없이\s*계속\s*보기|언론사\s*구독\s*후\s*기사보기|언론사가\s*주요기사로\s*선정한.{0,10}|PICK\s*안내|\+\s*구독|파란원을\s*좌우로.{0,40}|Translated by.{0,20}|이\s*기사를\s*공유합니다|북마크|다국어\s*번역.{0,10}|추천\s*\d*|기사\s*원문.{0,6})$"),
    ("see_broadcast_ko", "tail", "drop", r"^(?:자세한\s*(?:내용|소식)은.{2,40}(?:에서|확인|만나)|더\s*자세한\s*(?:내용|이야기)는?.{2,60}|.{2,24}(?:풀영상|다시보기).{0,20}$)"),
    ("transmission_ko", "tail", "cut", r"^\d{4}[/년.-]\s*\d{1,2}[/월.-]\s*\d{1,2}일?\s*\d{1,2}(?::|시\s*)\d{2}분?\s*송고$"),
    # Chinese, both scripts: editors, staff, sources, further pages
    ("editor_zh", "any", "editor", r"^[\[【（(\s\-—]*(?:(?:责任|責任|值班|本文|版面|网络|網路|见习|見習|执行|本期|新媒体|栏目)?(?:编辑|編輯|主编|主編)|责编|責編|编审|编校|核稿|譯者|译者|校对|校對|编辑、?校对)\s*[:：/／丨|︱\s]\s*[^。！？]{1,50}$"),
    ("staff_zh", "any", "drop", r"^[\[【（(]?(?:(?:策划|统筹|监制|监审|终审|审核|审稿|审校|校对|复审|初审|编审|签发|文字|图片|摄影|制图|设计|美编|视频|剪辑|图片编辑|图片设计|出品人?|责任编辑|责编|编辑|海报|配音|播音|主播|值班主任|值班编委|总监制|制片人|实习生|实习编辑)\s*[:：/／丨|｜︱︳]\s*[^，。！？]{1,24}[\s\u3000、;；]*){1,10}[\]】）)]?$"),
    ("correction_zh", "any", "drop", r"^[\[【（(]?\s*(?:我要)?纠错(?:/举报)?\s*[\]】）)]?\s*(?:(?:责任编辑|责编|编辑).{0,24})?$"),
    ("source_zh", "any", "credit", r"^[\[【（(]?\s*(?:本文来源|文章来源|稿件来源|消息来源|新闻来源|信息来源|内容来源|来源|來源|文章來源|新聞來源|資料來源|转自|转载自|转载来源|来源丨|綜合整理自|综合整理自|本文转自|本文首发于|本文刊于)\s*[:：丨|｜]?\s*[^。！？]{1,60}[\]】）)]?$"),
    ("original_title_zh", "any", "drop", r"^[（(【\[]?\s*(?:原\s*标题|原標題|原题为?|原題)\s*[:：为]?.{2,100}$"),
    ("image_source_zh", "any", "drop", r"^[（(]?(?:图片来源|本文图片|文中图片|图片均?来自|图源|题图|封面图|圖片來源|首图|配图来源|图片除.{0,10}外|封面来源|图片由)\s*[:：丨|／/]?\s*[^。！？]{0,40}[。）)]?$"),
    ("pager_zh", "any", "pager", r"^(?:上一页|上一頁|首页|第一页)?[\s|]*(?:[\[【（(]?\d{1,2}[\]】）)]?[\s|]*){1,20}(?:下一页|下一頁|下页|尾页|末页|全文|余下全文).{0,20}$|^(?:[\[【（(]\d{1,2}[\]】）)]\s*){2,}$|^(?:[上下]一页|[上下]一頁|阅读全文|尾页|余下全文)[>》»\s]*$"),
    ("full_text_zh", "any", "more", r"^(?:阅读全文|查看全文|展开全文|余下全文|显示全文|顯示全文|點此看全文|点击查看全文|繼續閱讀全文|展開全文)\s*[>》»…\.]*$"),
    ("more_zh", "any", "drop", r"^(?:查看更多|点击查看更多|加载更多|点击加载更多|更多|更多内容|看更多|More|展开|收起|返回顶部|回顶部|返回搜狐，?查看更多)\s*[>》»…\.]*$"),
    # Chinese: other articles, walls, galleries, calls to go on
    ("related_zh", "tail", "cut", r"^[【\[■●▪◆★☆※▍▌＊*>＞《〈◎►▶\s]*(?:(?:精彩|热门|相关|最新|政治|社會|娛樂|体育|财经)?(?:视频推荐|熱門新聞|热点新闻|影音推薦)|延伸新聞|延伸阅读|你可能還想看|其他新聞|推荐阅读|相关阅读|延伸阅读|相关新闻|相关报道|相关推荐|为您推荐|为你推荐|热点推荐|热门推荐|热点新闻|更多阅读|猜你喜欢|猜您喜欢|大家都在看|大家爱看|往期回顾|精彩推荐|阅读下一篇|下一篇|上一篇|往期推荐|相关链接|相關連結|相关专题|精选推荐|新闻排行|点击排行|热词搜索|延伸阅读|延伸 · 推荐|延伸閱讀|相關新聞|相關報導|相關文章|推薦閱讀|推薦新聞|更多新聞|看更多|熱門新聞|你可能也想看|你可能喜歡|[您你]?可能(?:还|也|還)?(?:会|會)?(?:感兴趣|喜欢|感興趣|喜歡)|其他人也看|今日推薦|人氣新聞|即時新聞|最新新聞|新聞排行|网友评论|最新评论|热门评论|精彩评论|相关搜索|视频推荐|今日热点|热门文章|最新文章|相关文章|更多.{0,8}(?:報導|新聞|新闻|文章))[】\]\s]*[:：>》＞…]*[^。]{0,40}$"),
    ("before_zh", "any", "drop", r"^[【\[（(]?(?:此前报道|此前報導|早前报道|前情提要|新闻链接|背景链接|相關新聞|延伸閱讀|更多新聞|見前文|相关报道|往期报道|更多报道|更多報導|推薦影片|看更多)\s*[】\]）)]?\s*[:：〉》>]\s*.{0,60}$"),
    ("portal_zh", "any", "drop", r"^(?:此篇文章很值.{0,20}|.{2,12}客户端下载|打开网易新闻.{0,20}|广告\s*继续浏览.{0,6}|继续阅读相同主题内容.{0,4}|其他新闻|图片来源.{0,2}|发布于.{2,8}|更多报道详见.{0,60}|.{0,16}，获取更多机会|您?可能(?:还|也)?(?:会)?(?:感兴趣|喜欢).{0,12}|新闻投稿.{0,30})$"),
    ("back_zh", "any", "drop", r"^(?:返回|回到|回)\s?.{0,12}(?:首页|首頁|列表|顶部|频道|上一页)\s?.{0,4}$"),
    ("embed", "any", "drop", r"^(?:View this post on (?:Instagram|Threads|X)|Instagram에서 이 게시물 보기|(?:「|“)?在\s?(?:Instagram|Threads)\s?查看這[則篇]貼文(?:」|”)?|この投稿をInstagramで見る|(?:A post shared by .{1,60}|.{1,60}(?:分享的貼文|님의 공유 게시물|がシェアした投稿)).{0,30})$|^[—–-]\s?.{1,60}[（(]@\w{1,30}[)）].{0,40}$"),
    ("issue_zh", "tail", "drop", r"^(?:更多|更多精彩|详细|詳細|完整)(?:内容|內容|报道|報導|报导)[，,]?(?:请|敬请|請|敬請|详见|詳見|尽在|盡在).{2,50}$"),
    ("call_ko", "tail", "drop", r"^[■▶▷※☞◇◆*●].{0,90}(?:받습니다|기다립니다|모십니다|보내\s*주세요|알려\s*주세요|부탁드립니다|환영합니다|문의).{0,60}$"),
    ("see_more_tw", "any", "drop", r"^[▼↓▲👇★☆]?\s*(?:往下看|繼續看|往下滑看|下面還有|接著看|點擊看|點我看).{0,16}[！!↓▼👇]*$"),
    ("more_tw", "any", "drop", r"^[◆●★☆■▶※]?\s*(?:\d\.)?(?:追蹤更多|用.{2,12}追蹤|按讚加入|加入.{0,12}(?:粉絲|好友)|訂閱.{0,16}(?:電子報|頻道)).{0,40}$"),
    ("paywall", "any", "paywall", r"^.{0,50}(?:유료\s*(?:회원|구독|기사|콘텐츠)|구독자\s*전용|프리미엄\s*(?:회원|구독|기사|콘텐츠)|회원\s*전용|付費會員|付费会员|會員專屬|会员专享|會員限定|訂閱後|订阅后|解鎖全文|解锁全文|查詢時效|付费阅读|付费内容|剩余\s?\d+%|全文剩余|開通會員|开通会员).{0,80}$"),
    ("wall_ko", "any", "paywall", r"^.{0,40}(?:구독\s*회원|구독자|유료\s*회원|회원)만\s*(?:볼|읽을|이용할|열람할)\s*수\s*있.{0,30}$|^.{0,30}(?:구독|로그인|가입)하(?:고|면|시면)\s.{0,20}(?:나머지|아래|전체|이어지는|전문|뒷).{0,24}$"),
    ("wall_zh", "any", "paywall", r"^.{0,20}(?:付费文章|付費文章|付费后|付費後|余下内容|餘下內容|剩余内容|剩餘內容|余下全文|全文共\s?\d+字).{0,50}$"),
    ("gallery_zh", "any", "drop", r"^(?:图集|圖集|组图|相关图集|高清图集|幻灯片|视频|影音|自动播放开关.{0,10}|自动播放|转播到腾讯微博)$"),
    ("reprint_zh", "tail", "drop", r"^.{0,10}(?:转载请|轉載請|转载须|如需转载|欢迎转载|转载时请).{0,60}$"),
    ("arrow_more", "any", "drop", r"^(?:→+|>>+|》》|☞|👉|►|▶)\s*.{0,8}(?:更多|点击|點擊|查看|进入|下载|下載|報名|訂閱).{0,30}$"),
    ("click_zh", "any", "drop", r"^.{0,24}(?:点击|點擊|點此|点此|点我|點我|猛戳|戳这里|请戳|按此)(?:图片|下图|上方|下方|左下|右上|此处|這裡|这里|进入|進入|查看|阅读|閱讀|订阅|訂閱|下载|下載|观看|觀看|报名|了解|看|收听|关注|加入|購買|看清晰大图|蓝字)?.{0,40}[^。]$"),
    ("ad_break_zh", "any", "drop", r"^(?:請繼續往下閱讀|请继续往下阅读|繼續閱讀|继续阅读|文章未完.{0,10}|廣告.{0,8}請繼續往下閱讀|请横屏观看|向下滑动查看.{0,10}|左右滑动.{0,12}|上下滑动.{0,12})\s*[\.…。]*$"),
    # Chinese: place in the site, sharing, apps, channels, hotlines, players
    ("crumb_zh", "head", "section", r"^(?:您?(?:现在的?|當前|当前)?位置|首页|首頁|新闻中心|当前栏目|Home)\s*[:：]?\s*.{0,12}(?:[>›»＞/]|>>|正文).{0,60}$|^.{2,14}(?:\s*[>›»＞]\s*.{1,12}){1,4}\s*[>›»＞]?\s*(?:正文|内容|文章)?$"),
    ("share_zh", "any", "drop", r"^(?:(?:分享|分享到|分享至|分享让更多人看到|分享讓更多人看到|转发|转发到|收藏|评论|評論|点赞|举报|投诉|反馈|微信|微博|新浪微博|腾讯微博|QQ空间|QQ好友|腾讯QQ|QQ|朋友圈|微信朋友圈|复制链接|複製連結|打印|列印|推荐|字体|字號|字号|字體|大|中|小|特大|A[+-]|T|\+|-|Line|LINE|Facebook|FB|Twitter|Email|留言|用微信扫码二维码|扫码分享|分享至好友和朋友圈|手机看|手机版|关闭|关注|搜索|保存|放大字体|缩小字体|海报|一键分享|分享文章|易信|人人网|人人|豆瓣|更多|赞|踩|已赞|阅读|播放|回顶部|语音|听新闻|繁體|简体|繁|简|加入收藏|友善列印|讚|推文|寄給朋友|我要反馈|保存|写评论|订阅|訂閱|分享本文|分享此文)[\s:：|/、丨·，,\d\[\]【】（）()]*){1,16}$"),
    ("qr_zh", "any", "drop", r"^.{0,40}(?:扫码|扫一扫|扫描|长按|掃描|掃碼|識別|识别|二维码|二維碼|QR\s?Code).{0,60}$"),
    ("app_zh", "any", "drop", r"^.{0,30}(?:下载|打开|打開|下載|安装|立即下載|尽在|進入|使用)\s?.{0,14}(?:客户端|APP|App|app|應用程式|应用程序|应用).{0,40}$"),
    ("follow_zh", "any", "drop", r"^.{0,30}(?:请|欢迎|敬请|歡迎|更多.{0,12})?(?:关注|關注|订阅|訂閱|搜索|加入|追蹤|按讚).{0,30}(?:公众号|公眾號|微信|微博|账号|帐号|频道|頻道|粉絲團|粉絲頁|粉丝|官方|Instagram|IG|YouTube|Telegram|LINE|好友).{0,40}$"),
    ("hotline_zh", "any", "drop", r"^.{0,24}(?:报料|爆料|举报电话|举报邮箱|新闻热线|违法和不良信息|投诉电话|报料热线|联系邮箱|商务合作|广告合作|客服热线|投稿邮箱|版权合作|爆料熱線).{0,70}$"),
    ("suicide_zh", "tail", "drop", r"^.{0,40}(?:珍惜生命|自殺|自杀|生命線|安心專線|張老師|心理援助|心理健康).{0,80}(?:\d{4}|專線|热线|熱線|求助).{0,60}$"),
    ("health_tw", "tail", "drop", r"^[※◎★●*]?\s*(?:.{0,20}(?:提醒您?|小叮嚀)[:：，,]?\s?)?\s*(?:酒後不開車|飲酒過量|喝酒不開車|未滿\s?18|吸菸|吸毒|健康資訊|請給自己機會|遇到性侵|家暴|尊重身體|關懷|拒絕暴力|少一份毒品|珍惜).{0,80}$"),
    ("feedback_zh", "any", "drop", r"^(?:感谢您的反馈.{0,30}|不感兴趣|内容质量差|标题夸张|阅读数.{0,12}|阅读\s*[\d.]+\s*万?\+?|\d+\s*阅读)$"),
    ("video_zh", "any", "drop", r"^(?:视频加载中\s*[\.…]*|视频播放位置|.{0,20}浏览器.{0,20}(?:版本过低|不支持|升级).{0,40}|IMG_?\d+|请使用.{0,10}播放器.{0,10}|Video Player.{0,10}|正在加载.{0,8}|加载中.{0,4}|暂停|播放|静音|全屏|当前时间.{0,20})$"),
    ("login_zh", "any", "login", r"^.{0,24}(?:登录|登入|登陆|订阅|訂閱|付费|付費|VIP|會員|会员).{0,12}(?:后|後|以|即可|才能|可|，)?.{0,10}(?:继续|繼續|阅读|閱讀|查看|全文|解鎖|解锁).{0,24}$"),
    # Chinese: disclaimers and rights
    ("disclaimer_zh", "tail", "drop", r"^[（(【\[*※\s]*(?:特别声明|特別聲明|免责声明|免責聲明|声明|聲明|平台声明|版权声明|版權聲明|版权说明|郑重声明|风险提示|风险提示及免责条款|免责条款|温馨提示|特别提示|转载声明|编辑声明|凡本网|凡注明|注明：|本网站|本站|投资提示|Notice)\s*[】\]]?\s*[:：，]?.{0,270}$"),
    ("not_ours_zh", "tail", "drop", r"^.{0,60}(?:不代表|仅代表|僅代表|仅供|僅供|并不意味着|不构成投资).{0,40}(?:观点|觀點|立场|立場|看法|意见|本人|作者|参考|參考|建议).{0,90}$"),
    ("no_reprint_zh", "tail", "copyright", r"^.{0,80}(?:(?:未经|未經|非经|非經)(?:.{0,16})(?:授权|授權|许可|許可|同意|书面|允許|允许).{0,30}(?:转载|轉載|使用|复制|複製|摘编|公開|刊登|引用|不得|严禁|嚴禁|必究|禁止)|(?:谢绝|禁止|严禁|嚴禁|不得|請勿)\s*(?:擅自|任意|任何)?.{0,10}(?:转载|轉載|翻印)).{0,60}$"),
    ("exclusive_zh", "tail", "drop", r"^[（(]?本文(?:系|为|為|由|仅|僅|版权|首发|经|经授权|來自|来自|轉載|转载).{2,90}(?:稿件|原创|授权|转载|所有|发布|刊载|公众号|撰写).{0,80}$"),
    ("copyright_zh", "tail", "copyright", r"^[※*【\[]*(?:©|Copyright|.{0,12}版权归.{1,14}所有|版权所有|版權所有|本文版權|著作权|著作權|【版权归|版权归).{0,120}$"),
    ("infringement_zh", "any", "drop", r"^.{0,40}(?:侵删|侵刪|侵权.{0,8}(?:删|联系)|如有侵权).{0,60}$"),
    # Chinese: keywords, comments, promotion, the end, the site's licence
    ("tags_zh", "any", "tags", r"^(?:关键字|关键词|关键詞|關鍵字|文章关键词|標籤|标签|標籤列表|Tags?|TAG|话题标签|新聞關鍵字|相關關鍵字|热词|Keywords?)\s*[:：>》]+.{0,120}$"),
    ("comment_bar_zh", "any", "comments", r"^(?:正文已结束.{0,20}|网友评论.{0,30}|我要评论.{0,20}|我来说两句.{0,20}|我有话说.{0,20}|已有\d+人参与.{0,20}|发表评论.{0,30}|发表我的评论.{0,10}|\d+\s*条?评论.{0,20}|评论\s*[（(]?\d+[）)]?.{0,12}|留個言吧.{0,30}|(?:共\s*)?\d*\s*(?:則|条|條)(?:留言|评论|評論).{0,10}|用户评论|文明上网.{0,30}|发帖|跟贴.{0,16})$"),
    ("lottery_tw", "any", "drop", r"^.{0,20}(?:不用抽|點我下載|按我看|活動辦法|點我看|立即訂閱|搶先看|限時優惠|加入好友|免費下載).{0,60}$"),
    ("finance_promo_zh", "tail", "drop", r"^.{0,50}(?:股市有风险|入市需谨慎|投资有风险|市场有风险|海量资讯|精准解读|开户福利|限时领取|尽在新浪财经|A股开户).{0,60}$"),
    ("end_zh", "tail", "drop", r"^[（(【]?\s*(?:完|本文完|全文完|END|end|End)\s*[）)】]?\s*$|^[-—–]+\s*(?:THE\s*)?(?:END|完|end|The End)\s*[-—–]+$"),
    ("stock_promo_zh", "any", "drop", r"^.{0,30}(?:炒股开户|炒股先看|开户送|投顾服务|开户福利|免费领取|扫码领取|限时免费|低佣金|免费体验).{0,40}$"),
    ("self_media_zh", "any", "drop", r"^(?:举报|网易号|网易有态度|本文为.{0,16}作者.{0,40}|该文观点仅.{0,40}|以上内容.{0,20}(?:自媒体|用户).{0,60}|感谢.{0,10}(?:阅读|关注|支持)[。！!]?)$"),
    ("icp_zh", "any", "cut", r"^.{0,60}(?:ICP[备证]|ICP備|京公网安备|公网安备|增值电信业务|信息网络传播视听|互联网新闻信息服务许可|广播电视节目制作|网站地图|关于我们|联系我们).{0,120}$"),
    # English and Japanese editions of the same publishers
    ("copyright_en", "tail", "copyright", r"^.{0,30}(?:Copyright|©|ⓒ|\(c\)).{0,120}(?:[Aa]ll [Rr]ights|[Rr]eserved|prohibited|redistribution).{0,80}$"),
    ("tools_en", "any", "drop", r"^(?:(?:[Ss]hare|[Pp]rint|[Ee]-?[Mm]ail|[Ll]ike|[Tt]weet|Facebook|Twitter|[Ss]ubscribe|[Ll]ist|[Cc]lose|[Ff]ont [Ss]ize|[Tt]op|[Nn]ext|[Pp]rev(?:ious)?|KakaoTalk|LINE|WhatsApp|[Cc]opy(?: link| URL)?|Bookmark|Save|Comments?|Reply|Follow(?: us)?|Read more|Play|Pause|Mute)[\s|/,·\d]*){1,10}$"),
    ("related_en", "tail", "cut", r"^(?:Related (?:[Nn]ews|[Aa]rticles|[Ss]tories)|Most (?:[Rr]ead|[Vv]iewed|[Ll]iked|[Pp]opular).{0,12}|Editor'?s [Pp]icks?|Latest [Nn]ews|Top [Nn]ews|Recommended.{0,16}|You (?:[Mm]ay|[Mm]ight) (?:[Aa]lso )?[Ll]ike.{0,10}|Also [Rr]ead.{0,60}|Keywords?)\s*:?$"),
    ("related_ja", "tail", "cut", r"^[【\[■]?\s*(?:関連(?:記事|ニュース|キーワード)|おすすめ記事|人気記事|アクセスランキング|あわせて読みたい|最新ニュース)\s*[】\]]?$"),
    ("copyright_ja", "tail", "copyright", r"^.{0,40}(?:無断(?:転載|複製)|著作権).{0,60}(?:禁|ます|属し).{0,20}$"),
)  # fmt: skip

# captions, by the marks and labels at their beginning, by the credits at their end
CAPTION_LEAD = re.compile(
    r"^(?:[▲▼△▽◤◢◥◣↑↓←→⬆⬇🔺🔼📷▴▾]|[（(\[【]?(?:图为|图\s?[:：丨|/／]|圖為|圖[:：／/]|资料图|資料圖|资料照片|資料照|配图|档案照片|资料图片|檔案照|示意圖|示意图|视频截图|截图|网页截图|图片说明|圖片說明|图注|圖註|圖注|"
    r"图像来源|圖像來源|影像來源|图像加注|圖像加註|影像加註|视频加注|圖說|说明|사진설명|사진\s*[=:/]|그래픽\s*[=:/]|자료\s*[=:/]|Photo\s*:|Photo\s*by|写真\s*[:：=]))"
)
CAPTION_TAIL = re.compile(
    r"(?:[\[(<〈【（]\s*(?:사진|그래픽|자료|출처|영상|이미지|일러스트)\s*(?:제공|출처|합성)?\s*[=:：/／ |]?[^\])>〉】）]{0,40}[\])>〉】）]"
    r"|(?:사진|그래픽|자료사진|일러스트)\s*[=|:/]\s*[가-힣A-Za-z0-9·.@\s]{2,40}"
    r"|/\s*(?:[가-힣A-Za-z0-9]{2,12}\s*)?(?:연합뉴스|뉴시스|뉴스1|제공|자료사진|캡처|AP|AFP|로이터|EPA|게티이미지(?:뱅크)?)"
    r"|[.\s](?:연합뉴스|뉴시스|뉴스1|AP\s*연합뉴스|로이터\s*연합뉴스|AFP\s*연합뉴스|EPA\s*연합뉴스|게티이미지뱅크|게티이미지코리아|클립아트코리아|(?:페이스북|유튜브|인스타그램|홈페이지|방송)?\s*(?:화면\s*)?(?:갈무리|캡처))"
    r"|[가-힣A-Za-z0-9]{1,14}\s*(?:제공|사진)|[가-힣]{2,4}\s*(?:선임|사진)?기자\s*(?:[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+)?|[ⓒ©]\s*[가-힣A-Za-z0-9\s]{2,20}|\[[가-힣A-Za-z0-9=·\s]{2,20}\]"
    r"|[（(\[【／/][^（）()\[\]【】]{0,30}(?:摄|攝|供图|供圖|截图|截圖|提供|资料照片|資料照|图片|圖片|图源[^）)]{0,12}|翻攝[^）)]{0,12}|傳真[^）)]{0,16}|攝影|合成|绘|制图|製圖|来源[^）)]{0,20}|來源[^）)]{0,20})[）)\]】]?"
    r"|[（(]\s*(?:图|圖|图片|照片|来源|來源|資料照)\s*[:：/／|丨][^（）()]{1,40}[）)]"
    r"|(?:新华社|中新社|法新社|路透社|视觉中国|美联社|人民视觉|东方IC|[\u4e00-\u9fa5]{2,6})\s*(?:记者|記者)\s*[\u4e00-\u9fa5·]{2,4}\s*(?:摄|攝|图)"
    r"|(?:新华社|中新社|法新社|路透社|美联社)发|(?:[\u4e00-\u9fa5·]{2,4}\s?|通讯员\s*)(?:摄|攝)(?:影)?|[\u4e00-\u9fa5]{0,8}(?:供图|供圖|截图|截圖|资料图|資料圖|视频截图|图片来源[:：]?.{0,16})|(?:视觉中国|东方IC|IC\s*photo)\s*(?:图|资料|供图)?"
    r"|[（(\[](?:[A-Z][\w .&-]{1,30}\s?/\s?[A-Z][\w .&-]{1,40}|(?:File )?[Pp]hotos?\b[^()\[\]]{0,60}|[Cc]ourtesy[^()\[\]]{0,60}"
    r"|(?:Yonhap|Xinhua|AP|AFP|Reuters|EPA|News1|Newsis|CNA|Getty)(?: [Ff]ile)?(?: [Pp]hoto)?)"
    r"|(?:19|20)\d\d\.\s?\d{1,2}\.\s?\d{1,2}\.?(?:\s?/?\s?(?:[A-Za-z0-9._-]+@[A-Za-z0-9.-]+|뉴스1)[^.。]{0,30})?)"
    r"\s*[.。）)\]]?$"
)  # fmt: skip
CAPTION_LABEL = re.compile(r"^(?:图注|圖註|图说|圖說|图片说明|圖片說明|사진\s*설명|사진설명)\s*[:：=]?\s*")
"""Goes before a caption is recorded."""

# the heading of a list that repeats sentences of the text
SUMMARY_HEAD = re.compile(
    r"^[【\[■●◆▶\s]*(?:划重点|劃重點|本文要点|核心要点|要点速览|文章重點|新聞重點|重點摘要|AI摘要|AI\s*重點|핵심\s*요약|세\s*줄\s*요약|3줄\s*요약|기사\s*요약)\s*[】\]]?\s*[:：]?$"
)

# any copyright line has one of these
_COPYRIGHT_SIGN = re.compile(r"[©ⓒⒸ]|저작권|무단|opyright|\([cC]\)|版[权權]|[转轉][载載]|著作|無断")

PATTERNS = tuple(Pattern(name, re.compile(regex), scope, action) for name, scope, action, regex in _ENTRIES)
_COPYRIGHT = tuple(p for p in PATTERNS if p.action == "copyright")
_OF_PLACE = {place: tuple(p for p in PATTERNS if p.scope == place) for place in ("head", "middle", "tail")}
_ACTING = {place: tuple(p for p in PATTERNS if p.scope in ("any", place)) for place in ("head", "middle", "tail")}
"""Place of a line -> the patterns that may act there."""
_ANY_ACTING = {place: re.compile("|".join(p.regex.pattern for p in some)) for place, some in _ACTING.items()}
"""All of a place in one: most lines are none of them."""


def match(text: str, place: str) -> Pattern | None:
    """The first pattern that names the line. ``place`` is where it stands: "head", "middle" or "tail"."""
    if len(text) > LONGEST:
        return None
    if not _ANY_ACTING[place].search(text):
        return None
    loose = len(text) > _LOOSE and _SENTENCE.search(text) is not None
    return next((p for p in (_OF_PLACE if loose else _ACTING)[place] if p.regex.search(text)), None)


def is_chrome(text: str) -> bool:
    """Whether a line is chrome wherever it stands."""
    found = match(text, "middle")
    return found is not None and found.action in ("drop", "cut")


def is_copyright(text: str) -> bool:
    """Whether a line is a copyright line, wherever it stands."""
    return len(text) <= LONGEST and bool(_COPYRIGHT_SIGN.search(text)) and any(p.regex.search(text) for p in _COPYRIGHT)
