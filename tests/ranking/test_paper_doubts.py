"""Tables as people and programs really save them: each is read right, or refused with what to do."""

import pytest

from copworkshop.ranking.papers import BadPaper, read

TWO = (("Trust", "Time"), ("Time", "Trust"))

STAMPS = {
    "ISO": ("2026-11-23T10:01:22Z", "2026-11-23T10:01:40+01:00"),
    "American": ("11/23/2026 10:01:22 AM", "11/23/2026 1:01:40 PM"),
    "German": ("23.11.2026 10:01 Uhr", "23.11.2026 10:02 Uhr"),
    "German, with a comma": ("23.11.2026, 10:01:22", "23.11.2026, 10:01:40"),
    "German, in words": ("Montag, 23. November 2026", "Dienstag, 24. November 2026"),
    "French": ("23/11/2026 10h01", "23/11/2026 10h02"),
    "French, in words": ("23 novembre 2026 à 10:01", "23 novembre 2026 à 10:02"),
    "Italian": ("23/11/2026 10.01.22", "23/11/2026 10.01.40"),
    "Spanish": ("23 de noviembre de 2026, 10:01", "23 de noviembre de 2026, 10:02"),
    "of an e-mail": ("Mon, 23 Nov 2026 10:01:22", "Mon, 23 Nov 2026 10:01:40"),
    "Russian": ("23 ноября 2026 г. 10:01", "23 ноября 2026 г. 10:02"),
    "Japanese": ("2026/11/23 午前10:01:22", "2026/11/23 午後1:01:40"),
    "Chinese": ("2026年11月23日 10:01", "2026年11月23日 10:02"),
    "Korean": ("2026. 11. 23 오전 10:01:22", "2026. 11. 23 오후 1:01:40"),
}


@pytest.mark.parametrize("of", STAMPS)
def test_times_are_left_out_in_whatever_language(of: str) -> None:
    first, second = STAMPS[of]
    assert read(f"{first};Trust;Time\n{second};Time;Trust\n").ballots == TWO
    assert read(f'"{first}",Trust,Time\n"{second}",Time,Trust\n').ballots == TWO
    assert read(f'Wann,Beste,Dann\n"{first}",Trust,Time\n"{second}",Time,Trust\n').ballots == TWO
    assert read(f'Wann,Trust,Time\n"{first}",1,2\n"{second}",2,1\n').ballots == TWO


@pytest.mark.parametrize(
    ("one", "two"),
    [
        *[("1st", "2nd"), ("1.", "2."), (" 1 ", " 2"), ("١", "٢"), ("۱", "۲"), ("१", "२"), ("１", "２"), ("①", "②")],
        *[("1.0", "2.0"), ("1,0", "2,0"), ("1er", "2e"), ("1º", "2º"), ("first", "second"), ("Rank 1", "Rank 2")],
    ],
)
def test_places_are_read_however_they_are_written(one: str, two: str) -> None:
    assert read(f"Trust;Time;Food\n{one};{two};\n{two};{one};\n").ballots == TWO


