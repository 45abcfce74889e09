"""What each command says of itself, and how a shell completes it."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from copworkshop.cli.about import ABOUT
from copworkshop.cli.admission import SCREEN_MEGABYTES
from copworkshop.cli.parser import command_line
from helpers.commands import given


def commands() -> list[str]:
    return re.findall(r"^    (\w+) ", command_line().format_help().partition("COMMAND\n")[2], re.MULTILINE)


def help_of(capfdbinary: pytest.CaptureFixture[bytes], *words: str) -> str:
    with pytest.raises(SystemExit) as ended:
        given(capfdbinary, *words, "--help")
    assert ended.value.code == 0
    return capfdbinary.readouterr()[0].decode()


@pytest.mark.parametrize("name", commands())
def test_the_help_of_a_command_has_a_description_and_an_example(
    capfdbinary: pytest.CaptureFixture[bytes], name: str
) -> None:
    assert name in ABOUT, f"Describe {name} in cli/about.py, with an example, and write the reference again."
    said = help_of(capfdbinary, name)
    assert " ".join(ABOUT[name].text.split()) in " ".join(said.split())
    for example in ABOUT[name].examples:
        assert f"\n  {example}\n" in f"{said.partition('For example:')[2]}\n"


@pytest.mark.parametrize("name", sorted(ABOUT))
def test_every_example_can_be_typed(name: str) -> None:
    assert name in commands()
    assert ABOUT[name].examples
    for example in ABOUT[name].examples:
        program, *words = shlex.split(example.partition(" > ")[0])
        assert program == "copworkshop"
        assert words[0] == name
        command_line().understand(words)


@pytest.mark.parametrize("name", ["run", "host", "doctor"])
def test_the_help_says_what_expected_people_cost(capfdbinary: pytest.CaptureFixture[bytes], name: str) -> None:
    assert f"at about {SCREEN_MEGABYTES} MB each" in " ".join(help_of(capfdbinary, name).split())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_of_a_shell_knows_every_command_and_no_hidden_option(
    capfdbinary: pytest.CaptureFixture[bytes], shell: str
) -> None:
    code, script, said = given(capfdbinary, "completion", shell)
    assert (code, said) == (0, "")
    assert [name for name in commands() if name not in script] == []
    assert "rehearsal" not in script
    if shutil.which(shell):
        checked = subprocess.run([shell, "-n"], input=script, capture_output=True, text=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("bash") is None, reason="There is no bash on this machine.")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["copworkshop", "reh"], {"rehearse"}),
        (["copworkshop", "rehearse", "--al"], {"--alone"}),
        (["copworkshop", "rehearse", "--pace", "br"], {"brisk"}),
        (["copworkshop", "check", "my-"], {"my-plan.toml"}),
    ],
)
def test_bash_completes_commands_options_and_files(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, typed: list[str], offered: set[str]
) -> None:
    (tmp_path / "my-plan.toml").touch()
    _, script, _ = given(capfdbinary, "completion", "bash")
    (tmp_path / "completion").write_text(script)
    words = " ".join(map(shlex.quote, typed))
    asked = (
        "source ./completion; function=$(complete -p copworkshop | sed 's/.*-F \\([^ ]*\\) .*/\\1/'); "
        f"COMP_WORDS=({words}); COMP_CWORD={len(typed) - 1}; "
        f"$function copworkshop {shlex.quote(typed[-1])} {shlex.quote(typed[-2])}; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert {line.strip() for line in done.stdout.splitlines() if line.strip()} == offered, done.stderr
