"""Whether two names name the same indicator: word by word, each with what the other says in its place.

Words that only tell where or how (全省, 新增, 规模) weigh little. A word that has no counterpart in the other name tells
the two apart: 农村居民收入 is not 居民收入.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import rjieba
from numpy.typing import NDArray

from rag.embed import Embedding
from rag.text import fold

Matrix = NDArray[np.float32]

_IDLE_WORDS = (
    "全省 全市 全县 全区 全社会 全 省 市 县 我省 我市 的 等 地区 规模 总量 总额 总 数量 各类 各 左右 以上 年度 级 个 累计 连续 继续 全部 再 均 其中 约 指数 "
    "建 大 率先 有 在 为 与 和 及 以 对 上 中 类 全年 新 力争 重点"
)
_VERB_WORDS = (
    "新增 新建 新建设 改建 扩建 改扩建 建设 建成 改造 完成 实施 培育 新培育 打造 开工 开展 推进 组织 新开工 发放 引进 争创 创建 新创建 建立 实现 达到 "
    "形成 提供 安排 启动 办好 办理 办结 认定 认证 新认证 布局 新布局 推出 支持 治理 整治 修复 更新 提升 新改建 新登记 开通 新开通 投用 投入 使用 筹集 筹建 "
    "选派 招引 遴选 打通 推动 加快 稳步 深入 扎实 开行 修缮 设立 新设 设 改 落实 统筹 确保 保持 稳定 新组建 组建 升级 扩大 增加 增 建造 营造 造 开发 募集 投放 "
    "促进 用于 培训 规划 入选 获批 纳入 新获批 带动 惠及 服务 覆盖 解决 争取 下达 储备 集中 签约 落地 竣工 投产"
)
_VAGUE_WORDS = (
    "项目 企业 产业 集群 产业集群 资金 人才 岗位 人员 学校 设施 工程 园区 平台 任务 事项 政策 活动 群众 家庭 困难群众 总投资 投资 收入 支出 产值 产量 面积 人数 "
    "营收 基地 机构 措施 举措 场所 单位 贷款 建筑 标准 市场 主体 占比 比重 增加值 销售额 交易额 余额 农户 居民 人口 就业 场次 案件 问题 线路 城市 乡镇 村 帮扶 保障 改革 创新"
)
_IDLE = frozenset(_IDLE_WORDS.split())
_VERBS = frozenset(_VERB_WORDS.split())
_VAGUE = frozenset(_VAGUE_WORDS.split())
"""Nouns that name nothing by themselves."""
IDLE, VERB, ONE_SIGN = 0.05, 0.25, 0.5
"""What a word weighs that only tells where, how it is done, or that is one character; any other weighs 1."""
PART = 0.85
"""How far a word says what a longer one says that only adds a sign (产量, 总产量; not 技能, 高技能)."""
_LONGER = re.compile(r"[总新净全]_|_(?:[量数额值点级率]|指数)|总_[量数额值]")
WORDS, MEANING = 0.85, 0.15
"""What the words weigh, and the cosine of the whole names. Single words are not compared by cosine: it takes PM10 for
PM2.5 and 省级 for 全国."""
_SAME = (
    (re.compile(r"规模以上"), "规上"),
    (re.compile(r"地区生产总值|生产总值|gdp"), "地区生产总值"),
    (re.compile(r"研究与试验发展|r&d"), "研发"),
    (re.compile(r"新\(改\)建|新建(?:和|、|与)?(?:改建|改造)|新改扩建"), "新改建"),
)
"""Ways to write the same."""


class Names:
    """The words of many names with their vectors."""

    def __init__(self, names: Sequence[str], embedding: Embedding) -> None:
        self._rows = [_words(name) for name in names]
        self._tells = [any(w not in _IDLE | _VERBS | _VAGUE for w in row) for row in self._rows]
        ids: dict[str, int] = {}
        for row in self._rows:
            for word in row:
                ids.setdefault(word, len(ids))
        self._ids, words = ids, list(ids)
        self._weights = np.array([_weight(w) for w in words], np.float32)
        self._near = _nearness(words)
        vectors = embedding.encode_passages(names)
        self._cosines = vectors @ vectors.T

    def likeness(self, a: int, b: int) -> float:
        """How surely two names, by their number, name the same, 0 to 1."""
        first = [self._ids[w] for w in self._rows[a]]
        second = [self._ids[w] for w in self._rows[b]]
        if not first or not second:
            return 0.0
        if not (self._tells[a] and self._tells[b]):
            return 0.0
        if first == second:
            return 1.0
        near = self._near[np.ix_(first, second)]
        words = min(self._covered(first, near.max(axis=1)), self._covered(second, near.max(axis=0)))
        return WORDS * words + MEANING * max(0.0, float(self._cosines[a, b]))

    def _covered(self, words: Sequence[int], near: Matrix) -> float:
        weights = self._weights[words]
        return float((weights * near).sum() / weights.sum())


def _words(name: str) -> list[str]:
    name = fold(name)
    for pattern, word in _SAME:
        name = pattern.sub(word, name)
    return [w for w in rjieba.cut(name) if re.search(r"[a-z0-9\u3400-\u9fff]", w)]


def _weight(word: str) -> float:
    if word in _IDLE:
        return IDLE
    if word in _VERBS:
        return VERB
    return 1.0 if len(word) > 1 else ONE_SIGN


def _nearness(words: Sequence[str]) -> Matrix:
    """1 where words are the same, less where one holds the other or both only say how it is done, else 0."""
    near = np.zeros((len(words), len(words)), np.float32)
    at: dict[str, list[int]] = {}
    for i, word in enumerate(words):
        for char in set(word):
            at.setdefault(char, []).append(i)
    for i, word in enumerate(words):
        for j in at[word[0]] if len(word) > 1 else ():
            if _LONGER.fullmatch(words[j].replace(word, "_", 1)):
                near[i, j] = near[j, i] = PART
    both = np.array([w in _VERBS for w in words])
    near[np.ix_(both, both)] = np.maximum(near[np.ix_(both, both)], 0.8)
    np.fill_diagonal(near, 1.0)
    return near