READ = {
    "a line break in an idea": (
        '"Trust\neach other",Time\nTime,"Trust\neach other"\n',
        (("Trust each other", "Time"), ("Time", "Trust each other")),
    ),
    "marks at the end of each row": ("Trust;Time;;;\r\nTime;Trust;;;\r\n", TWO),
    "an empty column": ("Trust,,Time\n1,,2\n2,,1\n", TWO),
    "addresses with names": ("Maple <maple@example.org>,Trust,Time\nCedar <cedar@example.org>,Time,Trust\n", TWO),
    "a total below one person": ("Name,Trust,Time,Food\nMaple,1,2,3\nGesamt,1,2,3\n", (("Trust", "Time", "Food"),)),
    "averages and sums": (
        "Name,Trust,Time,Food\nMaple,1,2,3\nCedar,2,1,3\nAverage,1.5,1.5,3\nTotal général,3,3,6\n",
        (("Trust", "Time", "Food"), ("Time", "Trust", "Food")),
    ),
    "how many answered": ("Name,1st,2nd\nMaple,Trust,Time\nCedar,Time,Trust\nTotal: 2,,\n", TWO),
    "words for nothing in other languages": (
        "Trust,Time\nTime,k.A.\nTrust,sans réponse\nTime,———\n",
        (("Trust", "Time"), ("Time",), ("Trust",), ("Time",)),
    ),
    "bullets before the ballots": ("- Trust,Time\n- Time,Trust\n", TWO),
    "a heading that begins with #": ("#,Name,1st,2nd\n1,Maple,Trust,Time\n2,Cedar,Time,Trust\n", TWO),
    "ideas with the numbers of their cells, which look like places": ("1. Trust,2. Time\n1. Time,2. Trust\n", TWO),
    "a count whose heading is an idea": ("ID,No,Trust\n1,1,2\n2,2,1\n", (("No", "Trust"), ("Trust", "No"))),
    "ideas with a time": (
        "10:30 break,Trust\nTrust,10:30 break\n",
        (("10:30 break", "Trust"), ("Trust", "10:30 break")),
    ),
    "a list among single ideas": (
        "When,Order\n23.11.2026,Trust\n24.11.2026,Trust;Time\n25.11.2026,Trust\n",
        (("Trust",), ("Trust", "Time"), ("Trust",)),
    ),
    "places with a word": ("Trust,Time\n1. choice,2. choice\n2. choice,1. choice\n", TWO),
    "ideas with numbers of their own": (
        "7. Trust,3. Time\n3. Time,7. Trust\n",
        (("7. Trust", "3. Time"), ("3. Time", "7. Trust")),
    ),
}


@pytest.mark.parametrize("what", READ)
def test_what_belongs_to_no_ballot_is_left_out(what: str) -> None:
    text, ballots = READ[what]
    assert read(text).ballots == ballots


