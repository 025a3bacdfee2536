"""Chinese words that are parts of others, and words that their parts do not say."""

from __future__ import annotations

from signary.language.function_words import listed

#: Before a measure word: `这本`, `几楼`, `每个`.
DETERMINERS = listed("这 那 几 每 哪 各 半 整 某 两")
#: Behind a noun they say where: `路上`, `心里`.
LOCALIZERS = frozenset(listed("上 下 里 外 中 内 边 旁"))
#: Behind a verb and 不 or 得: whether it can be done (`看不清`, `赶得上`).
COMPLEMENTS = frozenset(
    listed(
        "见 到 了 通 动 起 上 下 清 完 着 出 开 住 懂 成 来 去 进 过 好 够 掉 走 回 及 清楚 明白 起来 出来 下去 下来 "
        "上去 进去 回来 回去 过去 过来"
    )
)
#: Complements that say something of their own, and under which key; the others only that it is done.
TELLING_COMPLEMENTS = {"清": "清楚", "清楚": "清楚", "懂": "明白", "明白": "明白", "完": "结束", "好": "好", "够": "够"}
#: Verbs with their objects between which other words may stand: `见过几次面`, `洗个澡`, `帮我一个忙`.
SEPARABLE = frozenset(
    listed(
        "见面 洗澡 睡觉 吃饭 游泳 跳舞 唱歌 结婚 离婚 生气 帮忙 照相 拍照 聊天 请假 上班 下班 上课 下课 做梦 理发 "
        "毕业 考试 散步 起床 开会 排队 抽烟 握手 "
        "吵架 打架 生病 刷牙 洗脸 洗手 打针 做饭 跑步 请客 加班 开车 停车 出差 搬家 拍手 "
        "打电话 打手语 打折 骑车 讲故事 做手术 发烧 鼓掌"
    )
)
#: Persons behind a surname: `李老师`.
TITLES = frozenset(
    listed(
        "老师 医生 经理 先生 小姐 女士 太太 阿姨 叔叔 护士 律师 师傅 教授 大夫 校长 老板 主任 同学 奶奶 爷爷 大爷 大妈 "
        "警官 司机 伯伯 伯母"
    )
)
#: The surnames that are words, too, or that are met most.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭"
    "陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙史陶贺顾毛郝龚邵万钱严武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜"
)
#: What takes place, before 前 and 后: `饭后`, `课后`.
EVENTS = frozenset("饭餐课会赛睡婚病考节假酒战")
#: Words whose parts say something else, or the opposite: `别的` (other) is no `别` (do not), `本来` no `来`.
OTHER_SENSE = frozenset(
    listed(
        "别的 别人 别处 不得不 不得了 不见得 不由得 不怎么 不但 不仅 不过 不如 不然 不断 不久 了不起 差不多 "
        "说不定 从来 本来 原来 后来 将来 向来 近来 历来 想起 想起来 看起来 一会儿 对了 看来 说来 得了 除了 好不容易 "
        "来不及 来得及 忍不住 免不了 怪不得 恨不得 巴不得 舍不得 用不着 要不然 要是 只要 只好 不只 "
        "最近 最后 最初 好像 好久 好处 真相 不安 不满 多半 大半 算了 罢了 极了 一度 半天 整天 看不起 对不起 "
        "差点 差点儿 了不得 怨不得 大不了 只不过 这下 那下 一下 整个 海上 世上 加油站"
    )
)
#: Words with 不 or 没 that deny nothing, or not what stands behind it.
NO_NEGATIONS = frozenset(
    listed(
        "不得 不禁 不由 不妨 不料 不愧 不止 不免 不只 不幸 不朽 不良 不锈钢 不动产 不一 不曾 不至于 不惜 不宜 不便 "
        "不时 不必 不堪 不已 不法 不解 不足 不顾 不屈 不容 不单 不光 不亚于 没准 没劲 没收 没落 没辙 不同 不等 不停 "
        "别人 别处 别的 别墅 别名 别扭 别致 别离 别样 别针 别提"
    )
)
