"""What this bot does not answer: personal numbers, distress, hostility, requests that have nothing to do with a report.

Each kind has one calm reply in prompts/replies.toml, section [declined]. Patterns are of the language; none names a
person, a place or an input seen in a test.
"""

from __future__ import annotations

import re

PERSONAL, DISTRESS, INJECTION, MASKED = "personal", "distress", "injection", "masked"

_DIGITS = re.compile(r"(?<!\d)(?:\d[ \-]?){10,19}[\dXx]?(?!\d)")
_PHONE = re.compile(r"(?:86)?1[3-9]\d{9}")
_ID_CARD = re.compile(r"\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
_DISTRESS = re.compile(
    r"不想活|活不下去|活着(?:太累|没意思|没劲|真累)|自杀|轻生|想死|寻死|了结(?:自己|生命|一生)|结束(?:自己的?)?生命|跳楼|割腕|"
    r"撑不(?:下去|住了)|不想(?:再)?撑|没有活路|遗书|伤害自己"
)
_INJECTION = re.compile(
    r"(?:忽略|无视|忘掉|忘记|不要管|抛开|绕过|跳过).{0,16}(?:指令|指示|规则|规定|提示|设定|限制|要求|内容|约束)|系统(?:提示|设定|指令|消息)|提示词|"
    r"开发者模式|越狱|没有(?:任何)?(?:限制|束缚|约束)|(?:从现在起|从这一句开始|接下来)你?(?:只能|必须|要|就是|把)|(?:另起一行|末尾|结尾|最后).{0,8}(?:写|加上|输出|附上|说)|"
    r"原样(?:打印|输出|重复)|(?:你|我)叫DAN|\bDAN\b|ignore.{0,30}(?:instruction|rule|prompt)|disregard|system (?:prompt|override)|"
    r"(?:reply|respond|answer) with (?:exactly|only)|print the words?|jailbreak|pretend (?:to be|you)|管理员密码",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:你现在|假设你|假装你|现在你|请你)(?:就)?(?:是|扮演|当|作为)|扮演|以.{0,8}(?:市长|书记|政府|局长|领导)(?:的)?名义|"
    r"(?:替|代表).{0,6}(?:市长|书记|政府).{0,6}(?:宣布|承诺|保证|表态)|来演|玩个游戏|角色扮演"
)
_MASKED = re.compile(
    r"×.{0,12}(?:到底|究竟|真实|还原|补全|换成|替换|估|猜|就是|代表|背后|盖住|知道|是多少|是几|是什么数|是哪)|"
    r"(?:还原|补全|猜|估|填|换成|破解).{0,20}×"
)
_POLITICS = re.compile(
    r"多党制|一党(?:制|专政)|独裁|专制|民主制度|三权分立|普选|推翻|政变|六四|法轮|台独|港独|藏独|疆独|文革|反动|"
    r"(?:市长|书记|局长|领导|官员|干部|总书记|主席|总理).{0,14}(?:贪|受贿|好不好|行不行|有水平|无能|能力怎么样|该不该下台|谁更|作风怎么样|怎么评价|收了钱|收钱)|"
    r"谁(?:在|是)?贪|谁收了钱|评价(?:一下)?.{0,10}(?:市长|书记|领导)|(?:现任|前任).{0,8}(?:市长|书记)"
)
_INSULT = re.compile(
    r"废物|傻[逼叉子瓜]|煞笔|脑残|弱智|白痴|蠢(?:货|猪|死)|混蛋|王八蛋|他妈|妈的|操你|去死|滚(?:蛋|开|吧|[。！!]?$)|笨(?:得要死|死了|蛋)|狗屁|垃圾(?:机器人|软件|系统|东西|玩意)|什么玩意"
)
_OFF_TOPIC = re.compile(
    r"(?:今天|明天|后天|这周|周末|出门).{0,8}(?:天气|下雨|下雪|几度|气温|带伞|冷不冷|热不热)|天气预报|带伞|"
    r"股票|涨停|基金(?:推荐|买)|彩票|双色球|算命|星座|运势|"
    r"写(?:一?[首篇段个份]|点|个).{0,10}(?:诗|作文|文章|故事|小说|代码|程序|脚本|情书|检讨|论文)|讲.{0,4}笑话|翻译成|唱(?:首|个)歌|"
    r"(?:python|java|javascript|c\+\+|sql|html).{0,12}(?:代码|程序|怎么写|函数|脚本)|(?:代码|编程).{0,6}(?:怎么写|帮我)|帮我写.{0,8}(?:代码|程序|脚本)|"
    r"推荐.{0,10}(?:餐厅|饭店|电影|电视剧|小说|手机|酒店)|女朋友|男朋友|相亲|减肥|菜谱|怎么做(?:红烧|糖醋)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^(?:你好|您好|hi|hello|嗨|哈[喽啰]|在吗|在么|有人吗|早上好|上午好|下午好|晚上好|早安|晚安)[呀啊哦吗,。!! ~]*$",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"^(?:(?:好的?|嗯+|哦+|行|明白了?|知道了?|懂了)[,。! ]*)?(?:谢谢|多谢|感谢|辛苦了?|再见|拜拜|thanks?|thank you|bye)[你您啦了呀啊哦,。!~ ]*$",
    re.IGNORECASE,
)
_IDENTITY = re.compile(
    r"^(?:请问)?(?:你是(?:谁|什么|哪个|机器人|真人|ai|人工智能)|你叫(?:什么|啥)|你(?:都)?(?:能|会)(?:做|干|回答)?(?:什么|啥|些什么)|怎么(?:用|使用)(?:你|这个)|你是怎么工作的|who are you).{0,8}$",
    re.IGNORECASE,
)

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("role", _ROLE),
    (MASKED, _MASKED),
    ("politics", _POLITICS),
    ("insult", _INSULT),
    ("off_topic", _OFF_TOPIC),
    ("greeting", _GREETING),
    ("thanks", _THANKS),
    ("identity", _IDENTITY),
)
_SENTENCES = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")


def personal(text: str) -> bool:
    """Whether a text holds a mobile number, an identity card number, or a bank card number (16 to 19 digits that pass
    the Luhn check, ISO/IEC 7812-1). An identity number whose check digit is wrong (GB 11643) counts all the same:
    people mistype, and the rest of it is as personal."""
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"[ \-]", "", match.group())
        if (
            _PHONE.fullmatch(digits)
            or _ID_CARD.fullmatch(digits)
            or (len(digits) in (15, 18) and digits[:-1].isdigit())
        ):
            return True
        if 16 <= len(digits) <= 19 and digits.isdigit() and _luhn(digits):
            return True
    return False


def _luhn(digits: str) -> bool:
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def without_injection(text: str) -> str:
    """The sentences of a question that do not try to give orders to the bot."""
    return "".join(m.group() for m in _SENTENCES.finditer(text) if not _INJECTION.search(m.group())).strip()


def reason(text: str) -> str | None:
    """Why a text is not answered, as a key of [declined]; None where it may be a question about the report."""
    if _DISTRESS.search(text):
        return DISTRESS
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), None)
