"""How fast the bundled embedding is on one core.

OMP_NUM_THREADS=1 TOKENIZERS_PARALLELISM=false python -m training.speed --model models/wenbao-static
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence

from rag.embed import load_embedding

QUESTION = "小区太旧了，今年有没有打算修一修、装个电梯？"
PASSAGE = "完善社区养老服务，新建长者食堂，为高龄和独居老人提供助餐、助浴、探访等服务。" * 5


def seconds(run: Callable[[], object], times: int) -> float:
    """Processor seconds of one call, mean of `times`."""
    run()
    started = time.process_time()
    for _ in range(times):
        run()
    return (time.process_time() - started) / times


def figures(model: str, passages: Sequence[str]) -> dict[str, float]:
    """Milliseconds to load and a question, and passages a second; processor time."""
    load = seconds(lambda: load_embedding(model), 3)
    embedding = load_embedding(model)
    question = seconds(lambda: embedding.encode_questions([QUESTION]), 300)
    passage = seconds(lambda: embedding.encode_passages(passages), 3) / len(passages)
    return {"load_ms": load * 1e3, "question_ms": question * 1e3, "passages_per_second": 1 / passage}


def main() -> None:
    """Command line: prints three figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="models/wenbao-static")
    for name, value in figures(parser.parse_args().model, [PASSAGE] * 2000).items():
        print(f"{name} {value:.3g}")
    print(f"({len(PASSAGE)} characters a passage)")


if __name__ == "__main__":
    main()
