"""The house keeps its order: what each room may load, and what no module may do."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "copworkshop"
ROOMS = ["model", "content", "ranking", "rules", "store", "export", "live", "admission", "toolkit", "hosting", "ui"]
ROOMS_BELOW_THE_SCREENS = [room for room in ROOMS if room not in {"toolkit", "hosting", "ui"}]
MODULES = sorted(PACKAGE.rglob("*.py"))

# Imports every module of a room and prints which of the forbidden packages that loaded.
LOAD_A_ROOM = """
import importlib, pkgutil, sys
room = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
    importlib.import_module(module.name)
print(*sorted({"textual", "rich", "asyncssh"} & set(sys.modules)))
"""


def in_a_clean_interpreter(code: str, *arguments: str) -> str:
    """Return what `code` prints when it is run by a Python that has loaded nothing of ours."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def name_of(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_bytes(), filename=str(module))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_can_be_imported_on_its_own(room: str) -> None:
    in_a_clean_interpreter("import importlib, sys; importlib.import_module(sys.argv[1])", f"copworkshop.{room}")


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS_BELOW_THE_SCREENS)
def test_a_room_below_the_screens_loads_no_terminal_and_no_network_library(room: str) -> None:
    assert in_a_clean_interpreter(LOAD_A_ROOM, f"copworkshop.{room}") == ""


@pytest.mark.slow
@pytest.mark.parametrize("room", ["toolkit", "hosting", "ui"])
def test_a_room_of_the_screens_loads_no_network_library(room: str) -> None:
    assert "asyncssh" not in in_a_clean_interpreter(LOAD_A_ROOM, f"copworkshop.{room}")


def test_the_event_loop_can_be_had_without_textual() -> None:
    code = "import sys, copworkshop.toolkit.event_loop; print('textual' in sys.modules)"
    assert in_a_clean_interpreter(code) == "False"


def test_the_command_line_waits_for_no_files_of_sessions() -> None:
    code = "import sys, copworkshop.cli; print(*sorted({'copworkshop.store', 'copworkshop.rules'} & set(sys.modules)))"
    assert in_a_clean_interpreter(code) == ""


def test_every_folder_of_the_package_is_a_room_known_here() -> None:
    folders = {folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").is_file()}
    assert folders <= {*ROOMS, "ssh", "rehearsal", "doctor", "cli"}


def test_only_the_commands_print_and_no_import_is_relative() -> None:
    printing, relative = set[str](), set[str]()
    for module in MODULES:
        for node in ast.walk(tree_of(module)):
            match node:
                case ast.Call(func=ast.Name(id="print")):
                    printing.add(name_of(module))
                case ast.ImportFrom(level=level) if level > 0:
                    relative.add(name_of(module))
    assert [name for name in printing if not name.startswith("cli/")] == []
    assert relative == set()
