"""Template engines of mailing services: what was submitted is never code for them."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.mailing import TEMPLATES, a_block, a_sheet, some_options

from postroom.mail.issue import IssueMail, compose_mail, compose_plain
from postroom.mail.services import SERVICES, list_placeholders
from postroom.model.imprint import NewsletterOptions
from postroom.model.sheet import Fact

HOSTILE = (
    "{{ 1 }} {% load x %} {{{x}}} {# x #} { {% endverbatim %}{{ 1 }}{% endraw %} *|MERGE|* "
    "%recipient% @TrackLink [[unsubscribe_url]] [[web_url]] <!--[if mso]> --- "
    'say "hi" \\ & <b>bold</b>'
)
LIVE = {
    "buttondown": re.compile(r"\{"),
    "keila": re.compile(r"\{"),
    "kit": re.compile(r"\{"),
    "listmonk": re.compile(r"\{|@TrackLink"),
    "mailchimp": re.compile(r"\*\||\|\*"),
    "mailto": re.compile(r"(?!)"),
}
TAGS = {
    "buttondown": r"\{% templatetag openbrace %\}|\{\{ unsubscribe_url \}\}",
    "keila": r'\{\{ "\{" \}\}|\{\{ unsubscribe_link \}\}',
    "kit": r'\{\{ "\{" \}\}|\{\{ unsubscribe_url \}\}',
    "listmonk": r'\{\{ "[{@]" \}\}|\{\{ UnsubscribeURL \}\}|'
    r'\{\{ Safe "(?:[^"\\]|\\.)*" \}\}',
    "mailchimp": r"\*\|UNSUB\|\*",
    "mailto": r"(?!)",
}
"""Everything of ours that an engine may read."""

SERVICE = {
    "buttondown": {"name": "buttondown", "account": "table"},
    "keila": {"name": "keila", "action": "https://keila.example.org/forms/1"},
    "kit": {"name": "kit", "account": "17"},
    "listmonk": {
        "name": "listmonk",
        "action": "https://list.example.org/subscription/form",
    },
    "mailchimp": {"name": "mailchimp", "action": "https://eu.example.com/subscribe"},
    "mailto": {"name": "mailto", "mail": "table@longtable.example.org"},
}


def with_service(name: str) -> NewsletterOptions:
    return some_options(service=SERVICE[name])


def a_hostile_mail(name: str, text: str = HOSTILE) -> IssueMail:
    said = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    block = a_block(
        text,
        f'<p>{said}</p><p><img src="https://a.example/{{{{x}}}}.png" alt="{said}"> '
        f'<a href="https://a.example/{{{{x}}}}@TrackLink">{said}</a></p>',
        url="https://a.example/{{x}}@TrackLink",
        facts=(Fact(text, "https://a.example/{%x%}"),),
        credit=text,
    )
    sheet = a_sheet(block, subject=text, quote=Fact(text), quoted=text)
    return compose_mail(sheet, with_service(name), TEMPLATES)


def said_by_us(mail: str) -> str:
    """The part without the style sheet, in which nothing submitted stands."""
    return re.sub(r"<style>.*?</style>", "", mail, count=1, flags=re.S)


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_submitted_is_a_tag(name: str):
    mail = a_hostile_mail(name)

    for part in (mail.subject, said_by_us(mail.html), mail.text):
        assert LIVE[name].search(re.sub(TAGS[name], "", part)) is None


@given(text=st.text("{}%#|*@<>&\"'\\-! TrackLinka[]", min_size=1, max_size=40))
@pytest.mark.parametrize("name", SERVICES)
def test_no_mixture_of_tokens_is_a_tag(name: str, text: str):
    engine = SERVICES[name]

    for made in (engine.escape_html(text), engine.escape_text(text)):
        assert LIVE[name].search(re.sub(TAGS[name], "", made)) is None


WRITTEN = {
    "buttondown": lambda part: part.replace("{% templatetag openbrace %}", "{"),
    "keila": lambda part: part.replace('{{ "{" }}', "{"),
    "kit": lambda part: part.replace('{{ "{" }}', "{"),
    "listmonk": lambda part: re.sub(r'\{\{ (?:Safe )?"([{@<])" \}\}', r"\1", part),
    "mailchimp": lambda part: part.replace("* |", "*|").replace("| *", "|*"),
    "mailto": lambda part: part,
}
"""What each engine makes of our escapes."""


@pytest.mark.parametrize("name", SERVICES)
def test_what_was_submitted_arrives_literally(name: str):
    mail = a_hostile_mail(name)

    assert WRITTEN[name](mail.subject) == HOSTILE
    assert HOSTILE in unescape(WRITTEN[name](mail.html))
    assert HOSTILE in " ".join(WRITTEN[name](mail.text).split())


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_puts_its_own_way_out_in_once_per_part(name: str):
    mail = compose_mail(a_sheet(), with_service(name), TEMPLATES)

    way_out = SERVICES[name].unsubscribe or (
        "mailto:table@longtable.example.org?subject=unsubscribe"
    )
    assert mail.html.count(f'href="{way_out}"') == 1
    assert mail.text.count(f"To unsubscribe:\n{way_out}\n") == 1


def test_our_placeholders_cannot_be_forged():
    block = a_block("[[unsubscribe_url]]", "<p>[[unsubscribe_url]] [[web_url]]</p>")

    mail = compose_mail(a_sheet(block), with_service("listmonk"), TEMPLATES)

    assert mail.text.count("[[unsubscribe_url]] [[web_url]]") == 1
    assert (
        mail.html.count("<p>[[unsubscribe_url]] [[web_url]]</p>".removeprefix("<p>")) == 1
    )
    assert mail.html.count("{{ UnsubscribeURL }}") == 1


def test_the_style_sheet_stays_as_it_is_and_holds_no_tag():
    style = re.compile(r"<style>.*?</style>", re.S)

    plain, made = (
        style.findall(compose_mail(a_sheet(), with_service(name), TEMPLATES).html)
        for name in ("mailto", "listmonk")
    )

    assert plain == made
    assert len(plain) == 1
    assert re.search(r"\{[{%#]", plain[0]) is None


def test_a_forged_style_sheet_hides_nothing():
    mail = a_hostile_mail("keila", "<style>{{ 1 }}</style>")

    assert "{{ 1" not in mail.html


def test_listmonk_keeps_the_comments_for_outlook():
    mail = compose_mail(a_sheet(), with_service("listmonk"), TEMPLATES)

    assert re.sub(r'\{\{ Safe "(?:[^"\\]|\\.)*" \}\}', "", mail.html).count("<!--") == 0
    assert (
        r'{{ Safe "<!--[if mso]><table role=\"presentation\" align=\"center\"' in mail.html
    )


def test_listmonk_sees_no_tag_in_the_text():
    mail = a_hostile_mail("listmonk", "1 <b 2")

    assert '1 {{ Safe "<" }}b 2' in mail.text
    assert "<" not in mail.text.replace('{{ Safe "<" }}', "")


def test_plain_mail_is_the_same_whatever_the_service():
    plain = compose_plain(a_sheet(), with_service("listmonk"), TEMPLATES)

    assert plain == compose_mail(a_sheet(), some_options(), TEMPLATES)


def test_without_an_address_there_is_no_way_out_to_promise():
    options = some_options(mail={"address": ""})

    mail = compose_plain(a_sheet(), options, TEMPLATES)

    assert "nsubscribe" not in mail.html + mail.text


def test_an_address_to_unsubscribe_is_kept_whole():
    options = some_options(mail={"unsubscribe": "https://u.example/?a=1&b=2"})

    mail = compose_plain(a_sheet(), options, TEMPLATES)

    assert 'href="https://u.example/?a=1&amp;b=2"' in mail.html
    assert "https://u.example/?a=1&b=2\n" in mail.text


TYPED = {
    "Hello {{ name }}, {{ name }}": ("{{ name }}",),
    "{% load x %} *|FNAME|* %recipient.name%": (
        *("{% load x %}", "*|FNAME|*", "%recipient.name%"),
    ),
    "[[unsubscribe_url]]": ("[[unsubscribe_url]]",),
    "a { b } c, 10 % of {}, [x], **bold** | table |": (),
}


@pytest.mark.parametrize(("text", "typed"), TYPED.items())
def test_what_somebody_meant_to_be_filled_in_is_found(text: str, typed: tuple[str, ...]):
    assert list_placeholders(text) == typed
