"""The page for notebook users: its code runs, from the first block to the last."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from program import ROOT


def test_the_blocks_of_the_page_run_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "explain.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 10
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for block in blocks:
        exec(block, names)
    assert np.asarray(Image.open(tmp_path / "why.png")).shape == (280, 280, 3)
    said = capsys.readouterr().out
    ours, chance = map(float, re.findall(r"deletion ([0-9.]+)", said))
    assert ours < chance
    assert "turned by 0: Ankle boot" in said
    assert re.search(r"pixels, at most [0-9]+ of 255", said)
    assert re.search(r"the score is [0-9]+", said)
    assert "(6, 6)" in said, "the size of a filter"
    assert re.search(r"Boots need unit [0-7] most", said)
    assert len(re.findall(r"unit [0-9]+ of ReLU 2 contributes [+-]", said)) == 3
    assert re.search(r"-?[0-9.]+ becomes -?[0-9.]+", said)
    assert "Grad-CAM looks at the maps of convolutions" in said
