"""Reading: every kind, every encoding, every error, with real files."""

from __future__ import annotations

import os
import re
import time
from html import escape

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ingest.read import SourceText, read
from ingest.readers.pdf_furniture import is_page_number
from ingest.readers.pdf_lines import plain
from rag.errors import ReadError
from rag.signs import plain_signs
from tests.ingest import make_files as make

REPORT = "\n".join(make.PARAGRAPHS)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
EVERYDAY = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
SIGNS = "，。；：！？“”‘’（）《》、×—…％　ABCabc0123456789.,%-() "


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def words(source: SourceText) -> list[tuple[str, int]]:
    return [(source.text[m.start : m.end], m.level) for m in source.marks]


def refused(path, **options) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(path, **options)
    message = caught.value.message
    assert path.name in message
    assert "\n" not in message
    assert re.search("[\u4e00-\u9fff]", message)
    return caught.value


@pytest.fixture
def put(tmp_path):
    """Write bytes or UTF-8 text to a file of that name."""

    def write(name: str, content: bytes | str):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


class TestText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-32"])
    def test_every_encoding_gives_the_same_text(self, put, encoding):
        source = read(put("报告.txt", REPORT.encode(encoding)))
        assert source == SourceText(REPORT, (), "txt")

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "big5hkscs"])
    def test_charset_normalizer_decides_in_doubt(self, put, encoding):
        text = "\r\n".join(["各位代表：今年經濟社會發展取得新的成績，城鄉居民收入穩步提高。2024年增長5.8%。"] * 20)
        assert read(put("a.txt", text.encode(encoding))).text == text.replace("\r\n", "\n")

    def test_a_utf8_file_is_what_python_reads(self, put):
        path = put("a.txt", "　　一、回顾\r\n\r\n数字 １２　3\x0c\r结束\n\n")
        assert read(path).text == path.read_text("utf-8")

    def test_a_torn_byte_is_shown_and_told(self, put):
        data = REPORT.encode()
        source = read(put("a.txt", data[:300] + b"\xff" + data[300:]))
        assert source.text.count("\ufffd") >= 1
        assert squeezed(source.text.replace("\ufffd", "")).endswith("谢谢大家！")
        assert "损坏的字符" in source.warnings[0]

    def test_a_torn_gb18030_file_too(self, put):
        source = read(put("a.txt", REPORT.encode("gb18030") + b"\x80\n"))
        assert source.text.startswith(REPORT)
        assert source.warnings

    @SLOW
    @given(text=st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), min_size=1))
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_any_text_in_unicode_reads_back_equal(self, tmp_path, encoding, text):
        assume(text.strip() and not text.startswith(("\ufeff", "%PDF", "<", "PK", "{\\rtf", "GIF8", "MIME", "Rar!")))
        path = tmp_path / "a.txt"
        path.write_bytes(text.encode(encoding))
        assert read(path).text == plain_signs(text)

    @SLOW
    @given(text=st.text(st.sampled_from(EVERYDAY + SIGNS + "\n"), min_size=1))
    @pytest.mark.parametrize("encoding", ["gb18030", "gbk"])
    def test_any_chinese_text_in_gb_reads_back_equal(self, tmp_path, encoding, text):
        data = text.encode(encoding)
        assume(text.strip() and data.decode("utf-8", errors="ignore") != data.decode("utf-8", errors="replace"))
        path = tmp_path / "a.txt"
        path.write_bytes(data)
        assert read(path).text == text

    @pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
    def test_fifty_megabytes_take_seconds(self, put, encoding):
        data = (REPORT + "\r\n").encode(encoding)
        path = put("大.txt", data * (49 * 1024 * 1024 // len(data)))
        began = time.monotonic()
        assert len(read(path).text) > 10_000_000
        assert time.monotonic() - began < 10


class TestMarkdown:
    def test_text_is_untouched_and_headings_are_marked(self, put):
        text = (
            "# 政府工作报告\n\n## **一、回顾** ##\n正文#不是\n\n#无空格\n#1 不是\n```\n# 代码\n```\n\n安排\n---\n尾\n"
        )
        source = read(put("a.md", text))
        assert source.text == text
        assert source.kind == "md"
        assert words(source) == [("政府工作报告", 1), ("一、回顾", 2), ("无空格", 1), ("安排", 2)]

    def test_a_single_top_heading_is_the_title(self, put):
        assert read(put("a.md", "# 云溪市报告\n## 一、回顾\n")).title == "云溪市报告"
        assert read(put("a.md", "# 一、回顾\n# 二、安排\n")).title is None

    @SLOW
    @given(text=st.text(st.sampled_from("#*=-`> \n一二a"), min_size=1))
    def test_marks_lie_in_order_inside_single_lines(self, tmp_path, text):
        assume(text.strip())
        path = tmp_path / "a.md"
        path.write_text(text, "utf-8")
        source = read(path)
        assert source.text == text
        last = 0
        for mark in source.marks:
            assert last <= mark.start < mark.end <= len(text)
            assert text[mark.start : mark.end].strip() == text[mark.start : mark.end]
            assert "\n" not in text[mark.start : mark.end]
            last = mark.end


class TestHtml:
    def page(self, body: str, head: str = "") -> str:
        return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"

    def test_one_line_a_block(self, put):
        body = (
            "<nav><a>首页</a></nav><h1>2025年<br>政府工作报告</h1><div>来源：<span>本网</span></div><script>x=1</script>"
            "<p>　　过去一年，成绩&ldquo;很&rdquo;好&nbsp;，\n   增长5%&lt;6%。</p><p>甲<br/>乙</p>"
            "<h2>一、回顾</h2>散文字<ul><li>其一</li><li>其二</li></ul><footer>版权所有</footer>"
        )
        source = read(put("a.html", self.page(body, "<title>报告 _ 云溪市</title>")))
        lines = ["2025年政府工作报告", "来源：本网", "过去一年，成绩“很”好 ，增长5%<6%。", "甲", "乙"]
        assert source.text.split("\n") == [*lines, "一、回顾", "散文字", "其一", "其二"]
        assert words(source) == [("2025年政府工作报告", 1), ("一、回顾", 2)]
        assert (source.kind, source.title) == ("html", "报告 _ 云溪市")

    def test_data_tables_are_rows_and_layout_tables_are_paragraphs(self, put):
        long = "正文" * 200
        body = (
            "<table><tr><td>导航</td><td><table><tr><th>指标</th><th>增长</th></tr><tr><td><p>收入</p></td><td>5%</td></tr>"
            f"</table></td></tr><tr><td><p>{long}</p><p>第二段</p></td></tr></table>"
        )
        assert read(put("a.html", self.page(body))).text.split("\n") == [
            "导航",
            "指标\t增长",
            "收入\t5%",
            long,
            "第二段",
        ]

    def test_a_page_that_is_all_form_or_aside_is_kept(self, put):
        assert (
            read(put("a.html", self.page("<form><aside><p>全文都在这里。</p></aside></form>"))).text == "全文都在这里。"
        )

    @pytest.mark.parametrize(
        ("encoding", "named"),
        [("gb18030", "gb2312"), ("gb18030", "iso-8859-1"), ("gb18030", ""), ("utf-8", "gb2312"), ("big5", "big5")],
    )
    def test_encoding_is_found_whatever_the_page_says(self, put, encoding, named):
        text = "現在報告工作" if encoding == "big5" else "现在，我代表市人民政府报告工作。"
        head = f'<meta http-equiv="Content-Type" content="text/html; charset={named}">' if named else ""
        assert read(put("a.htm", self.page(f"<p>{text}</p>", head).encode(encoding))).text == text

    def test_the_article_title_of_government_sites_comes_first(self, put):
        head = "<title>首页</title><meta name='ArticleTitle' content='云溪市政府工作报告'>"
        assert read(put("a.html", self.page("<p>文</p>", head))).title == "云溪市政府工作报告"

    def test_an_xml_declaration_and_deep_nesting_are_no_trouble(self, put):
        def page(depth: int) -> str:
            body = "<div>" * depth + "深处的文字" + "</div>" * depth
            return '<?xml version="1.0" encoding="gb2312"?>' + self.page(body)

        assert read(put("a.html", page(2000))).text == "深处的文字"
        assert "嵌套过深" in refused(put("a.html", page(3000))).message

    def test_an_html_file_without_tags_keeps_its_lines(self, put):
        source = read(put("a.html", "甲 < 乙\n丙"))
        assert (source.kind, source.text) == ("txt", "甲 < 乙\n丙")

    def test_an_empty_page_is_refused(self, put):
        assert "没有文字" in refused(put("a.html", self.page("<script>var a</script>"))).message

    @SLOW
    @given(st.lists(st.text(st.sampled_from(EVERYDAY[:60] + "，。<>&\"'×0aA"), min_size=1), min_size=1, max_size=8))
    def test_paragraphs_come_back_equal(self, tmp_path, paragraphs):
        path = tmp_path / "a.html"
        body = "".join(f"<p>{escape(p)}</p>\n" for p in paragraphs)
        path.write_text(self.page(body), "utf-8")
        assert read(path).text.split("\n") == paragraphs


class TestDocx:
    def test_headings_and_title_become_marks(self, tmp_path):
        path = tmp_path / "a.docx"
        parts = [
            ("云溪市政府工作报告", "Title"),
            ("一、回顾", "Heading 1"),
            ("　　正文。", "Normal"),
            ("（一）产业", "Heading 2"),
            ("题" * 200, "Heading 2"),
        ]
        make.write_docx(path, parts, title="Word 文档")
        source = read(path)
        assert source.text.split("\n") == ["云溪市政府工作报告", "一、回顾", "正文。", "（一）产业", "题" * 200]
        assert words(source) == [("云溪市政府工作报告", 1), ("一、回顾", 1), ("（一）产业", 2)]
        assert (source.kind, source.title, source.warnings) == ("docx", "云溪市政府工作报告", ())

    def test_the_title_property_serves_where_no_title_is_styled(self, tmp_path):
        path = tmp_path / "a.docx"
        make.write_docx(path, [("正文", "Normal")], title="云溪市报告.docx")
        assert read(path).title == "云溪市报告"

    def test_automatic_numbers_are_written_out(self, tmp_path):
        document = docx.Document()
        levels = [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("bullet", "●")]
        num_id = make.number_list(document, levels)
        for text, level in [("甲", 0), ("乙", 1), ("丙", 1), ("丁", 0), ("戊", 1), ("2024年", 2), ("点", 3), ("末", 2)]:
            make.put_number(document.add_paragraph(text, style=f"Heading {level + 1}"), num_id, level)
        path = tmp_path / "a.docx"
        document.save(str(path))
        source = read(path)
        assert source.text.split() == [
            "一、甲",
            "（一）乙",
            "（二）丙",
            "二、丁",
            "（一）戊",
            "1.",
            "2024年",
            "点",
            "2.",
            "末",
        ]
        assert words(source)[0] == ("一、甲", 1)

    def test_numbering_of_a_style_and_chinese_style_names(self, tmp_path):
        document = docx.Document()
        num_id = make.number_list(document, [("chineseCountingThousand", "第%1部分　")])
        style = document.styles.add_style("标题 3", WD_STYLE_TYPE.PARAGRAPH)
        paragraphs = [document.add_paragraph(f"部{n}", style="标题 3") for n in range(1, 13)]
        make.put_number(paragraphs[0], num_id, 0)
        properties = paragraphs[0]._p.pPr
        style.element.get_or_add_pPr().append(properties.numPr)
        path = tmp_path / "a.docx"
        document.save(str(path))
        assert words(read(path))[-1] == ("第十二部分　部12", 3)

    def test_tables_breaks_controls_and_tracked_changes(self, tmp_path):
        document = docx.Document()
        document.add_paragraph("上一行\n下一行\t后")
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip([c for r in table.rows for c in r.cells], ["指标", "增长", "收入", "5%"], strict=True):
            cell.text = text
        kept, dropped = document.add_paragraph("留"), document.add_paragraph("被删")
        for paragraph, tag in ((kept, "w:ins"), (dropped, "w:del")):
            wrapper = OxmlElement(tag)
            wrapper.append(paragraph.runs[0]._r)
            paragraph._p.append(wrapper)
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        control.append(content)
        content.append(document.add_paragraph("控件里的正文")._p)
        document.element.body.insert(0, control)
        path = tmp_path / "a.docx"
        document.save(str(path))
        lines = ["控件里的正文", "上一行", "下一行 后", "指标\t增长", "收入\t5%", "留"]
        assert read(path).text.split("\n") == lines

    def test_a_document_of_pictures_is_refused(self, tmp_path):
        path = tmp_path / "a.docx"
        docx.Document().save(str(path))
        assert "OCR" in refused(path).message


class TestPdf:
    @pytest.mark.parametrize(
        "options",
        [
            {},
            {"size": 22},
            {"size": 10.5, "head": "云溪市政府工作报告", "foot": "第{}页"},
            {"indent": False},
            {"indent": False, "foot": "{}/9", "head": "第{}页 报告"},
        ],
        ids=["indented", "many pages", "small with head", "spaced", "spaced with head"],
    )
    def test_a_report_over_pages_comes_back_paragraph_by_paragraph(self, tmp_path, options):
        path = tmp_path / "a.pdf"
        paragraphs = make.PARAGRAPHS * 4
        make.write_pdf(path, paragraphs, **options)
        source = read(path)
        assert [squeezed(line) for line in source.text.split("\n")] == [squeezed(p) for p in paragraphs]
        assert (source.kind, source.marks, source.warnings) == ("pdf", (), ())

    def test_no_space_is_put_between_chinese_characters(self, tmp_path):
        path = tmp_path / "a.pdf"
        make.write_pdf(path, make.PARAGRAPHS)
        assert not re.search("[\u4e00-\u9fff] [\u4e00-\u9fff]", read(path).text)

    def test_a_heading_that_fills_its_line_stands_alone(self, tmp_path):
        path = tmp_path / "a.pdf"
        heading = "（二）" + "着力推动重点领域改革走深走实加快形成开放新格局"  # 26 signs: the line, less the indent
        paragraphs = [*make.PARAGRAPHS, heading, "深化改革。", *make.PARAGRAPHS]
        make.write_pdf(path, paragraphs)
        assert [squeezed(line) for line in read(path).text.split("\n")] == [squeezed(p) for p in paragraphs]

    def test_lookalikes_that_fonts_give_become_the_signs_meant(self):
        assert plain("⼈⼝⼾籍⻓期⾭年⺠⽣⸺ﬁ") == "人口户籍长期青年民生——fi"

    @pytest.mark.parametrize("text", ["3", "— 3 —", "-12-", "第3页 共20页", "3/20", "Ⅳ", "－ 十二 －"])
    def test_page_numbers_are_known(self, text):
        assert is_page_number(text)

    @pytest.mark.parametrize("text", ["一、回顾", "增长3%", "2025年", "谢谢大家！", "—" * 5000])
    def test_other_lines_are_not_page_numbers(self, text):
        assert not is_page_number(text)

    def test_title_and_progress(self, tmp_path):
        path, seen = tmp_path / "a.pdf", []
        make.write_pdf(path, make.PARAGRAPHS * 3, title="Microsoft Word - 云溪市政府工作报告.docx")
        assert read(path, progress=lambda *done: seen.append(done)).title == "云溪市政府工作报告"
        total = seen[0][1]
        assert total > 2
        assert seen == [(n, total) for n in range(1, total + 1)]

    @pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
    def test_a_password_opens_it(self, tmp_path, algorithm):
        path = tmp_path / "密.pdf"
        make.write_pdf(path, make.PARAGRAPHS)
        plain = read(path)
        make.encrypted(path, "secret", algorithm=algorithm)
        assert read(path, password="secret") == plain
        missing, wrong = refused(path), refused(path, password="guess")
        assert "加了打开密码" in missing.message
        assert "密码不对" in wrong.message
        assert missing.remedy == wrong.remedy == f'python -m ingest "{path}" --password 密码'
        assert "密码不对" in refused(path, password="密" * 200).message

    def test_a_file_that_only_forbids_copying_is_read(self, tmp_path):
        path = tmp_path / "a.pdf"
        make.write_pdf(path, make.PARAGRAPHS)
        make.encrypted(path, "")
        assert "谢谢大家" in read(path).text

    def test_a_scan_is_refused_and_scanned_pages_are_told(self, tmp_path):
        path = tmp_path / "a.pdf"
        make.write_scan(path)
        assert "扫描件" in refused(path).message
        make.write_scan(path, pages=1, text_pages=2)
        source = read(path)
        assert "附表" in source.text
        assert "第 1 页是图片" in source.warnings[0]

    def test_a_torn_file_is_read_with_a_warning_or_refused(self, tmp_path):
        path = tmp_path / "a.pdf"
        make.write_pdf(path, make.PARAGRAPHS)
        data = path.read_bytes()
        for share in range(1, 10):
            path.write_bytes(data[: len(data) * share // 10])
            try:
                assert any("不完整" in warning for warning in read(path).warnings)
            except ReadError as error:
                assert path.name in error.message


class TestRefusals:
    def test_no_file_folder_and_pipe(self, tmp_path):
        assert "找不到" in refused(tmp_path / "没有.txt").message
        assert "文件夹" in refused(tmp_path).message
        if hasattr(os, "mkfifo"):
            os.mkfifo(tmp_path / "管道.txt")
            assert "不是普通文件" in refused(tmp_path / "管道.txt").message

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("空.txt", b"", "空的"),
            ("白.txt", "\n 　\t\n", "没有文字"),
            ("bom.txt", b"\xef\xbb\xbf", "没有文字"),
            ("乱.txt", bytes(range(256)) * 40, "编码无法识别"),
            ("乱.md", b"\xff\x81\x30\x01\x02\x03" * 20, "编码无法识别"),
            ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为 .docx"),
            ("旧.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "WPS"),
            ("密.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "取消密码"),
            ("图.png", b"\x89PNG\r\n\x1a\n\0", "OCR"),
            ("包.zip", b"PK\x05\x06" + b"\0" * 18, "解压"),
            ("坏.docx", b"PK\x03\x04" + b"\1" * 200, "已损坏"),
            ("坏.docx", b"\0\1\2" * 50, "已损坏"),
            ("坏.pdf", b"%PDF-1.7\n" + b"junk " * 50, "已损坏"),
            ("坏.pdf", b"\0\1\2" * 50, "已损坏"),
            ("表.csv", "甲,乙", "不认识 .csv"),
        ],
    )
    def test_each_bad_file_gets_one_sentence(self, put, name, content, said):
        assert said in refused(put(name, content)).message

    def test_an_rtf_needs_libreoffice_and_the_sentence_says_what_to_do(self, put, monkeypatch):
        monkeypatch.setattr("ingest.readers.convert.installed", lambda: None)
        assert "RTF" in refused(put("富.rtf", "{\\rtf1 x}")).message

    def test_a_torn_docx_is_damaged(self, tmp_path):
        path = tmp_path / "a.docx"
        make.write_docx(path, [(p, "Normal") for p in make.PARAGRAPHS])
        path.write_bytes(path.read_bytes()[:-400])
        assert "已损坏" in refused(path).message

    def test_a_large_file_is_refused_before_it_is_read(self, tmp_path):
        path = tmp_path / "大.txt"
        with path.open("wb") as file:
            file.truncate(51 * 1024 * 1024)
        assert "51.0 MB" in refused(path).message
        assert "上限 1 MB" in refused(path, max_mb=1).message

    @SLOW
    @given(
        data=st.binary(min_size=1, max_size=400),
        ending=st.sampled_from(["txt", "md", "html", "docx", "pdf", "doc", ""]),
    )
    @pytest.mark.parametrize("start", [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"\xff\xfe"])
    def test_junk_never_gives_anything_but_text_or_a_sentence(self, tmp_path, start, data, ending):
        path = tmp_path / f"a.{ending}"
        path.write_bytes(start + data)
        try:
            assert read(path).text.strip()
        except ReadError as error:
            assert path.name in error.message


class TestDisguises:
    def test_content_wins_over_the_ending_and_is_told(self, tmp_path, put):
        make.write_pdf(tmp_path / "报告.txt", make.PARAGRAPHS)
        make.write_docx(tmp_path / "报告.pdf", [("正文", "Normal")])
        for path, kind in [
            (tmp_path / "报告.txt", "pdf"),
            (tmp_path / "报告.pdf", "docx"),
            (put("a.txt", "\n<html><body><p>文</p></body></html>"), "html"),
            (put("b.md", "<p>一</p><p>二</p><p>三</p>"), "html"),
            (put("c.doc", "<html><p>网页另存的 Word</p></html>"), "html"),
            (put("d.docx", "其实是纯文本"), "txt"),
        ]:
            source = read(path)
            assert source.kind == kind
            assert "内容其实是" in source.warnings[-1]

    def test_no_ending_is_plain_text(self, put):
        assert read(put("报告", "正文")) == SourceText("正文", (), "txt")

    def test_a_tag_in_plain_text_stays(self, put):
        assert read(put("a.txt", "<注>说明\n<p>示例</p>")).text == "<注>说明\n<p>示例</p>"
