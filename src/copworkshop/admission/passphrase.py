"""The facilitator's passphrase: which ones are accepted, and how one is kept and checked. No input or output."""

import base64
import hashlib
import hmac
import re
import secrets
from typing import Final

SHORTEST: Final = 12
LONGEST: Final = 256
"""Characters of a passphrase."""

ENOUGH_GUESSES: Final = 1e8
"""The least number of guesses that somebody needs who knows what people choose.

In two hours, 24,060 guesses are possible (:mod:`copworkshop.admission.guesses`), so the weakest passphrase that is
accepted is found with a probability of 0.02 %.
"""

_OURS: Final = ("copworkshop", "facilitator", "console", "stage", "workshop", "session", "community", "communities")
_ESTIMATED: Final = 72  # characters; the estimate takes long for longer ones, and they are good enough

# RFC 7914; 16 MB and about 50 ms a guess.
_SCRYPT_N: Final = 2**14
_SCRYPT_R: Final = 8
_SCRYPT_P: Final = 1

_KEPT: Final = re.compile(r"scrypt\$[A-Za-z0-9+/]+=*\$[A-Za-z0-9+/]+=*")


def refusal(passphrase: str, *known: str) -> str | None:
    """Return the sentence that says why a passphrase is not accepted; None if it is.

    `known` are words that everybody in the room knows, such as the title of the session. It takes up to 0.1 s of CPU.
    """
    if not SHORTEST <= len(passphrase) <= LONGEST:
        return f"A passphrase has {SHORTEST} to {LONGEST} characters: choose another, for example four words."
    # Imported here, because it loads lists of words that nothing else needs.
    from zxcvbn import zxcvbn

    words = [word for text in (*_OURS, *known) for word in text.casefold().split()]
    if float(zxcvbn(passphrase[:_ESTIMATED], user_inputs=words)["guesses"]) < ENOUGH_GUESSES:
        return "Many people choose that passphrase, or one like it. Choose another, for example four words by chance."
    return None


def hashed(passphrase: str) -> str:
    """Return what is kept of a passphrase. It takes 50 ms of CPU."""
    salt = secrets.token_bytes(16)
    return "$".join(("scrypt", _text(salt), _text(_scrypt(passphrase, salt))))


def is_kept(text: str) -> bool:
    """Tell whether a text is what :func:`hashed` returns."""
    return _KEPT.fullmatch(text) is not None


def is_right(guess: str, kept: str) -> bool:
    """Tell whether a guess is the passphrase of which this was kept. It takes 50 ms of CPU."""
    if len(guess) > LONGEST:
        return False
    _, salt, expected = kept.split("$")
    return hmac.compare_digest(_scrypt(guess, base64.b64decode(salt)), base64.b64decode(expected))


def _scrypt(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        passphrase.encode(errors="surrogatepass"), salt=salt, n=_SCRYPT_N, r=_SCRYPT_R, p=_SCRYPT_P, dklen=32
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
