"""What this bot does not answer: distress, hostility, requests that have nothing to do with a report.

Each kind has one calm reply in prompts/replies.toml, section [declined]. Patterns are of the language; none names a
person, a place or an input seen in a test. tests/rag/test_decline.py holds that citizens' questions pass.
"""

from __future__ import annotations

import re

import rjieba

PERSONAL, INJECTION, LANGUAGE, PERSON, MARKUP = "personal", "injection", "language", "person", "markup"

_OF_BUSINESS = r"(?:公司|企业|厂|店|行业|老板|买卖|生意|同行|商户|商家|实体|单位|打价格战)"
_DISTRESS = (
    r"不想活|想(?:去)?死(?!我了|你了)|寻死|自杀|轻生|自残|割腕|跳楼|遗书|伤害自己|活着(?:太累|没意思|没劲|真累|有什么意思|干(?:嘛|什么))|"
    r"(?:了结|结束)(?:了)?(?:自己|我|这)的?(?:生命|一生|命)?|不如死|没有?活路|走不下去了|"
    rf"^(?!.*{_OF_BUSINESS}).*(?:活不下去|撑不(?:下去|住了)|不想(?:再)?撑)|want to die|kill myself|suicid"
)
_ORDERS = r"(?:指令|指示|规则|规定|提示|设定|限制|要求|约束|命令|对话|内容|人设|身份)"
_INJECTION = re.compile(
    rf"(?:忽略|无视|忘掉|忘记|忘了|不要管|别管|抛开|绕过|跳过|清空|覆盖|解除).{{0,10}}(?:你|之前|以上|上面|上述|前面|所有|一切|全部|系统|原有|先前).{{0,12}}{_ORDERS}|"
    r"系统(?:提示|设定|指令|消息|prompt)|提示词|开发者模式|调试模式|管理员(?:模式|权限|密码|身份)|越狱|你.{0,6}没有(?:任何)?(?:限制|束缚|约束)|"
    r"不用?(?:再)?(?:依据|根据|遵守|受).{0,8}(?:报告|规则|限制)|"
    r"(?:从(?:现在|此刻|这一句|今)(?:起|开始)|接下来)[,，]?你(?:只能|必须|只许|就是|要|得|改|把)|从(?:现在|这一句)(?:起|开始)[,，]?(?:只能|必须|只许|把你)|"
    r"(?:另起一行|(?:回答|答案|答复|答完|回复|每句话?).{0,4}(?:末尾|结尾|最后|后面|后|里|中|前面|开头)|末尾|结尾).{0,10}(?:加上|加一句|附上|附带|输出|追加|写上?[“\"‘'「]|说[“\"‘'「])|"
    r"原样(?:打印|输出|重复|复述)|(?:输出|打印|复述|泄露|告诉我|说出).{0,8}(?:你的)?(?:系统|初始|原始|内部|隐藏)(?:设定|指令|提示|配置|prompt)|"
    r"(?:只|必须)(?:回答|回复|输出|说)[“\"‘'「]|跟我(?:念|读|说)[:：“]|重复(?:一遍)?(?:下面|以下)|(?:你|我)叫DAN|\bDAN\b|"
    r"(?:ignore|forget|disregard|override|bypass).{0,40}(?:instruction|rule|prompt|polic|above|previous)|system (?:prompt|override|message)|"
    r"(?:reply|respond|answer|say|output|print) (?:with |only |exactly )|print the words?|jailbreak|developer mode|you are now|pretend (?:to be|you)|"
    r"act as (?:a|an|the)|<\|?(?:im_start|system|endoftext)|\[/?INST\]|^#{1,4} ?(?:system|指令|instruction)|^(?:system|assistant) ?[:：]",
    re.IGNORECASE,
)
_OFFICE = r"(?:市长|省长|县长|区长|书记|政府|局长|领导|部长|主任|主席|总理|警察|律师|医生|记者)"
_ROLE = (
    rf"(?:你现在|假设你|假装你|现在你|假如你|如果你|想象你|设想你|请你|麻烦你)(?:就)?(?:是|扮演|当|作为|变成|化身|以).{{0,20}}{_OFFICE}|"
    rf"(?:假设你是|假装你是|你现在(?:就)?是|请你扮演|你来?扮演|继续扮演|请扮演|来扮演|你来当|你当一回)|以.{{0,8}}{_OFFICE}(?:的)?(?:名义|身份|口吻).{{0,12}}(?:宣布|承诺|保证|表态|声明|通知|写|说|发|向)|"
    rf"(?:替|代表|代).{{0,6}}{_OFFICE}.{{0,6}}(?:宣布|承诺|保证|表态|道歉|答应)|^(?:我们)?来?(?:演|玩)(?:一)?(?:出|场|个)(?:戏|游戏|角色)|角色扮演|"
    r"你(?:能|敢|可以)?(?:跟我|向我|给我|对我)?(?:保证|承诺|发誓|担保)"
)
_BLANK = r"(?:[×✕╳]+|(?<![a-z])[x*]{1,4}(?![a-z])|(?:画)?叉叉?号?|马赛克|(?:打码|隐去|遮住|遮掉|盖住|涂掉|抹掉|省略|保密|空着|隐藏)(?:了)?的)"
_MASKED = (
    rf"{_BLANK}.{{0,14}}(?:到底|究竟|真实|还原|补全|换成|替换|估[个一算计]|猜|代表|背后|盖住|是多少|是几|是什么(?:数|地|名)|就是|指的?是)|"
    rf"(?:还原|补全|补上|补齐|猜|估[个一算计]|填上?|换成|破解|推算|推测|告诉我).{{0,20}}{_BLANK}|为(?:什么|啥|何).{{0,10}}×|×.{{0,4}}是.{{1,12}}(?:吧|对不对|是不是)"
)
_POLITICS = (
    r"多党制|一党(?:制|专政)|独裁|专制(?!度)|三权分立|普选|推翻|政变|六四|法轮|[台港藏疆]独|文革|反动|反共|共产党(?:好|坏|行|会不会|什么时候)|民主.{0,6}专制|"
    r"(?:武统|攻打|解放|收复).{0,2}台湾|台湾.{0,8}(?:独立|是.{0,5}国家|打仗|开战)|谁(?:当|会当|做)(?:总统|主席)|言论自由|政治体制|"
    r"(?:市长|省长|县长|书记|局长|总书记|主席|总理).{0,14}(?:贪|受贿|好不好|行不行|有水平|无能|能力(?:怎么样|强|行)|该不该下台|下台|谁更|作风怎么样|怎么评价|收了?.{0,4}钱|老婆|情妇|家产|工资多少)|"
    r"谁(?:在|是|最)?贪|(?:谁|哪[个位些].{0,4}(?:长|书记|领导|官员?))收(?:了)?(?:钱|礼|红包)|评价(?:一下)?.{0,10}(?:市长|省长|书记|领导|主席|总理)|(?:现任|前任|历任).{0,8}(?:市长|省长|书记).{0,12}(?:谁|更|好|怎么样)"
)
_INSULT = (
    r"你(?:这|就是|是|真|个|可真|怎么|们这)[^,，。]{0,6}(?:废物|垃圾(?!分|处|箱|桶|站|清)|蠢|笨|白痴|智障|没用|饭桶)|^(?:废物|垃圾)(?:东西|玩意)?[!！。,，]*$|傻[逼叉屄]|傻子吧|煞笔|[sS][bB](?![a-z])|脑残|弱智|蠢(?:货|猪|死)|混蛋|王八蛋|"
    r"他妈的|(?<![爹爸])妈的(?![孩娃病话电人])|操你|草泥马|尼玛|去死|滚(?:蛋|开|吧|[。！!]*$)|笨(?:得要死|死了|蛋)|狗屁|放屁|垃圾(?:机器人|软件|系统|东西|玩意|人工智能|AI)|"
    r"你.{0,4}什么玩意|白问|问了也(?:是)?白|stupid (?:bot|machine|robot)|fuck|shit\b|idiot|moron"
)
_OFF_TOPIC = (
    r"(?:今天|明天|后天|今晚|明早|这周|周末|出门|外面).{0,10}(?:天气|下不?下?雨|下雪|几度|多少度|气温|带不?带?伞|冷不冷|热不热|穿什么)|天气(?:预报|怎么样|如何|好不好)|带伞|"
    r"(?:推荐|荐).{0,10}(?:股票?|基金)|(?:买|炒)(?:哪|什么|啥).{0,4}(?:股|基金)|股票?.{0,8}(?:推荐|涨停|会涨|该买|能买|买哪|抄底)|大盘|涨停|双色球|彩票.{0,4}(?:号|中奖)|算命|星座|运势|八字|"
    r"(?:写|作|编)(?:一?[首篇段个份封]|点|个).{0,10}(?:诗|作文|文章|故事|小说|代码|程序|脚本|情书|检讨|论文|演讲稿|段子|文案|信)|讲.{0,4}(?:笑话|故事)|翻译(?:成|一下)|唱(?:首|个|一首)歌|"
    r"(?:python|java|javascript|c\+\+|sql|html|excel).{0,12}(?:写|代码|程序|函数|脚本|公式|教程)|(?:冒泡|快速)排序|(?:解|做)(?:一?道|这道|这个)(?:题|方程)|(?:代码|编程).{0,6}(?:怎么写|帮我)|帮我写.{0,8}(?:代码|程序|脚本|作业|简历)|"
    r"推荐.{0,10}(?:餐厅|饭店|馆子|电影|电视剧|小说|手机|酒店|游戏)|(?:我|找|交).{0,3}(?:女朋友|男朋友)|(?:怎么|如何)(?:减肥|追女|谈恋爱)|菜谱|怎么做(?:红烧|糖醋|菜|饭)|"
    r"[几多0-9]+ ?[+*×÷/] ?[0-9]+ ?(?:=|等于)|等于几|现在几点|今天(?:几号|星期几|是什么日子)|世界杯.{0,6}谁|谁(?:会)?赢|哪.{0,3}队(?:会)?赢|"
    r"write (?:me )?(?:a|an|some) .{0,20}(?:poem|code|story|essay|script|function)|tell me a joke|weather (?:today|tomorrow)|stock tips?"
)
_POLITE = r"[呀啊哦噢呢吗嘛啦了的您你,，。.!！?？~～ ]*"
_GREETING = rf"^(?:你好|您好|大家好|hi|hello|hey|嗨|哈[喽啰罗]|在吗|在么|在不在|有人吗|早上好|上午好|中午好|下午好|晚上好|早安|晚安|早){_POLITE}(?:机器人|小助手|问报)?{_POLITE}$"
_THANKS = (
    rf"^(?:(?:好的?|嗯+|哦+|行|可以|明白了?|知道了?|懂了|收到|清楚了)[,，。!！ ]*)?(?:非常|十分|太)?(?:谢+|多谢|感谢|辛苦了?|再见|拜拜|thanks?|thank you|bye){_POLITE}(?:帮助|帮忙|解答|回答)?{_POLITE}$|"
    rf"^(?:好的|嗯+|哦+|明白了?|知道了|懂了|收到|清楚了|ok|okay){_POLITE}$"
)
_IDENTITY = (
    r"^(?:请问)?(?:那)?你(?:到底|究竟)?(?:是(?:谁|什么|哪个|个?机器人|真人|ai|人工智能|chatgpt|deepseek|人吗|哪家|不是)|叫(?:什么|啥)|的?名字(?:是|叫)|(?:都)?(?:能|会)(?:帮我)?(?:做|干|回答|解决)?(?:什么|啥|些什么|哪些)|"
    r"是(?:怎么|如何)工作|用的(?:是)?什么模型).{0,10}$|^(?:请问)?(?:怎么|如何)(?:使?用)(?:你|这个|它).{0,6}$|^(?:who|what) are you.{0,5}$|^what can you do.{0,5}$|^what is your name.{0,5}$"
)

