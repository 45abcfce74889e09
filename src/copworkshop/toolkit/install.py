"""The changes that this product makes to classes of Textual, for the whole process."""

from copworkshop.toolkit.local_terminal import read_own_charset
from copworkshop.toolkit.pasted_keys import mark_pasted_keys
from copworkshop.toolkit.row_cache import release_border_backgrounds
from copworkshop.toolkit.strips import lazy_strip_caches


def install() -> None:
    """Change Textual's classes for a process with many screens. The command line calls this once; twice does no harm.

    Importing a module changes nothing. Without this call everything works, but needs more memory, and text that
    the process's own terminal pastes without marking it is keys.
    """
    lazy_strip_caches()
    release_border_backgrounds()
    mark_pasted_keys()
    read_own_charset()
