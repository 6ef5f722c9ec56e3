"""A file of answers is read as programs write it."""

import json
from datetime import date

import pytest

from postroom import PostroomError
from postroom.intake.answerfile import read_answers

ONE = {"kind": "news", "answers": {"title": "A new roof", "text": "One\u2028two\x85."}}
FILES = {
    "an object": json.dumps(ONE),
    "a list": json.dumps([ONE, ONE]),
    "one on each line": f"{json.dumps(ONE)}\n{json.dumps(ONE)}\n",
    "not in ASCII alone": "\n".join([json.dumps(ONE, ensure_ascii=False)] * 2),
    "with an empty line": f"{json.dumps(ONE)}\n  \n{json.dumps(ONE)}",
    "with a mark of its encoding": f"\ufeff{json.dumps(ONE)}",
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES.keys())
def test_a_file_of_answers_is_read(text, tmp_path):
    path = tmp_path / "answers.json"
    path.write_text(text, encoding="utf-8")

    read = read_answers(path, date(2026, 11, 1))

    assert len(read) == text.count("A new roof")
    assert {each.answers["text"] for each in read} == {"One\u2028two\x85."}


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(PostroomError, match="is a directory\n    fix: "):
        read_answers(tmp_path, date(2026, 11, 1))
