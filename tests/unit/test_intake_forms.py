"""The table of kinds becomes GitHub's forms, and they fit GitHub's own schema."""

import subprocess
import sys

import pytest
import yaml

from postroom.intake.forms import form_labels, form_name, render_chooser, render_form
from postroom.model.imprint import NewsletterOptions
from postroom.model.kinds import CONSENT, KINDS, PUBLIC_MAIL

OPTIONS = NewsletterOptions(title="Second Helpings", zone="Europe/London")

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())


def fields(kind):
    form = yaml.safe_load(render_form(kind, OPTIONS))
    return {part["id"]: part for part in form["body"] if part["type"] != "markdown"}


def test_the_forms_fit_githubs_schema(tmp_path):
    for kind in KINDS.values():
        (tmp_path / form_name(kind, OPTIONS)).write_text(
            render_form(kind, OPTIONS), "utf-8"
        )
    config = tmp_path / "config.yml"
    config.write_text(render_chooser([OPTIONS], submit_url="https://example.org/submit/"))

    for schema, paths in (
        ("vendor.github-issue-forms", [p for p in tmp_path.iterdir() if p != config]),
        ("vendor.github-issue-config", [config]),
    ):
        check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
        result = subprocess.run(
            [*check, *paths], capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stdout


@every_kind
def test_a_form_asks_what_the_row_asks_in_its_order(kind):
    asked = fields(kind)

    assert list(asked) == [*(field.name for field in kind.all_fields), "consent"]
    for field in kind.all_fields:
        assert asked[field.name]["attributes"]["label"] == field.label
        assert asked[field.name]["validations"] == {"required": field.required}


@every_kind
def test_labels_and_options_tell_one_thing_apart(kind):
    labels = [field.label for field in kind.all_fields]
    options = [option for field in kind.all_fields for option in field.options]

    assert len(labels) == len(set(labels))
    assert not [option for option in options if "," in option]


@every_kind
def test_nobody_can_send_a_form_without_agreeing(kind):
    options = fields(kind)["consent"]["attributes"]["options"]

    has_reach = any(field.type == "reach" for field in kind.fields)
    public = [{"label": PUBLIC_MAIL}] if has_reach else []
    assert options == [{"label": CONSENT, "required": True}, *public]


def test_answers_have_the_element_that_suits_them():
    job = fields(KINDS["job"])

    assert job["text"]["type"] == "textarea"
    assert job["text"]["attributes"]["description"].endswith("At most 800 characters.")
    assert job["remote"]["type"] == "dropdown"
    assert job["remote"]["attributes"]["options"] == ["on site", "hybrid", "remote"]
    assert fields(KINDS["event"])["zone"]["attributes"]["value"] == "Europe/London"


def test_a_form_says_who_writes_it_and_has_both_labels():
    form = render_form(KINDS["job"], OPTIONS)

    assert form.startswith("# Written by `postroom forms` from the table of kinds")
    assert yaml.safe_load(form)["labels"] == ["submission", "job"]
    assert form_labels(KINDS["job"], OPTIONS) == ("submission", "job")


def test_forms_of_a_second_newsletter_have_its_name():
    assert form_name(KINDS["job"], OPTIONS) == f"{OPTIONS.id}-job.yml"


def test_the_chooser_leads_those_without_an_account_elsewhere():
    chooser = yaml.safe_load(render_chooser([OPTIONS], submit_url="https://example.org/s/"))

    assert chooser["contact_links"][0]["url"] == "https://example.org/s/"
    assert "contact_links" not in yaml.safe_load(render_chooser([OPTIONS]))