REFUSED = {
    "names before two ballots": ("Maple,Trust,Time\nCedar,Time,Trust\n", "no cell of column 1 is in another column"),
    "tables before ballots": ("Red,Trust,Time\nRed,Time,Trust\nBlue,Trust,Time\n", "column 1 is in another column"),
    "names behind ballots": ("Trust,Time,Maple\nTime,Trust,Cedar\nTrust,Time,Birch\n", "no cell of column 3"),
    "two rows with nothing in common": ("Name,Best,Next\nMaple,Trust,Time\n", "may be a heading or a ballot"),
    "one column of choices below a heading": ("First choice\nTrust\nTime\nFood\n", "may be a heading or a ballot"),
    "ballots with nothing in common": ("Trust,Time\nFood,Help\nTools,Space\n", "names ideas that are on no other"),
    "a heading above lists": ("Order,Table\nTrust;,Red\nTime;Food;,Blue\n", "may be a heading or a ballot"),
    "one list for everybody": ("ID,Order\n1,Trust; Time\n2,Trust; Time\n", "may be a list of ideas or one idea"),
    "lists of which some are in quotation marks": ('Trust;Food\n"Food;Trust"\nFood;Trust\n', "are within them"),
    "places of one idea": (
        "When,Trust,Table\n23.11.2026,1.0,Red\n24.11.2026,1.0,Blue\n25.11.2026,1.0,Red\n",
        "may hold the places of the idea",
    ),
    "choices of which some are on no other ballot": (
        "When,Best,Next,Last\n23.11.2026,Trust,Time,Food\n24.11.2026,Time,Trust,Help\n25.11.2026,Trust,Time,\n",
        "may hold choices, too",
    ),
    "ideas with a # before each": ("Trust,Time\n#Food,#Help\n", "Line 2: “#Food,#Help” may be a comment or a ballot"),
    "people before each ballot": ("(3) Trust,Time\n(2) Time,Trust\n", "the ballots begin with numbers"),
    "numbers that are places, out of order": ("2. Trust,1. Time\n2. Time,1. Trust\n", "the ballots begin with numbers"),
    "numbers that are places, on no line twice": ("1. Trust,2. Time\n2. Time,1. Trust\n3. Food,1. Time\n", "numbers"),
    "ballots on lines of their own": ("Trust\nTime\n\nTime\nTrust\n", "blank lines between groups"),
    "lists with bullets": ("- Trust\n- Time\n\n- Time\n- Trust\n", "blank lines between groups"),
    "numbers within a line": ("1. Trust 2. Time\n1. Time 2. Trust\n", "numbers may stand between the ideas"),
    "slashes": ("Trust / Time\nTime / Trust\n", "“/” may stand between the ideas"),
    "wide spaces": ("Trust   Time\nTime   Trust\n", "several spaces may stand between the ideas"),
    "arrows": ("Trust → Time\nTime → Trust\n", "“→” may stand between the ideas"),
    "East Asian commas": ("信頼、時間\n時間、信頼\n", "“、” may stand between the ideas"),
    "Arabic commas": ("Trust، Time\nTime، Trust\n", "“،” may stand between the ideas"),
    "crosses below ideas": ("Trust,Time,Food\nx,,x\n,x,\nx,x,\n", "most rows hold nothing but “x”"),
    "a heading that comes again": (
        "1st,2nd\nTrust,Time\n1st,2nd\nTime,Trust\n",
        "Line 3: “1st, 2nd” looks like a heading",
    ),
    "a heading at the end": ("Trust,Time\nTime,Trust\n1st,2nd\n", "Line 3: “1st, 2nd” looks like a heading"),
    "single quotation marks": ("'Trust, deep','Time'\n'Time','Trust, deep'\n", "Line 1, cell 1: an idea in quotation"),
    "curly quotation marks": ("“Trust, deep”,Time\nTime,“Trust, deep”\n", "Line 1, cell 1: an idea in quotation marks"),
    "a spreadsheet's error": ("Trust,#REF!\nTime,Trust\n", "Line 1, cell 2: “#REF!” is an error"),
    "ideas that begin with #": (
        "Trust,Time\n#1 Trust,#2 Time\n",
        "Line 2: “#1 Trust,#2 Time” may be a comment or a ballot",
    ),
    "settings": ("[a]\nx=Trust\ny=Time\n", "a file of settings"),
    "an e-mail": ("From: maple@example.org\nSubject: ballot\n\nTrust, Time\n", "an e-mail"),
    "a list below a title": ("ballots:\n- Trust\n- Time\n", "a list below a title"),
    "lists in brackets": ("- [Trust, Time]\n- [Time, Trust]\n", "a list in brackets"),
    "LaTeX": ("\\item Trust\n\\item Time\n\\item Trust\n", "a file of LaTeX"),
    "a table without edges": ("1st | 2nd\n--- | ---\nTrust | Time\nTime | Trust\n", "a table with lines"),
    "orders that are missing": (
        "# NUMBER UNIQUE ORDERS: 3\n# ALTERNATIVE NAME 1: Trust\n# ALTERNATIVE NAME 2: Time\n2: 1,2\n1: 2,1\n",
        "Line 1: the file says that it holds 3 orders, and it holds 2",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_may_be_something_else_is_refused_with_what_to_do(what: str) -> None:
    text, reason = REFUSED[what]
    with pytest.raises(BadPaper, match=reason.replace("(", r"\(")):
        read(text)


def test_a_doubt_is_settled_by_the_option_that_the_sentence_names() -> None:
    assert read(REFUSED["slashes"][0], shape="rows").ideas == ("Trust / Time", "Time / Trust")
    assert len(read(REFUSED["ballots on lines of their own"][0], shape="rows").ballots) == 4
    assert read(REFUSED["names before two ballots"][0], shape="rows").ballots[0] == ("Maple", "Trust", "Time")
    assert len(read(REFUSED["a heading at the end"][0], shape="rows").ballots) == 3
    assert read(REFUSED["two rows with nothing in common"][0], shape="rows").ballots[1] == ("Maple", "Trust", "Time")
