"""Common words of questions: those that name nothing, and those that ask something of a thing.

Words of the language, never of a report.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GENERIC = _words("""
    没有 听说 咱们 我们 你们 怎么样 情况 方面 安排 计划 目标 具体 完成 打算 准备 全国 实际 动静 动作 有啥 进展 继续 接着 接着弄 总共
    一共 加起来 到底 主要 重点 哪类 达到 要求 举措 措施 办法 政策 地方 问题 详细 能够 可以 需要 应该 已经 正在 怎样 多少钱 成为 属于
    实现 什么样 好了没 弄好 弄完 干到 搞几 几大 大行动 报告 确定 知道 告诉 一下 分别 任务 有数 控制 增长 下降 提高 增加 新增 比去年
    以前 那边 哪一步 单看 意思 支持 解决 推进 到位 推动 参与 对此 大家 老百姓 居民 群众 政府 市里 省里 全省 全市 咱市 咱省 本市 本省
    实事 变化 区别 相比 预期 计划数 任务数 量化 指标 总数 数量 人数 算不算 在里面 也行 喜欢 累计 总有 干点 干啥 谢谢 辛苦 厉害 收到
    不错 挺快 机器人 哈哈 请问 建成 一步 发展 产业 多少亿 还有 其中 当时 里面 里头 部分 另外 比如 说法 起来 时候 不是 程度 范围
    实打实 这块
""")
"""Words that name nothing that a question is about."""
RELATIONAL = _words("""
    门票 票价 收费 费用 价格 投资 总投资 投资额 造价 面积 长度 总长 总长度 长 人数 户数 数量 总数 规模 增幅 增速 速度 占比 比例 名单
    时间 地址 地点 位置 电话 进度 进展 名额 条件 材料 手续 流程 资金 补助 补贴 预算 工期 效果 原因 依据 目标 任务 任务数 指标 计划数
    范围 产值 产量 销量 销售额 访问量 额度 标准 收费标准 死亡人数 负责人 施工单位 名字 全称 名称 期限 年限 单位 部门 距离 高度 利润
    收入 产能 装机 容量 总装机 排名 名次 完成情况 情况 出口 进口 建房款 订单 占地 占地面积 床位 学位 岗位 速率 水平 结果 好处 政策
    措施 办法 行动 动作 项目 工程 企业 地方 量化 程度 差距 里程 吞吐量 年龄 质量 作用 影响 意义 特点 对象 渠道 线路 路线 花钱 免费 通车 通水 动工 完工 竣工 投产 投用
    有效期 保质期 租金 押金 利率 涨幅 降幅 均价 单价 总量 总额 比重 密度 客流量 车程 班次 学费 利息 种植面积
""")
"""Words that ask for something that belongs to a thing."""
THINGS = _words("学位 床位 岗位 出口 进口 收入 补贴 补助 投资 门票 企业 订单 装机")
"""Those that are asked for themselves as often: not carried on where nothing says so."""
TOWN_AND_COUNTRY = _words("城市 城镇 城里 农村 乡村")
