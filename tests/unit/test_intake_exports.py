"""Tables as the services save them that people make forms with; each sample is ours."""

import pytest
from click.testing import CliRunner
from tests.unit.intaking import NOW, TEXT, a_newsletter, a_submission, check

from postroom import PostroomError
from postroom.cli.learn import learn_columns
from postroom.errors import Problem
from postroom.intake.columnmap import (
    ColumnMap,
    choose_map,
    guess_columns,
    guess_kind,
    read_maps,
    render_maps,
)
from postroom.intake.table import read_csv, read_head
from postroom.intake.waiting import parse_waiting, render_waiting
from postroom.model.kinds import CONSENT

EXPORTS = {
    "Google Forms": (
        "Timestamp,Email Address,Kind of item,What is it called? (as on the poster),"
        "When does it begin?,Where is it?,Before you send\r\n"
        "2026/11/03 9:41:22 am GMT+1,r@x.example,Event,A table in Leeds,"
        f'2026/12/08 6:30:00 pm GMT,Leeds Library,"{CONSENT}"\r\n',
        ColumnMap(),
    ),
    "Google Forms, saved by a German spreadsheet": (
        "Zeitstempel;Nutzername;Titel;Wann;Ort;Ihr Name;Einverstanden\n"
        "03.11.2026 09:41:22;r@x.example;A table in Leeds;08.12.2026 18:30:00;"
        "Leeds Library;;Ja\n",
        ColumnMap(kind="event"),
    ),
    "Google Forms, in America": (
        "Timestamp,Title,When,Where,I agree\n"
        "11/3/2026 9:41:22,A table in Leeds,12/8/2026 18:30:00,Leeds Library,Yes\n"
        "11/13/2026 9:41:22,Another,12/18/2026 18:30:00,York,Yes\n",
        ColumnMap(kind="event"),
    ),
    "Airtable": (
        "\ufeffTitle,When,Time zone,Where,Tags,Attachments,Consent,Created\n"
        "A table in Leeds,2026-12-08 6:30pm,Europe/London,Leeds Library,,,checked,"
        "11/3/2026 9:41am\n",
        ColumnMap({"Tags": "", "Attachments": ""}, kind="event", agreed=("checked",)),
    ),
    "Airtable, in ISO": (
        "Title,When,Where,Consent,Created time\n"
        "A table in Leeds,2026-12-08T18:30:00.000Z,Leeds Library,true,"
        "2026-11-03T09:41:22.000Z\n",
        ColumnMap(kind="event"),
    ),
    "Microsoft Forms": (
        "ID;Start time;Completion time;Email;Name;Art;When;Where;Title;I agree\n"
        "1;46329,403;46329,40442;anonymous;;Veranstaltung;46364,770833;Leeds Library;"
        "A table in Leeds;Yes\n",
        ColumnMap({"Art": "kind"}),
    ),
    "Microsoft Forms, as text": (
        "ID,Start time,Completion time,Email,Name,Title,When,Where,I agree\n"
        '1,11/3/26 9:41:22,11/3/26 9:44:10,anonymous,,A table in Leeds,"8 December 2026, '
        '6:30 PM",Leeds Library,Yes\n',
        ColumnMap(kind="event"),
    ),
    "Tally": (
        "Submission ID,Respondent ID,Submitted at,Title,When,Where,I agree\n"
        "wA7pLz,44Jk2,2026-11-03 09:41:22,A table in Leeds,"
        '"Dec 8, 2026 06:30 PM",Leeds Library,TRUE\n',
        ColumnMap(kind="event"),
    ),
    "Typeform": (
        "#,Title,When,Where,I agree,Response Type,Start Date (UTC),Stage Date (UTC),"
        "Submit Date (UTC),Network ID,Tags\n"
        "abcdefghi123,A table in Leeds,2026-12-08 18:30,Leeds Library,1,completed,"
        "2026-11-03 09:41:22,,2026-11-03 09:44:10,ff01,\n",
        ColumnMap(kind="event"),
    ),
}


@pytest.mark.parametrize(("text", "read_as"), EXPORTS.values(), ids=EXPORTS)
def test_a_table_is_read_as_its_service_saves_it(text, read_as):
    found = [*read_csv(text.lstrip("\ufeff"), read_as=read_as, now=NOW)]

    event = next(row for row in found if not isinstance(row, Problem))
    item = check(event, a_newsletter(zone="Europe/London")).item
    assert [row for row in found if isinstance(row, Problem) and row.is_fatal] == []
    assert (item.kind, item.title) == ("event", "A table in Leeds")
    assert f"{item.answer('start'):%Y-%m-%d %H:%M}" == "2026-12-08 18:30"
    assert item.answer("place") == "Leeds Library"
    assert item.submitted.isoformat() == "2026-11-03"
    assert "x.example" not in repr(event)


