"""Templates of Chinese sentences for the CSL demo corpus. `templates` explains the notation."""

from __future__ import annotations

from signary.corpora.synthetic.templates import ONLY, Grammar, Word


def _listed(text: str) -> tuple[Word, ...]:
    """Words parted by blanks: `苹果`, `下雨=雨`, `喝[喝]果汁`; the gloss is the word itself."""
    words = []
    for item in text.split():
        word, _, gloss = item.partition("=")
        words.append(Word({ONLY: item if "[" in item else f"{word}[{gloss or word}]"}))
    return tuple(words)


def _counted(text: str) -> tuple[Word, ...]:
    """Nouns after their measure words: `个苹果`, one character the measure word, without a sign."""
    return tuple(Word({ONLY: f"{item[0]}{noun}[{gloss or noun}]"}) for item in text.split()
                 for noun, _, gloss in [item[1:].partition("=")])  # fmt: skip


def _weighted(*parts: tuple[str, float]) -> tuple[Word, ...]:
    return tuple(Word({ONLY: text}, "", weight) for text, weight in parts)


_VOCABULARIES = {
    "subject": _weighted(("{pronoun}", 8), ("{owner}{kin}", 9), ("{person}", 5)),
    "pronoun": _listed("我 你 他 她=他 我们 你们 他们 大家"),
    "owner": _listed("我 你 他 她=他"),
    "kin": _listed(
        "妈妈 爸爸 爷爷 奶奶 外公 外婆 哥哥 姐姐 弟弟 妹妹 儿子 女儿 丈夫 妻子 父母 朋友 老师 同学 孩子"
    ),
    "person": _listed("老师 学生 医生 护士 工人 司机 服务员 老人 客人 聋人 孩子 同学"),
    "food": _listed("面包 苹果 香蕉 面条 饺子 鸡蛋 牛肉 水果 西瓜 橘子 鱼 米饭=饭 菜 肉"),
    "thing": _listed(
        "衣服 电脑 手机 书 书包 帽子 鞋子 裤子 眼镜 铅笔=笔 杯子 桌子 椅子 自行车 汽车 鲜花=花 礼物 篮球=球 碗 床 "
        "电灯=灯 钥匙 电视"
    ),
    "counted": _counted(
        "个苹果 个面包 本书 件衣服 个杯子 个朋友 个孩子 只猫 只狗 条鱼 张桌子 个书包 个鸡蛋 只鸟 个学生 个问题 件衣服"
    ),
    "animal": _listed("猫 狗 兔子 鸟 马 羊 猴子 大象 老虎 熊 鸭子 猪 老鼠 鱼 蝴蝶 动物"),
    "goal": _listed("学校 医院 商店 公园 图书馆 银行 饭馆 公司 北京 上海 教室 大学 车站 火车站 宿舍 电影院 厕所"),
    "site": _listed("学校 医院 商店 公园 图书馆 饭馆 公司 北京 上海 教室 大学 宿舍 外面 火车站 银行"),
    "transport": _listed(
        "坐飞机=飞机 坐船=船 坐[在]火车[火车] 坐[在]地铁[地铁] 坐[在]公共汽车[公共汽车] 骑自行车=自行车 开车=汽车"
    ),
    "act": _weighted(
        ("吃[吃]{food}", 5), ("喝[喝]啤酒[啤酒]", 1), ("买[买]{thing}", 6), ("去[去]{goal}", 6),
        ("看[看]{animal}", 4), ("画[画]{animal}", 4), ("找[找]{thing}", 4), ("卖[卖]{thing}", 3),
        ("用[用]{thing}", 3), ("拿[拿]{thing}", 3), ("洗[洗]{washed}", 2), ("帮助[帮助]{person}", 3),
        ("等[等]{person}", 3), ("问[问]{person}", 2), ("学习[学习]{subject_matter}", 3), ("{daily}", 24),
        ("打扫[打扫]{room}", 2),
        ("给[给]{kin}礼物[礼物]", 2), ("告诉[告诉]{kin}", 2), ("穿[穿]{worn}", 2),
    ),
    "subject_matter": _listed("手语 中文 汉字=字 音乐"),
    "room": _listed("教室 厕所 宿舍 公园"),
    "washed": _listed("杯子 碗 苹果 汽车 裤子"),
    "worn": _listed("衣服 鞋子 裤子"),
    "daily": _listed(
        "睡觉 起床 休息 上班 下班 上课 运动 游泳 跳舞 唱歌 做饭 看书 看电视 看电影 打电话 照相 聊天 洗澡 洗手 洗脸 "
        "刷牙 喝水 喝茶 喝咖啡 喝牛奶 吃药 买菜 回家 旅游 结婚"
    ),
    "local": _listed(
        "睡觉 休息 运动 游泳 跳舞 唱歌 做饭 看书 看电视 看电影 打电话 照相 聊天 上课 学习 喝茶 喝咖啡 吃饭=吃"
    ),
    "verb": _listed("吃 喝 买 卖 找 看 画 学习 做 写 说 洗 玩"),
    "future": _listed("明天 后天 今天 今晚 明年 下午 晚上 上午 中午 周末 马上"),
    "past": _listed("昨天 前天 去年 昨天下午 昨晚 以前"),
    "habit": _listed("每天 经常 早上 周末 晚上 夏天 冬天 春天 秋天"),
    "weekday": _listed("星期一 星期二 星期三 星期四 星期五 星期六 星期日"),
    "number": _listed(
        "两=二 三 四 五 六 七 八 九 十 十二=十+二 十五=十+五 二十 三十 二十五=二十+五 四十六=四十+六 五十"
    ),
    "hour": _listed("三 四 五 六 七 八 九 十"),
    "feeling": _listed("高兴 难过 生气 累 忙 饿 渴 紧张 着急 害怕 健康 饱 聪明 漂亮 高 胖 瘦 矮"),
    "quality": _listed("大 小 新 贵 便宜 漂亮 干净 脏 好 长 短"),
    "measured": _listed("裤子 衣服 铅笔=笔 头发 桌子"),
    "measure": _listed("长 短"),
    "nature": _listed("大 小 胖 瘦 快 慢 漂亮 聪明 健康 老"),
    "taste": _listed("好吃 酸 辣 贵 便宜 甜=糖 咸=盐"),
    "color": _listed("红色=红 黑色=黑 白色=白 黄色=黄 蓝色=蓝 绿色=绿 灰色=灰"),
    "weather": _listed("冷 热 暖和 凉快 晴 阴"),
    "falls": _listed("下雨=雨 下雪=雪 刮风=风"),
    "liked": _weighted(("{food}", 5), ("{animal}", 5), ("{daily}", 6), ("{hobby}", 4)),
    "hobby": _listed("音乐 手语 比赛 电影 太阳 月亮 雪 海 山"),
    "far": _listed("学校 医院 图书馆 公园 银行 火车站 公司 商店 车站"),
    "judged": _listed("考试 中文 手语 汉字=字 问题 比赛"),
    "name": _listed(
        "王明[#王明=wang_ming] 张伟[#张伟=zhang_wei] 刘洋[#刘洋=liu_yang] 王芳[#王芳=wang_fang] 李强[#李强=li_qiang]"
    ),
    "hello": _listed("你好 早上好 晚上好"),
    "you": _listed("你 你们 他 她=他 他们"),
}  # fmt: skip

