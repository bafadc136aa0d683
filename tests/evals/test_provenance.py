"""What a run was made with."""

import json
import subprocess
from dataclasses import dataclass, replace

from evals import provenance
from rag.settings import HOME, Settings


def test_settings_name_no_path_of_this_machine(tmp_path):
    inside = provenance.plain_settings(Settings(data_dir=tmp_path))
    outside = provenance.plain_settings(replace(Settings(), embedding_model=str(tmp_path / "my-model")))
    assert inside["embedding_model"] == "models/wenbao-static"
    assert outside["embedding_model"] == "my-model"
    assert "data_dir" not in inside
    assert str(tmp_path) not in json.dumps([inside, outside])
    assert str(HOME) not in json.dumps([inside, outside])


def test_settings_tell_no_secret():
    @dataclass(frozen=True)
    class Later(Settings):
        llm_api_key: str = ""

    assert provenance.plain_settings(Later(llm_api_key="sk-123"))["llm_api_key"] == "***"
    assert provenance.plain_settings(Later())["llm_api_key"] == ""


def test_files_are_known_by_name_and_content(tmp_path):
    file = tmp_path / "小镇.txt"
    file.write_bytes(b"abc")
    made_with = provenance.provenance(Settings(), "questions", [file], file, "hash")
    of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert made_with["reports"] == [{"name": "小镇.txt", "sha256": of_abc}]
    assert made_with["versions"]["chromadb"]
    json.dumps(made_with)


def test_the_commit_is_marked_where_the_tree_differs_from_it(tmp_path):
    def git(*words):
        subprocess.run(
            ["git", "-C", tmp_path, "-c", "user.name=t", "-c", "user.email=t@t", *words],
            check=True,
            capture_output=True,
        )

    assert provenance.commit(tmp_path) is None
    file = tmp_path / "a"
    file.write_text("1")
    git("init"), git("add", "."), git("commit", "-m", "a")
    clean = provenance.commit(tmp_path)
    file.write_text("2")
    assert len(clean) == 40
    assert provenance.commit(tmp_path) == clean + "+"