def test_what_columns_are_is_guessed_by_headers_then_by_cells():
    text = (
        "Zeitstempel,Mail,Welche Art,Worum geht es,Netz,Beschreiben Sie es,Wann es ist\n"
        f'1,r@x.example,event,A table,https://a.example/,"{TEXT * 2}",8.12.2026 18:30\n'
        f'2,s@x.example,job,A chair,https://b.example/,"{TEXT * 2}",9.12.2026\n'
    )

    assert guess_columns(*read_head(text)) == {
        "Zeitstempel": "submitted",
        "Mail": "",
        "Welche Art": "kind",
        "Worum geht es": "",
        "Netz": "url",
        "Beschreiben Sie es": "text",
        "Wann es ist": "start",
    }


def test_words_of_a_form_of_its_own_are_guessed():
    header = (
        "Timestamp,Email Address,What are you sending us?,Headline of your entry,"
        "Web address,Date of your event,Time,May we print this?,Last modified time\n"
    )
    row = "11/20/26 9:14,{}@x.example,{},A table {},https://a.example/{},2026-12-19,17:30,{},\n"
    kinds = ("Event", "Workshop", "News")
    rows = [row.format(n, kind, n, n, "Yes, do") for n, kind in enumerate(kinds)]

    assert guess_columns(*read_head(header + "".join(rows))) == {
        "Timestamp": "submitted",
        "What are you sending us?": "kind",
        "Headline of your entry": "title",
        "Web address": "url",
        "Date of your event": "start",
        "Time": "start",
        "May we print this?": "consent",
    }


GUESSED = {
    "a name beside a title is a person's": ("Title,Name", "Name", "by"),
    "a name beside a person's is a title": ("Name,Submitted by", "Name", "title"),
    "a name alone may be either": ("Name,Text", "Name", ""),
    "an end of this, a deadline of that": ("Kind,Until", "Until", "until"),
    "an event's": ("Title,Event place", "Event place", "place"),
    "the name of an event": ("Company,Event name", "Event name", "title"),
    "a job's": ("Title,Where is the job?", "Where is the job?", "place"),
    "what there is to know of a job": ("Title,Job details", "Job details", "text"),
    "a second day that nobody names": ("When,Doors", "Doors", ""),
    "a question for consent": ("Title,OK to publish", "OK to publish", "consent"),
}


@pytest.mark.parametrize(("header", "cell", "name"), GUESSED.values(), ids=GUESSED.keys())
def test_a_column_is_guessed_by_those_beside_it(header, cell, name):
    answers = ("y", "yes please", "ok", "no", "Yes!")
    rows = [["x", "2026-12-08" if cell == "Doors" else answer] for answer in answers]

    assert guess_columns(header.split(","), rows)[cell] == name


@pytest.mark.parametrize(
    ("kind", "name"), [("event", "end"), ("job", "closes"), ("ask", "until")]
)
def test_until_is_an_end_here_and_a_deadline_there(kind, name):
    text = f"Kind,Until when?\n{kind},2026-12-20\n"

    (row,) = read_csv(text, read_as=ColumnMap({"Until when?": "until"}), now=NOW)

    assert dict(row.answers) == {name: "2026-12-20"}


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (("what happened?", "is there a page about it?", "name"), "news"),
        (("job title", "company", "description"), "job"),
        (("title", "text", "your name"), ""),
        (("what happened?", "company"), ""),
    ],
)
def test_what_all_rows_are_is_guessed_by_questions_of_one_kind(header, kind):
    assert guess_kind(header) == kind


def test_whoever_learns_a_table_presses_enter_where_a_guess_is_right():
    cells = ["Timestamp", "What?", "Title", "Date", "Text", "Do you agree?"]
    rows = [
        [
            "25/11/2026 14:03:22",
            "Event",
            "A",
            "05/12/2026 18:30:00",
            TEXT,
            "Yes, of course",
        ],
        ["25/11/2026 15:03:22", "Event, News", "B", "", TEXT, "No"],
        ["25/11/2026 16:03:22", "Workshop", "C", "", TEXT, "Rather so"],
    ]

    with CliRunner().isolation(input="kind\n\nevent\ny\n\n"):
        learnt = learn_columns(ColumnMap(), cells, rows)

    assert learnt.columns["What?"] == "kind"
    assert learnt.kinds == {"Workshop": "event"}
    assert learnt.agreed == ("Yes, of course", "Rather so")
    assert learnt.order == "day"


