"""Flags of training reach their script through the launchers, which look at them too."""

import re

import pytest
from accelerate.commands.launch import launch_command_parser
from torch.distributed.run import get_args_parser

from signary.training import fgdm, generator, hybridsign, recogniser, tokenizer

STAGES = {
    "tokenizer": tokenizer,
    "generator": generator,
    "hybridsign": hybridsign,
    "fgdm": fgdm,
    "recogniser": recogniser,
}
LAUNCHERS = {"torchrun": get_args_parser, "accelerate launch": launch_command_parser}


@pytest.mark.parametrize("launcher", LAUNCHERS)
@pytest.mark.parametrize("stage", STAGES)
def test_no_flag_is_taken_for_one_of_the_launcher(
    stage: str, launcher: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """argparse refuses what follows the script, too, if it could be short for several of the launcher's own flags."""
    with pytest.raises(SystemExit):
        STAGES[stage].main(["--help"])
    flags = sorted(set(re.findall(r"(?<![\w-])--[a-z][\w-]*", capsys.readouterr().out)))
    assert {"--output", "--resume", "--steps"} <= set(flags)
    parser = LAUNCHERS[launcher]()
    for flag in flags:
        parsed = parser.parse_args(["script.py", flag, "value"])
        assert parsed.training_script_args == [flag, "value"], flag