_PATTERNS = {
    "statement": ["{subject}{act}。"],
    "future": ["{future}{subject}{act}。", "{subject}{future}{act}。"],
    "habit": ["{habit}{subject}{act}。", "{subject}{habit}{daily}。"],
    "weekday": ["{weekday}{subject}{act}。", "{subject}{weekday}{act}。"],
    "past": ["{past}{subject}{act}了。"],
    "clock": ["{subject}{hour}点[点]{daily}。", "{future}{hour}点[点]{subject}{daily}。"],
    "negated": ["{subject}不[不]{act}。", "{future}{subject}不[不]{act}。"],
    "negated past": ["{past}{subject}没[没有]{act}。", "{subject}{past}没有[没有]{act}。"],
    "negated can": ["{subject}不能[不能]{act}。", "{future}{subject}不能[不能]{act}。"],
    "not wanting": ["{subject}不想[不想]{act}。", "{future}{subject}不想[不想]{act}。"],
    "not liking": ["{subject}不喜欢[不喜欢]{liked}。"],
    "do not": ["请[请]不要[不]{act}。", "{future}不要[不]{act}。"],
    "liking": ["{subject}喜欢[喜欢]{liked}。", "{subject}爱[爱]{liked}。"],
    "wanting": ["{subject}想[想]{act}。", "{subject}要[要]{act}。", "{future}{subject}要[要]{act}。"],
    "can": ["{subject}会[会]{daily}。", "{subject}可以[可以]{act}。", "{subject}一定[一定]要[要]{act}。"],
    "polar": ["{subject}{act}吗？", "{future}{subject}{act}吗？"],
    "polar can": ["{you}会[会]{daily}吗？", "{subject}可以[可以]{act}吗？", "{you}想[想]{act}吗？"],
    "polar liking": ["{subject}喜欢[喜欢]{liked}吗？"],
    "polar feeling": ["{subject}{feeling}吗？", "{thing}{quality}吗？", "{animal}{nature}吗？"],
    "who": ["谁[谁]{act}？", "{future}谁[谁]{act}？", "谁[谁]想[想]{act}？"],
    "what": [
        "{subject}{verb}什么[什么]？", "{future}{subject}{verb}什么[什么]？", "{subject}喜欢[喜欢]{verb}什么[什么]？",
    ],
    "where": [
        "{subject}在[在]哪里[哪里]？", "{subject}去[去]哪里[哪里]？", "{thing}在[在]哪里[哪里]？",
        "{subject}在[在]哪里[哪里]{local}？",
    ],
    "when": ["{subject}什么时候[什么时候]{act}？", "{subject}几点[几点]{daily}？"],
    "why": ["{subject}为什么[为什么]{act}？", "{subject}为什么[为什么]{feeling}？"],
    "how": ["{subject}怎么[怎么]去[去]{goal}？", "{future}天气[天气]怎么样[怎么]？"],
    "how many": ["{subject}有[有]多少[多少]{thing}？", "{thing}多少钱[多少钱]？", "{subject}买[买]多少[多少]{food}？"],
    "number": ["{subject}有[有]{number}{counted}。", "{subject}买[买]{number}{counted}。"],
    "number past": ["{past}{subject}买[买]了{number}{counted}。"],
    "feeling": ["{subject}很[很]{feeling}。", "{future}{subject}很[很]{feeling}。", "{past}{subject}很[很]{feeling}。"],
    "not feeling": ["{subject}不[不]{feeling}。", "{future}{subject}不[不]{feeling}。"],
    "quality": [
        "{thing}很[很]{quality}。", "{owner}的{thing}很[很]{quality}。", "{food}很[很]{taste}。",
        "{animal}很[很]{nature}。", "{measured}很[很]{measure}。",
    ],
    "not quality": [
        "{thing}不[不]{quality}。", "{owner}的{thing}不[不]{quality}。", "{food}不[不]{taste}。",
        "{animal}不[不]{nature}。", "{measured}不[不]{measure}。",
    ],
    "colour": ["{subject}有[有]{color}的{thing}。", "{thing}是[是]{color}的。"],
    "place": ["{subject}在[在]{site}{local}。", "{future}{subject}在[在]{site}{local}。"],
    "distance": ["{far}很[很]远[远]。", "{far}很[很]近[近]。", "{far}远[远]吗？", "{far}不[不]远[远]。"],
    "judged": ["{judged}很[很]难[难]。", "{judged}很[很]容易[容易]。", "{judged}难[难]吗？", "{judged}不[不]难[难]。"],
    "travel": ["{subject}{transport}去[去]{goal}。", "{future}{subject}{transport}去[去]{goal}。"],
    "weather": [
        "{future}很[很]{weather}。", "{future}{falls}。", "{future}不[不]{weather}。", "{future}{falls}吗？",
        "{site}很[很]{weather}。",
    ],
    "greeting": ["{hello}，我[我]的名字[名字]是[是]{name}。", "谢谢[谢谢]，{subject}很[很]{feeling}。"],
    "together": ["{subject}和[一起]{kin}{act}。", "{subject}一起[一起]{daily}。"],
}  # fmt: skip

#: Words that are one sign together, and words that tokenizers join where they should not.
_JOINED = {
    "很[很]漂亮[漂亮]": "很漂亮[很漂亮]",
    "不[不]好[好]": "不好[坏]",
    "不[不]用[用]": "不[不]使用[用]",
    "今天[今天]天气[天气]": "今天天气[今天天气]",
    "很[很]脏": "非常[很]脏",
    "很[很]渴": "非常[很]渴",
}


def _polish(text: str) -> str:
    for parted, joined in _JOINED.items():
        text = text.replace(parted, joined)
    return text


CHINESE = Grammar(_PATTERNS, _VOCABULARIES, _polish)