def test_how_a_table_is_read_is_read_back(tmp_path):
    maps = [
        ColumnMap(
            {"Titel: neu": "title", "Mail": "", "Art": "kind"},
            kinds={"Termin – neu": "event"},
            agreed=("Ja, gern",),
            order="day",
        ),
        ColumnMap({"Titel: neu": "title"}, kind="job", consent=True),
    ]
    path = tmp_path / "forms.yml"
    path.write_text(render_maps(maps), encoding="utf-8")

    assert read_maps(path) == maps
    assert read_maps(tmp_path / "none.yml") == []
    assert choose_map(maps, ["mail", "ART", "titel: neu", "more"]) is maps[0]
    assert choose_map(maps, ["Titel: neu", "Mail"]) is maps[1]
    assert choose_map(maps, ["Title"]) is None


@pytest.mark.parametrize("text", ["a: b", "- a", "- {columns: [a]}", "[", "- {kind: x}"])
def test_what_does_not_say_how_a_table_is_read_is_told(tmp_path, text):
    path = tmp_path / "forms.yml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(PostroomError, match="this does not say how tables are read"):
        read_maps(path)


HOSTILE = {
    "quotes and colons": 'A "table": yes # no',
    "lines": "A table\n---\nkind: job\n---\n",
    "what steers": "A \x1b[31mtable\x00\x7f\u202e",
    "a number": "12:30",
    "an address": "Write to rosa.private@example.org or +44 20 7946 0958",
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_what_waits_is_read_back_as_it_was_without_addresses(tmp_path, words):
    sent = a_submission("event", title=words, text=f"{words}\n\n{TEXT}", end=words)
    sent_as = render_waiting(sent, check(sent).problems)

    waiting = parse_waiting(sent_as, tmp_path / "a.md")

    assert waiting.submission.kind == "event"
    assert (waiting.submission.source, waiting.submission.consent) == ("github#12", True)
    assert waiting.submission.answers["zone"] == "Europe/London"
    assert "private" not in sent_as
    assert "7946" not in sent_as
    assert "\x1b" not in sent_as
    assert waiting.submission.answers["text"].endswith(TEXT)
    if words.isprintable() and "@" not in words:
        assert waiting.submission.answers["title"] == words


def test_an_answer_that_a_person_writes_is_text(tmp_path):
    text = (
        "---\nkind: event\nsubmitted: 2026-11-03\nsource: csv#1\nconsent: yes\n"
        "title: A table in Leeds\nstart: 2026-12-08 18:30\nend: 21:00\nplace: Leeds\n"
        "---\n\nCome in.\n"
    )

    submission = parse_waiting(text, tmp_path / "a.md").submission

    item = check(submission, a_newsletter(zone="Europe/London")).item
    assert f"{item.answer('end'):%H:%M}" == "21:00"
    assert item.text == "Come in."


@pytest.mark.parametrize("text", ["", "---\n", "---\n[\n---\n", "---\na: b\n---\n"])
def test_a_file_that_is_spoiled_is_named(tmp_path, text):
    with pytest.raises(PostroomError, match="this is not what waits in an inbox"):
        parse_waiting(text, tmp_path / "a.md")


BRANCHES = f"""\
Timestamp,What would you like to send?,Event name,Event date,Event time,Event place,\
Event details,Job title,Company,Where is the job?,Remote?,Apply by,Apply link,Job details,\
Bis,Time zone,I agree
2026-11-03 14:03:22,An event,Lantern walk,12/13/2026,5:00:00 PM,North gate,\
"{TEXT}",,,,,,,,6pm,UTC,Yes
2026-11-03 15:03:22,A job,,,,,,Cook,Canteen,Leeds,On site,12/20/2026,\
https://canteen.example/,"{TEXT}",,,Yes
"""


def test_a_form_that_asks_each_kind_its_own_questions_is_guessed():
    cells, rows = read_head(BRANCHES)

    read_as = ColumnMap(guess_columns(cells, rows))
    event, job = (
        check(row).item
        for row in read_csv(BRANCHES, read_as=read_as, now=NOW)
        if not isinstance(row, Problem)
    )

    assert (event.kind, event.title, event.answer("place")) == (
        "event", "Lantern walk", "North gate",
    )  # fmt: skip
    assert f"{event.answer('start')} {event.answer('end')}" == (
        "2026-12-13 17:00:00 2026-12-13 18:00:00"
    )
    assert (job.kind, job.title, job.answer("place")) == ("job", "Cook", "Leeds")
    assert TEXT in event.text
    assert TEXT in job.text
