"""rag/embed.py: the fast path gives sentence-transformers' vectors; everything that fails says so in one sentence."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, models, pre_tokenizers

from rag.embed import load_embedding
from rag.errors import EmbeddingUnavailable
from rag.settings import HOME

BUNDLED = HOME / "models" / "wenbao-static"
TEXTS = [
    "楼太老了给不给翻修？",
    "",
    "   ",
    "！？。",
    "𠮷😀",
    "2025年GDP增长5.2%",
    "完成×个老旧小区改造",
    "龘ㄅabc\n次行",
    "老" * 300,
]


def static_folder(folder: Path, kind: str, normalize: bool = True, prompts: dict | None = None) -> Path:
    """A small model as sentence-transformers saves it, in one of the three layouts of its weights."""
    vocabulary = [("<unk>", -20.0), *((c, -3.0 - i / 10) for i, c in enumerate("楼太老了翻修给不0年增长"))]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=0))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"\W+"), "removed")
    rows = np.random.default_rng(0).standard_normal((len(vocabulary), 8)).astype(np.float32)
    weights = {
        "plain": {"embedding.weight": rows},
        "half": {"embedding.weight": rows.astype(np.float16)},
        "int8": {"embeddings": (rows * 30).astype(np.int8), "weights": np.abs(rows[:, 0])},
        "mapped": {"embeddings": rows[:5], "mapping": np.arange(len(rows), dtype=np.int32) % 5},
    }[kind]
    (folder / "1_Normalize").mkdir(parents=True)
    shutil.copy(BUNDLED / "1_Normalize" / "config.json", folder / "1_Normalize")
    save_file(weights, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"))
    modules = json.loads((BUNDLED / "modules.json").read_text("utf-8"))[: 2 if normalize else 1]
    (folder / "modules.json").write_text(json.dumps(modules), "utf-8")
    (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts or {}}), "utf-8")
    return folder


def slow_vectors(folder: Path, texts: list[str], prompt: str | None = None) -> np.ndarray:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), local_files_only=True, device="cpu")
    return np.asarray(model.encode(texts, prompt=prompt), dtype=np.float32)


def test_bundled_vectors_equal_sentence_transformers():
    model = load_embedding(str(BUNDLED))
    expected = slow_vectors(BUNDLED, TEXTS)
    assert np.abs(model.encode_questions(TEXTS) - expected).max() < 1e-5
    assert np.abs(model.encode_passages(TEXTS) - expected).max() < 1e-5


@pytest.mark.parametrize("kind", ["plain", "half", "int8", "mapped"])
def test_each_layout_equals_sentence_transformers(tmp_path, kind):
    folder = static_folder(tmp_path / "m", kind)
    expected = slow_vectors(folder, TEXTS)
    # With float16 weights sentence-transformers adds in half precision, and gives NaN for an empty text.
    limit = 2e-3 if kind == "half" else 1e-5
    assert np.abs(load_embedding(str(folder)).encode_questions(TEXTS) - np.nan_to_num(expected)).max() < limit


def test_prompts_go_before_questions_and_passages(tmp_path):
    folder = static_folder(tmp_path / "m", "plain", prompts={"query": "翻修 ", "passage": "增长 "})
    model = load_embedding(str(folder))
    texts = ["楼太老", "年"]
    assert np.allclose(model.encode_questions(texts), slow_vectors(folder, texts, "翻修 "), atol=1e-6)
    assert np.allclose(model.encode_passages(texts), slow_vectors(folder, texts, "增长 "), atol=1e-6)
    assert not model.encode_questions([""]).any()


def test_vectors_are_unit_or_zero_and_never_nan(tmp_path):
    model = load_embedding(str(static_folder(tmp_path / "m", "plain", normalize=False)))
    vectors = model.encode_passages([*TEXTS, "\ud800"])
    assert vectors.shape == (len(TEXTS) + 1, model.dimension)
    assert vectors.dtype == np.float32
    length = np.linalg.norm(vectors, axis=1)
    assert np.all(np.isclose(length, 1, atol=1e-5) | (length == 0))
    assert length[1] == 0
    assert model.encode_questions([]).shape == (0, model.dimension)


def test_a_batch_gives_what_single_texts_give():
    model = load_embedding(str(BUNDLED))
    assert np.array_equal(model.encode_questions(TEXTS), np.concatenate([model.encode_questions([t]) for t in TEXTS]))


def test_identity_follows_the_weights_and_not_the_card(tmp_path):
    folder = static_folder(tmp_path / "m", "plain")
    before = load_embedding(str(folder)).identity
    (folder / "README.md").write_text("card", "utf-8")
    assert load_embedding(str(shutil.copytree(folder, tmp_path / "moved"))).identity == before
    shutil.copy(static_folder(tmp_path / "n", "half") / "model.safetensors", folder)
    assert load_embedding(str(folder)).identity != before
    assert int(before, 16) >= 0


def test_bundled_model_needs_neither_torch_nor_sentence_transformers():
    code = (
        "import sys; from rag.embed import load_embedding; from rag.settings import Settings;"
        "load_embedding(Settings().embedding_model).encode_questions(['楼']);"
        "sys.exit(bool({'torch', 'sentence_transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=HOME, check=False).returncode == 0


def test_a_transformer_folder_is_loaded_with_its_prompts(tmp_path):
    folder = transformer_folder(tmp_path / "bert")
    model = load_embedding(str(folder))
    assert model.dimension == 16
    question, passage = model.encode_questions(["楼太老"]), model.encode_passages(["楼太老"])
    expected = slow_vectors(folder, ["楼太老"], "问：")
    assert np.allclose(question, expected / np.linalg.norm(expected), atol=1e-5)
    assert not np.allclose(question, passage)
    assert np.isclose(np.linalg.norm(question), 1)
    assert not model.encode_passages(["", " "]).any()
    assert model.encode_passages([]).shape == (0, 16)


def transformer_folder(folder: Path) -> Path:
    """A transformer of one layer, random weights, made on the spot."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    parts = folder.parent / "parts"
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"楼太老问答：翻修"]
    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]")
    fast.save_pretrained(parts)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(parts)
    body = Transformer(str(parts))
    model = SentenceTransformer(
        modules=[body, Pooling(16)], device="cpu", prompts={"query": "问：", "document": "答："}
    )
    model.save_pretrained(str(folder))
    return folder