_OWN_CASE = (
    r"我(?:家|们家|爸|妈|孩子|老公|老婆)?(?:上周|昨天|前天|上个?月|前几天|之前|刚)?(?:在.{1,8})?(?:打.{1,10})?(?:反映|投诉|举报|提交|申请|起诉|报案|报修)"
    r"(?:过)?(?:的|了).{0,24}(?:到哪|哪个部门|进展|处理|结果|批(?:了|下来)|判|回复|办好|受理)|"
    r"我的(?:案子|官司|工单|申请|投诉|诉求).{0,16}(?:判|批|进展|处理|结果|到哪|回复|办)"
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("distress", _DISTRESS),
        ("role", _ROLE),
        ("masked", _MASKED),
        ("politics", _POLITICS),
        ("insult", _INSULT),
        ("own_case", _OWN_CASE),
        ("off_topic", _OFF_TOPIC),
        ("greeting", _GREETING),
        ("thanks", _THANKS),
        ("identity", _IDENTITY),
    )
)
_NAME_AFTER = frozenset("会来要能说是去在给被和跟同有为不也还今明什何")
_NO_NAME = re.compile(r".[子].*|.*[里同花桥区园路镇村山河湖街陵江海岛港城县州市]$")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范廖石金韦贾夏付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤习"
)
_SENTENCES = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]*[”\"’」]?")
_CLAUSES = re.compile(r"[^,，:：]+[,，:：]*")
_ASKS = re.compile(
    r"什么|啥|哪|谁|多少|几[个条家所座万亿月年号时]|怎么|如何|吗|[?？]|有没有|是否|了没|"
    r"\b(?:what|which|how|when|where|who|will|is|are|does)\b",
    re.IGNORECASE,
)


