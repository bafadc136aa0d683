"""What can go wrong, and who is told. Standard library only.

    WenbaoError               message is one Chinese sentence for staff; `remedy` is the command that mends it
    ├── ReadError             a file cannot be read (empty, scan, password, too large, unknown kind)
    ├── OutlineError          the text was read but no report was found in it
    ├── IndexMissing          no generation is current
    ├── IndexMismatch         the index was built with another embedding model
    ├── IndexBroken           a generation failed its verification
    ├── IndexBusy             another process is ingesting
    ├── EmbeddingUnavailable  the embedding model cannot be had (offline, damaged, wrong name)
    ├── JudgeUnavailable     the model that judges sentences cannot be had (missing, damaged, another version)
    └── WriteFailed           the language model gave no whole reply (late, refused, cut, malformed); the quotes answer

Expected outcomes of a question are statuses of its answer (`rag.domain.Status`), never exceptions.
"""


class WenbaoError(Exception):
    """Base of all errors meant for people. `str()` gives the sentence, then the remedy on its own line."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n请运行：{self.remedy}" if self.remedy else self.message


class ReadError(WenbaoError):
    """A file cannot be read."""


class OutlineError(WenbaoError):
    """No report was found in the text."""


class IndexMissing(WenbaoError):
    """No generation is current."""


class IndexMismatch(WenbaoError):
    """The index was built with another embedding model."""


class IndexBroken(WenbaoError):
    """A generation failed its verification."""


class IndexBusy(WenbaoError):
    """Another process is ingesting."""


class EmbeddingUnavailable(WenbaoError):
    """The embedding model cannot be had."""


class JudgeUnavailable(WenbaoError):
    """The model that judges sentences cannot be had."""


class WriteFailed(WenbaoError):
    """The language model gave no whole reply. Never reaches a person: the quotes answer."""
