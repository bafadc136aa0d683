"""Where the sign × hides something, and where it is part of a name or a product."""

from __future__ import annotations

import pytest

from rag.domain import MASKED


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("推进“数据要素×”行动，打造场景9个。", id="the name ends in it"),
        pytest.param("“数据要素×三年行动”铺开。", id="inside a name"),
        pytest.param("数据要素×大赛获奖3项。", id="without quotes"),
        pytest.param("发布“人工智能×”场景20个。", id="another technique"),
        pytest.param("人工智能×制造项目落地。", id="with a trade behind it"),
        pytest.param("探索“文旅×”新业态。", id="a name that is not in any list"),
        pytest.param("开工2×66万千瓦煤电项目。", id="a product"),
        pytest.param("“4×4”产业体系成形。", id="a product in quotes"),
        pytest.param("7×24小时办理。", id="days and hours"),
        pytest.param("‘5G×工厂’8家。", id="Latin letters"),
    ],
)
def test_the_sign_hides_nothing_in(text: str):
    assert not MASKED.search(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("总投资×亿元。", id="a figure"),
        pytest.param("增长×%。", id="a share"),
        pytest.param("县长×××", id="a name"),
        pytest.param("重振×雄风。", id="a place"),
        pytest.param("打造“×条”旅游路线。", id="a figure that opens a quotation"),
        pytest.param("县长说“×”。", id="all of a quotation"),
        pytest.param("热线138××××1234。", id="in the middle of a number"),
        pytest.param("202×年建成。", id="the last digit of a year"),
        pytest.param("“政企×直通车”开进园区。", id="in the middle of a quotation"),
        pytest.param("推进“数据要素×”行动，投资×万元。", id="beside a name"),
    ],
)
def test_the_sign_hides_something_in(text: str):
    assert MASKED.search(text)