def without_injection(text: str) -> str:
    """The part of a question that does not try to give orders to the bot; empty where nothing of it asks anything."""
    if not _INJECTION.search(text):
        return text
    kept = []
    for match in _SENTENCES.finditer(text):
        sentence = match.group()
        if not _INJECTION.search(sentence):
            kept.append(sentence)
            continue
        clauses = [c.group() for c in _CLAUSES.finditer(sentence)]
        kept += [c for c in clauses if _ASKS.search(c) and not _INJECTION.search(c)]
    left = "".join(kept).strip(" ,，:：“”\"'")
    return left if _ASKS.search(left) else ""


def person(text: str) -> str | None:
    """The name of a person of whom a text says or asks something; None where there is none or it is not clear."""
    tags = [(word, kind) for word, kind in rjieba.tag(text) if word.strip()]
    for i, (word, kind) in enumerate(tags):
        following = tags[i + 1][0][0] if i + 1 < len(tags) else ""
        name = word[:-1] if len(word) == 3 and word[-1] in _NAME_AFTER else word
        following = (name != word and word[-1]) or following
        if kind == "nr" and 2 <= len(name) <= 3 and name[0] in _SURNAMES and following in _NAME_AFTER:
            return None if _NO_NAME.match(name) else name
    return None


def reason(text: str) -> str | None:
    """Why a text is not answered, as a key of [declined]; None where it may be a question about the report."""
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), None)
