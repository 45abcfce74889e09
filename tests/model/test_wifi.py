"""The room's Wi-Fi, as it is typed on the command line, and as a phone reads it from the QR code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.wifi import BadWifi, Wifi, read_wifi


@pytest.mark.parametrize(
    ("typed", "name", "password"),
    [
        ("Workshop", "Workshop", ""),
        ("Workshop:", "Workshop", ""),
        ("Workshop Guest:coffee-and-cake", "Workshop Guest", "coffee-and-cake"),
        (r"Room\: 7:long enough", "Room: 7", "long enough"),
        (r"back\\slash:12345678", r"back\slash", "12345678"),
        (r"C\D", r"C\D", ""),
        ("Cafe:a:b;c\\d,e", "Cafe", "a:b;c\\d,e"),
        ("Büro 七:pass word", "Büro 七", "pass word"),
        ("Hex:" + "0a" * 32, "Hex", "0a" * 32),
    ],
)
def test_what_is_typed(typed: str, name: str, password: str) -> None:
    assert read_wifi(typed) == Wifi(name, password)


@pytest.mark.parametrize(
    ("wifi", "link"),
    [
        (Wifi("Workshop"), "WIFI:T:nopass;S:Workshop;;"),
        (Wifi("Guest", "coffee-and-cake"), "WIFI:T:WPA;S:Guest;P:coffee-and-cake;;"),
        (Wifi('a;b,c:d"e\\f', 'p;,:"\\word'), 'WIFI:T:WPA;S:a\\;b\\,c\\:d\\"e\\\\f;P:p\\;\\,\\:\\"\\\\word;;'),
    ],
)
def test_the_text_of_the_qr_code(wifi: Wifi, link: str) -> None:
    assert wifi.link == link


@given(st.text('ab \\:;,"é七', min_size=1, max_size=10).filter(str.strip), st.text("ab:\\;, ", min_size=8, max_size=20))
def test_what_is_kept_is_read_as_the_same_network(name: str, password: str) -> None:
    assert read_wifi(Wifi(name, password).typed) == Wifi(name, password)
    assert read_wifi(Wifi(name).typed) == Wifi(name)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Give the name"),
        (":secret-secret", "Give the name"),
        ("   :secret-secret", "Give the name"),
        ("Evil\x1b]0;title\x07:secret-secret", "not safe to show"),
        ("Evil\u202etset:secret-secret", "not safe to show"),
        ("two\nlines:secret-secret", "not safe to show"),
        ("tab\there:secret-secret", "not safe to show"),
        ("七" * 11 + ":secret-secret", "at most 32 bytes, and this one has 33"),
        ("Cafe: Guest", "8 to 63"),
        ("Cafe:" + "x" * 65, "8 to 63"),
        ("Cafe:secret\x1b[2Jsecret", "8 to 63"),
        ("Cafe:secret-sécret", "8 to 63"),
    ],
)
def test_what_is_no_network_is_refused_with_a_sentence_without_the_password(typed: str, sentence: str) -> None:
    with pytest.raises(BadWifi, match=sentence) as refused:
        read_wifi(typed)
    assert "secret" not in str(refused.value)
    assert str(refused.value).isprintable()


def test_a_password_is_not_in_what_a_traceback_prints() -> None:
    assert "coffee-and-cake" not in repr(Wifi("Guest", "coffee-and-cake"))
