"""``tcc build --emit`` and ``--dump-ir``: every stage can be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcc.cli import main
from tcc.lowering.pipeline import PASSES

FIZZBUZZ = str(Path(__file__).parents[2] / "examples" / "fizzbuzz.py")


def test_every_pass_can_be_dumped_and_all_is_all_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    for name in PASSES:
        assert main(["build", FIZZBUZZ, f"--dump-ir={name}"]) == 0
        assert capsys.readouterr().out.startswith(f"# word after {name}\nfunction word(n: int)")
    assert main(["build", FIZZBUZZ, "--dump-ir=all"]) == 0
    text = capsys.readouterr().out
    assert [line.rpartition(" ")[2] for line in text.splitlines() if line.startswith("# word after ")] == [*PASSES]


def test_ssa_is_the_last_stage_and_ir_the_text_of_the_manifest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", FIZZBUZZ, "--emit=ssa"]) == 0
    assert capsys.readouterr().out.startswith("# word after clean\n")
    assert main(["build", FIZZBUZZ, "-O0", "--emit=ssa"]) == 0
    assert capsys.readouterr().out.startswith("# word after prune\n")
    assert main(["build", FIZZBUZZ, "--emit=ir"]) == 0
    assert capsys.readouterr().out.startswith("library /lib/example-devco/fizzbuzz/1.0.0 version 1.0.0\n")


def test_a_pass_that_does_not_exist_or_does_not_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", FIZZBUZZ, "--dump-ir=folding"]) == 2
    assert "no pass is called 'folding'; there are build, narrow, infer" in capsys.readouterr().err
    assert main(["build", FIZZBUZZ, "-O0", "--dump-ir=fold"]) == 2
    assert "the pass 'fold' does not run at -O0" in capsys.readouterr().err
