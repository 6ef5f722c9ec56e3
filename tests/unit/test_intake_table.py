"""The rows of a CSV file become submissions, whoever saved it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.attack.tables import list_tables
from tests.unit.intaking import NOW, TEXT, a_newsletter, check

from postroom.errors import Problem
from postroom.intake.columnmap import ColumnMap
from postroom.intake.columns import name_column
from postroom.intake.table import read_csv
from postroom.intake.tabletext import MAX_BYTES, decode_table
from postroom.model.kinds import CONSENT, KINDS, PUBLIC_MAIL

GOOGLE = (
    "Timestamp,Email Address,Kind,What is it called?,Where is it?,"
    "Why is it worth the time?,Your name,Before you send\r\n"
    '2026/10/03 9:41:22 am GMT+1,rosa@example.org,Link,"Meetings, kindly",'
    f'https://example.org/a,"{TEXT}\nAnd more.",Rosa,"{CONSENT}"\r\n'
)


def read(text, kind=None, *, consent=False, order="", **mapping):
    read_as = ColumnMap(mapping, kind=kind, consent=consent, order=order)
    return list(read_csv(text, read_as=read_as, now=NOW))


def rows(text, kind=None, **given):
    return [row for row in read(text, kind, **given) if not isinstance(row, Problem)]


def test_what_a_web_form_saves_is_read():
    (submission,) = rows(GOOGLE)

    assert submission.kind == "link"
    assert submission.submitted.isoformat() == "2026-10-03"
    assert submission.consent
    assert not submission.mail_is_public
    assert dict(submission.answers) == {
        "title": "Meetings, kindly",
        "url": "https://example.org/a",
        "text": f"{TEXT}\nAnd more.",
        "by": "Rosa",
    }
    assert check(submission).is_accepted


def test_what_a_form_adds_by_itself_is_left_out_without_a_word():
    assert not [row for row in read(GOOGLE) if isinstance(row, Problem)]


LEFT_OUT = {
    "like nothing": ("Phone", "--map Phone=FIELD"),
    "like a question": ("Where it is", "--map 'Where it is=url'"),
    "with a quote": ("It's where?", """--map 'It'"'"'s where?=FIELD'"""),
}


@pytest.mark.parametrize(("header", "fix"), LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_a_column_that_nothing_is_made_of_is_told_without_its_cells(header, fix):
    note, submission = read(f"title,{header}\na,0113 496 0000\n", "link")

    assert str(note) == (
        f"row 1, column B: the column {header!r} is left out\n"
        f"    fix: if it is an answer, say which: `{fix}`"
    )
    assert not note.is_fatal
    assert submission.answers == {"title": "a"}


def test_one_question_means_what_it_means_for_the_kind_of_the_row():
    link, event = rows(
        "kind,title,Where is it?\nlink,A link,https://example.org/\nevent,An event,Leeds\n"
    )

    assert link.answers["url"] == "https://example.org/"
    assert event.answers["place"] == "Leeds"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_delimiter_will_do(delimiter):
    text = f'\ufefftitle{delimiter}url\n"a,b;c"{delimiter}https://example.org/\n'

    (submission,) = rows(text, "link")

    assert submission.answers == {"title": "a,b;c", "url": "https://example.org/"}


def test_headers_are_known_in_any_case_and_by_mapping():
    text = "  WHAT IS IT CALLED ,Adresse,Geheim,Art,Gesendet\na,https://b.example,x,Links,2026-10-03\n"

    found = read(text, adresse="url", Geheim="", Art="kind", Gesendet="submitted")

    (submission,) = found
    assert submission.kind == "link"
    assert submission.submitted.isoformat() == "2026-10-03"
    assert submission.answers == {"title": "a", "url": "https://b.example"}


def test_the_same_row_again_is_the_same_item():
    once, twice = rows(GOOGLE), rows(GOOGLE + GOOGLE.split("\r\n", 1)[1])
    later = rows(GOOGLE.replace("9:41:22", "9:41:23"))

    assert once == twice
    assert once[0].source != later[0].source
    assert read(GOOGLE + GOOGLE.split("\r\n", 1)[1])[1].what == (
        "it says the same as row 2, and counts once"
    )
    assert rows("title\na\nb\na\n", "news")[0].answers["title"] == "a"
    assert len(rows("title\na\nb\na\n", "news")) == 2


def test_of_columns_with_one_name_the_first_answer_counts():
    (submission,) = rows("title,title,title\n,b,c\n", "news")

    assert submission.answers == {"title": "b"}


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-rf", "@cmd", '=HYPERLINK("x")'])
def test_a_cell_is_text_whatever_it_begins_with(cell):
    quoted = cell.replace('"', '""')

    (submission,) = rows(f'title\n"{quoted}"\n', "news")

    assert submission.answers == {"title": cell}


AGREED = {
    "the sentence": ("Before you send", CONSENT, (True, False)),
    "both sentences": ("Before you send", f"{CONSENT}, {PUBLIC_MAIL}", (True, True)),
    "the other one": ("Before you send", PUBLIC_MAIL, (False, True)),
    "a word": ("consent", "Yes", (True, False)),
    "no": ("consent", "no", (False, False)),
    "the other column": ("mail_is_public", "x", (False, True)),
    "the question itself": (CONSENT.replace(",", ""), "x", (False, False)),
}


@pytest.mark.parametrize(("header", "cell", "agreed"), AGREED.values(), ids=AGREED.keys())
def test_who_agreed_said_so(header, cell, agreed):
    (submission,) = rows(f'title,"{header}"\na,"{cell}"\n', "ask")

    assert (submission.consent, submission.mail_is_public) == agreed


def test_a_form_may_let_nobody_through_who_does_not_agree():
    assert rows("title\na\n", "news", consent=True)[0].consent


STAMPS = {
    "ISO": (["2026-10-03T09:41:22Z"], "2026-10-03"),
    "year first": (["2026/10/03 9:41:22 am GMT+1"], "2026-10-03"),
    "month first": (["10/3/2026 9:41:22"], "2026-10-03"),
    "day first, as another row shows": (
        ["3/10/2026 9:41", "13/10/2026 9:41"],
        "2026-10-03",
    ),
    "with dots": (["3.10.2026 09:41"], "2026-10-03"),
    "nonsense": (["yesterday"], "2026-11-10"),
    "a day that does not exist": (["2026/02/30"], "2026-11-10"),
    "nothing": ([""], "2026-11-10"),
}


@pytest.mark.parametrize(("stamps", "day"), STAMPS.values(), ids=STAMPS.keys())
def test_timestamps_are_read_as_the_table_writes_them(stamps, day):
    text = "Timestamp,title\n" + "".join(f"{s},title {s}\n" for s in stamps)

    assert rows(text, "news")[0].submitted.isoformat() == day


ODD = {
    "nothing at all": ("", None, ["row 1: the table has no header"]),
    "empty lines": ("\n\n,\n", None, ["row 1: the table has no header"]),
    "no kind": ("title\na\n", None, ["row 1 [kind]: no column says the kind"]),
    "a letter": (
        "Received: from x\nSubject: y\n\nHello, you\n",
        None,
        ["row 1: no column is an answer; the first is 'Received: from x'"],
    ),
    "a cell without end": (
        f"title\n{'x' * 200_000}\n",
        "news",
        ["row 2: a cell that is far too long"],
    ),
}


@pytest.mark.parametrize(("text", "kind", "problems"), ODD.values(), ids=ODD.keys())
def test_what_cannot_be_read_is_told_by_its_line(text, kind, problems):
    found = read(text, kind)

    assert len(found) == len(problems)
    for problem, begin in zip(found, problems, strict=True):
        assert str(problem).startswith(begin)


UNKNOWN = {
    "none": ("kind,title\n,a\n", None, ""),
    "a slip": ("kind,title\nevnt,a\n", None, "evnt"),
    "a word of the form": (
        "kind,title\nWorkshop (evening),a\n",
        None,
        "Workshop (evening)",
    ),
    "a long one": ("title\na\n", "x" * 99, "x" * 80),
}


@pytest.mark.parametrize(("text", "kind", "said"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_a_row_of_an_unknown_kind_keeps_its_answers(text, kind, said):
    (submission,) = rows(text, kind)

    assert submission.kind == said
    assert submission.answers == {"title": "a"}
    assert submission.where == "row 2"


APART = {
    "a day and a time": ("Date,Time", "15/12/2026,6:30pm", "15/12/2026 6:30pm"),
    "the time first": ("Time,Date", "18:30,2026-12-15", "2026-12-15 18:30"),
    "in German": ("Datum,Uhrzeit", "15.12.2026,18:30 Uhr", "15.12.2026 18:30 Uhr"),
    "in French": (
        "Date,Heure de début",
        "15 décembre 2026,18 h 30",
        "15 décembre 2026 18 h 30",
    ),
    "from two hours": ("Date,Time", "2026-12-15,18:30-20:00", "2026-12-15 18:30-20:00"),
    "as Excel counts": (
        "Start date,Start time",
        "46371,0.7708333333333334",
        "2026-12-15 18:30",
    ),
    "as Excel counts noon": ("Start date,Start time", "46371,0.5", "2026-12-15 12:00"),
    "a time that nobody knows": ("Date,Time", "2026-12-15,at dusk", "2026-12-15 at dusk"),
    "no time": ("Date,Time", "2026-12-15,", "2026-12-15"),
    "the same day twice": ("When,Date", "2026-12-15 18:30,2026-12-15", "2026-12-15 18:30"),
}


@pytest.mark.parametrize(("header", "row", "start"), APART.values(), ids=APART.keys())
def test_a_day_and_a_time_in_two_columns_are_one_answer(header, row, start):
    (submission,) = rows(f"{header},Title\n{row},A table\n", "event")

    assert submission.answers["start"] == start
    assert submission.answers["title"] == "A table"


def test_both_ends_may_be_in_two_columns():
    header = "Title,Start date,Start time,End date,End time"
    (submission,) = rows(f"{header}\nA table,2026-12-15,18:30,2026-12-16,01:00\n", "event")

    assert submission.answers["start"] == "2026-12-15 18:30"
    assert submission.answers["end"] == "2026-12-16 01:00"


def test_a_column_that_may_be_the_kind_is_proposed():
    (asked,) = read("What kind of thing is it?,title\nevent,a\nnews,b\n")
    (unasked,) = read("Email Address,title\nx,a\n")

    assert asked.fix == (
        "say what all rows are, such as `--kind event`, or"
        " `--map 'What kind of thing is it?=kind'`"
    )
    assert unasked.fix.endswith("or add a column `Kind`")


WRONG_MAPS = {
    "a field": ({"Link": "ulr"}, "there is no field 'ulr'", "did you mean `url`?"),
    "a fact": ({"Link": "kimd"}, "there is no field 'kimd'", "did you mean `kind`?"),
    "a header": ({"Lnik": "url"}, "there is no column 'Lnik'", "did you mean `Link`?"),
}


@pytest.mark.parametrize(
    ("mapping", "what", "fix"), WRONG_MAPS.values(), ids=WRONG_MAPS.keys()
)
def test_a_mapping_that_means_nothing_is_refused(mapping, what, fix):
    (problem,) = read("title,Link\na,https://a.example\n", "link", **mapping)

    assert (problem.what, problem.fix) == (what, fix)
    assert problem.is_fatal


DAYS = {
    "as a form of Google writes it": ("12/5/2026 18:00:00", None, "2026-12-05 18:00"),
    "as another row shows": ("5/12/2026 18:00:00", "13/12/2026", "2026-12-05 18:00"),
    "beside what somebody typed": ("5/12/2026", "Sunday, 13/12/2026", None),
    "the other way round": ("12/5/2026 18:00:00", "12/13/2026", "2026-12-05 18:00"),
    "with dots": ("5.12.2026 18:00", None, "2026-12-05 18:00"),
    "in the afternoon": ("12/15/2026 6:30 PM", None, "2026-12-15 18:30"),
    "with the zone of the newsletter": (
        "2026/12/05 6:30:00 pm GMT",
        None,
        "2026-12-05 18:30",
    ),
    "with another zone": ("2026-12-05T18:30:00.000+01:00", None, "2026-12-05 17:30"),
    "a number that counts days": ("46361,770833333", None, "2026-12-05 18:30"),
    "a number with a point": ("46361.75", None, "2026-12-05 18:00"),
    "as it should be": ("2026-12-05 18:00", None, "2026-12-05 18:00"),
    "no such day": ("14/14/2026 18:00", None, None),
    "words": ("12/15/2026, late", None, None),
}


@pytest.mark.parametrize(("cell", "other", "meant"), DAYS.values(), ids=DAYS.keys())
def test_days_of_an_event_are_read_as_the_table_writes_them(cell, other, meant):
    table = f'title,start,place\nA table,"{cell}",Leeds\n'
    table += f"Another,{other},York\n" if other else ""
    newsletter = a_newsletter(zone="Europe/London")

    event, *_ = rows(table, "event", consent=True)

    is_read = other is not None or cell != "12/5/2026 18:00:00"
    item = check(event, newsletter).item
    assert (f"{item.answer('start'):%Y-%m-%d %H:%M}" if item else None) == (
        meant if is_read else None
    )


def test_how_a_day_was_read_is_said_where_other_rows_tell():
    table = "Timestamp,title,When does it begin?\n11/13/2026 9:00,a,5/12/2026 18:00:00\n"
    table += "11/13/2026 9:01,b,{}\n"

    american, one, _ = read(table.format("5/13/2027 9:00"), "event")
    other, two, _ = read(table.format("13/5/2027 9:00"), "event")
    unclear, _ = read(table.format("4/5/2027 9:00"), "event")
    stated = read(table.format("4/5/2027 9:00"), "event", order="day")

    assert str(american) == (
        "row 1, column C: '5/12/2026 18:00:00' was read as 2026-05-12: the month before "
        "the day\n    fix: if that is wrong, say `--first day`"
    )
    assert other.what.startswith("'5/12/2026 18:00:00' was read as 2026-12-05: the day")
    assert not american.is_fatal
    assert one.answers["start"].startswith("2026-05-12")
    assert two.answers["start"].startswith("2026-12-05")
    assert (
        unclear.answers["start"] == "5/12/2026 18:00:00"
    )  # no stamp says how people write
    assert stated[1].answers["start"].startswith("2026-12-05")


def test_a_row_that_cannot_be_read_does_not_hide_the_next():
    found = read(f"title\n{'x' * 200_000}\ngood\n", "news")

    assert found[1].answers == {"title": "good"}


LONG = "b\n" * 100_000
SPOILED = {
    "a quote that does not end": ('a,"b\n{}', [2], "a cell in quotes that does not end"),
    "one before quoted cells": ('a,"b\nc,"d"\n{}', [2], "a cell in quotes that does"),
    "words after a quote": ('a,"b"c\n{}', [2], "a cell in quotes that does not end"),
    "a quote far below": (f'a,"b\n{{}}{"c,d" * 50_000}\n', [2], "a cell in quotes"),
    "a long cell": (f"a,{'b' * 200_000}\n{{}}", [2], "a cell that is far too long"),
    "a long cell of lines": (f'a,"{LONG}"\n{{}}', [2], "a cell that is far too long"),
    "a row of 10 MB": (f"a,{'b' * 10_000_000}\n{{}}", [2], "a row of more than 1,000,000"),
    "a comma too many": ("a,b,c\n{}", [2], "more cells than there are columns; the first"),
    "several": ('a,"b"c\nd,"e"f\n{}', [2, 3], "a cell in quotes that does not end"),
}


@pytest.mark.parametrize(("above", "lines", "what"), SPOILED.values(), ids=SPOILED.keys())
def test_a_row_that_is_spoiled_is_named_and_the_others_are_read(above, lines, what):
    spoiled = "title,by\n" + above.replace("{}", "good,Rosa\n")

    found = read(spoiled, "news")

    problems = [row for row in found if isinstance(row, Problem)]
    places = [problem.place.path.partition(",")[0] for problem in problems]
    titles = [row.answers["title"] for row in found if not isinstance(row, Problem)]
    assert places[: len(lines)] == [f"row {line}" for line in lines]
    assert problems[0].what.startswith(what)
    assert "good" in titles


def test_a_table_without_any_sense_is_left_after_a_few_rows():
    found = read("title,by\n" + 'a,"b"c\n' * 1_000 + "good,Rosa\n", "news")

    assert len(found) == 21
    assert str(found[-1]) == (
        "row 21: 20 rows cannot be read, so nothing below is looked at\n"
        "    fix: save the table again as “CSV UTF-8”"
    )


def test_a_hundred_thousand_rows_are_read_and_no_more():
    table = "title\n" + "".join(f"title {n}\n" for n in range(100_001))

    *submissions, last = read(table, "news")

    assert len(submissions) == 100_000
    assert str(last).startswith("row 100002: more than 100,000 rows: nothing from here")


def test_a_corrected_row_is_the_same_submission():
    table = "Timestamp,title,url\n2026-10-03 09:41:22,{},{}\n2026-10-03 09:41:22,b,\n"

    (one, other), (again, _) = (
        rows(table.format(*given), "news")
        for given in (("A tpyo", "https://a.example/"), ("A typo", ""))
    )

    assert one.source == again.source != other.source


def test_a_row_with_an_id_may_move_and_a_form_that_counts_is_not_another():
    table = "ID,Start time,Completion time,title\n{}\n"
    first, second = "1,46361.74,46361.75,a", "2,46361.74,46361.75,b"

    one, two = rows(table.format(f"{first}\n{second}"), "news")
    (moved,) = rows(table.format(second.replace("b", "c")), "news")
    (other,) = rows(table.format("1,46361.79,46361.80,a"), "news")
    (unstamped,) = rows("ID,title\n1,a\n", "news")
    (another,) = rows("ID,title,by\n1,a,\n", "news")

    assert moved.source == two.source
    assert len({s.source for s in (one, two, other, unstamped, another)}) == 5


def test_a_cell_is_named_as_the_spreadsheet_names_it():
    text = 'a,title,url\n,"one\ntwo",x\n\n,three,y\n'

    one, three = rows(text, "news")

    assert (one.where, three.where) == ("row 2", "row 4")
    assert three.columns == {"title": "B", "url": "C"}
    assert list(map(name_column, (0, 25, 26, 701, 702))) == "A Z AA ZZ AAA".split()


def test_two_rows_of_one_key_and_other_words_are_both_told_of():
    text = "timestamp,title,text\n2026-10-03,a,b\n2026-10-03,a,c\n2026-10-03,a,b\n"

    one, two = rows(text, "news")

    assert one.source == two.source
    assert [one.answers["text"], two.answers["text"]] == ["b", "c"]


CODED = {
    "UTF-8": "utf-8",
    "with a mark": "utf-8-sig",
    "UTF-16": "utf-16",
    "UTF-16 without a mark": "utf-16-le",
    "UTF-16, the other way round": "utf-16-be",
    "UTF-32": "utf-32",
}
ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
@pytest.mark.parametrize("encoding", CODED.values(), ids=CODED.keys())
def test_a_table_is_read_as_spreadsheets_write_it(encoding, end):
    text = f"title\tby{end}A second room\tŁukasz{end}".encode(encoding)

    (submission,) = read(decode_table(text), "news")

    assert submission.answers == {"title": "A second room", "by": "Łukasz"}


NO_TABLES = {
    "Latin-1": (
        "title\na\ncafé\n".encode("latin-1"),
        "csv:3: this is not UTF-8 from byte 11",
    ),
    "cp1252 of an old Mac": (
        "title\ra\r“b”\r".encode("cp1252"),
        "csv:3: this is not UTF-8",
    ),
    "half of UTF-16": ("title\na\n".encode("utf-16")[:-1], "csv:2: this is not UTF-16"),
    "a spreadsheet": (b"PK\x03\x04xl/", "csv: this is a spreadsheet or an archive (zip)"),
    "an old one": (b"\xd0\xcf\x11\xe0", "csv: this is a spreadsheet of an old Excel"),
    "a PDF": (b"%PDF-1.7", "csv: this is a PDF, not a table in text"),
    "too much": (b"a" * (MAX_BYTES + 1), "csv: it has more than 64 MB"),
}


@pytest.mark.parametrize(("content", "what"), NO_TABLES.values(), ids=NO_TABLES.keys())
def test_what_is_no_table_is_said(content, what):
    problem = decode_table(content)

    assert isinstance(problem, Problem)
    assert str(problem).startswith(what)


def test_no_hostile_table_takes_long_or_fails():
    for name, content in list_tables(scale=0.02):
        text = decode_table(content)
        found = [text] if isinstance(text, Problem) else read(text, "news")

        assert len(found) < 5_000, name
        for problem in (row for row in found if isinstance(row, Problem)):
            assert len(str(problem)) < 300, name


@given(st.text(max_size=200), st.sampled_from([None, *KINDS]))
def test_any_text_is_read_without_an_error(text, kind):
    for found in read(text, kind):
        assert isinstance(found, Problem) or not check(found).is_accepted


def test_a_learnt_table_of_microsoft_forms_tells_its_own_columns_from_answers():
    text = (
        "ID,Start time,Completion time,Email,Name,Title,When\n"
        "1,9/9/26 18:01,9/9/26 18:02,anonymous,,Crane parade,12/20/26 18:00\n"
    )
    mapping = {"Completion time": "submitted", "Title": "title", "When": "start"}

    (submission,) = rows(text, "event", **mapping)

    assert submission.answers == {"title": "Crane parade", "start": "2026-12-20 18:00:00"}
    assert submission.submitted == date(2026, 9, 9)


SHORT_YEARS = {
    "one day of the column shows it": ("12/20/26", "12/5/26", "2026-12-05"),
    "none shows it": ("12/10/26", "12/5/26", "12/5/26"),
    "the first number may be the year": ("26/12/20", "5/12/20", "5/12/20"),
}


@pytest.mark.parametrize(("one", "other", "read_as"), SHORT_YEARS.values(), ids=SHORT_YEARS)
def test_a_year_of_two_figures_is_read_where_the_column_shows_the_month(
    one, other, read_as
):
    found = rows(f"title,start\na,{one}\nb,{other}\n", "event")

    assert found[1].answers["start"] == read_as


SAVED = {
    "Excel, with a line of its own": "sep=;\nKind;Title;Text;I agree\nNews;{0};{1};yes\n",
    "Google Forms in German": "Art,Titel,Text,Ich stimme zu\nNeuigkeit,{0},{1},Ja\n",
    "Google Forms in French": "Genre;Titre;Texte;J’accepte\nNouvelle;{0};{1};Oui\n",
    "Google Forms in Spanish": "Tipo;Título;Texto;Acepto\nNoticia;{0};{1};Sí\n",
    "another name": "Kind,Title,Text,I agree\nAnnouncement,{0},{1},I agree to it\n",
    "LibreOffice": "Kind;Title;Text;Zustimmung\nNews;{0};{1};WAHR\n",
    "Jotform": "Submission Date,Kind,Title,Text,Agree\n,News,{0},{1},Yes\n",
    "a box of Airtable": "Type,Title,Description,I agree\nNews,{0},{1},checked\n",
}


@pytest.mark.parametrize("text", SAVED.values(), ids=SAVED.keys())
def test_a_table_is_read_as_its_program_saves_it(text):
    (submission,) = rows(text.format("The tea is back", "It is green"))

    assert submission.kind == "news"
    assert submission.answers == {"title": "The tea is back", "text": "It is green"}
    assert submission.consent
    assert submission.where == "row 2"


@pytest.mark.parametrize(
    "said", ["I agree, but not my name", "No", "I do not agree", "I agree to nothing"]
)
def test_who_agrees_to_a_part_has_not_agreed(said):
    (submission,) = rows(f'Kind,Title,I agree\nNews,The tea is back,"{said}"\n')

    assert not submission.consent


def test_what_a_kind_is_not_asked_is_told_and_not_lost_in_silence():
    table = "Kind,Title,When,Where,Text\nNews,The tea is back,2026-12-15,,It is green\n"

    (submission,) = rows(table)

    assert [(p.what, p.is_fatal) for p in submission.problems] == [
        ("column C, '2026-12-15', is left out: no news is asked it", False)
    ]