def refusal(model: str) -> EmbeddingUnavailable:
    started = time.monotonic()
    with pytest.raises(EmbeddingUnavailable) as caught:
        load_embedding(model)
    assert time.monotonic() - started < 30
    assert caught.value.message.endswith("。")
    assert caught.value.remedy
    return caught.value


def test_a_hub_name_that_is_not_here_says_so_at_once():
    load_embedding(str(BUNDLED))
    started = time.monotonic()
    error = refusal("nobody/no-such-model-zh")
    assert time.monotonic() - started < 5
    assert "nobody/no-such-model-zh" in error.message
    assert error.remedy == "hf download nobody/no-such-model-zh"
    assert refusal("no-such-model").remedy == "hf download sentence-transformers/no-such-model"


@pytest.mark.parametrize("name", ["", "a/b/c", "bad name/模型", "../nowhere", "/nowhere/model"])
def test_a_wrong_name_is_refused(name):
    refusal(name) if name else refusal("\n")


@pytest.mark.parametrize("damage", ["weights", "tokenizer", "modules", "no weights", "too few rows", "empty"])
def test_damaged_files_are_refused(tmp_path, damage):
    folder = static_folder(tmp_path / "m", "plain")
    if damage == "weights":
        whole = (folder / "model.safetensors").read_bytes()
        (folder / "model.safetensors").write_bytes(whole[: len(whole) // 2])
    elif damage == "tokenizer":
        (folder / "tokenizer.json").write_text("{}", "utf-8")
    elif damage == "modules":
        (folder / "modules.json").write_text("[", "utf-8")
    elif damage == "no weights":
        (folder / "model.safetensors").unlink()
    elif damage == "too few rows":
        save_file({"embedding.weight": np.ones((3, 8), np.float32)}, folder / "model.safetensors")
    else:
        shutil.rmtree(folder)
        folder.mkdir()
    refusal(str(folder))
