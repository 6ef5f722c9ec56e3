"""A post is announced in few characters, counted as the platforms count them."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import a_post, a_site, an_author, an_edition, at

from postroom import PostroomError
from postroom.kits.compose import compose_post_kit
from postroom.kits.files import KitStore, OpenKit
from postroom.outbox.announcement import (
    Announcement,
    compose_announcement,
    compose_text,
)
from postroom.outbox.graphemes import count_graphemes, cut_graphemes, split_graphemes
from postroom.outbox.liquid import escape_liquid, hide_front_matter
from postroom.outbox.platforms.bluesky import compose_record, compose_tid
from postroom.outbox.platforms.byhand import prepare
from postroom.outbox.platforms.devto import compose_article, list_tags
from postroom.toolbox.cache import Cache

HOME = "https://longtable.example/posts/forty/"
NOWHERE = Path("/nowhere")
NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)


def an_announcement(**values: object) -> Announcement:
    known = {
        "uid": "forty1",
        "slug": "forty",
        "title": "The forty letters",
        "home": HOME,
        "sentence": "Within a day, forty people who had read it wrote back.",
        "language": "en-GB",
        "published": datetime(2025, 10, 7, tzinfo=UTC),
    }
    return Announcement(**{**known, **values})  # type: ignore[arg-type]


# what readers see as one character

GRAPHEMES = {
    "letters": ("abc", 3),
    "an accent of its own": ("e\u0301a", 2),
    "three accents": ("o\u0308\u0304\u0301", 1),
    "a line end of Windows": ("a\r\nb", 3),
    "a mark after a line end": ("\n\u0301", 2),
    "an emoji": ("\U0001f44b", 1),
    "with a colour of skin": ("\U0001f44b\U0001f3fd", 1),
    "with a variation sign": ("\u2764\ufe0f", 1),
    "a family": ("\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", 1),
    "a joiner between letters": ("a\u200db", 2),
    "two flags": ("\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", 2),
    "half a flag": ("\U0001f1e9\U0001f1ea\U0001f1eb", 2),
    "the flag of Wales": (
        "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
        1,
    ),
    "a key cap": ("1\ufe0f\u20e3", 1),
    "Korean, composed": ("한국", 2),
    "Korean, in parts": ("\u1112\u1161\u11ab\u1100\u116e\u11a8", 2),
    "a vowel that opens a syllable": ("한\u1161", 2),
    "Devanagari with a vowel sign": ("कि", 1),
    "nothing": ("", 0),
}


@pytest.mark.parametrize(("text", "count"), GRAPHEMES.values(), ids=GRAPHEMES.keys())
def test_what_readers_see_as_one_counts_as_one(text, count):
    assert count_graphemes(text) == count


@given(st.text())
def test_no_character_is_lost_between_graphemes(text):
    assert "".join(split_graphemes(text)) == text


@given(st.text(), st.integers(0, 30))
def test_a_cut_text_is_never_longer_than_it_may_be(text, most):
    assert count_graphemes(cut_graphemes(text, most)) <= most


# one short text


def test_a_text_has_own_words_title_sentence_and_address():
    announcement = an_announcement(words="I did not expect this.")

    assert compose_text(announcement, most=300) == (
        "I did not expect this.\n\n"
        "The forty letters\n"
        "Within a day, forty people who had read it wrote back.\n\n" + HOME
    )


def test_without_own_words_it_begins_with_the_title():
    assert compose_text(an_announcement(), most=300).startswith("The forty letters\nWithin")


SHORT = {
    "room for all": (
        112,
        "The forty letters\nWithin a day, forty people who had read it wrote back.",
    ),
    "a character too few": (
        111,
        "The forty letters\nWithin a day, forty people who had read it wrote…",
    ),
    "half of the sentence": (90, "The forty letters\nWithin a day, forty people who…"),
    "too little of it": (80, "The forty letters"),
    "the title alone": (57, "The forty letters"),
    "half of the title": (52, "The forty…"),
}


@pytest.mark.parametrize(("most", "expected"), SHORT.values(), ids=SHORT.keys())
def test_the_sentence_is_cut_then_the_title_and_never_the_address(most, expected):
    text = compose_text(an_announcement(), most=most)

    assert text == f"{expected}\n\n{HOME}"
    assert count_graphemes(text) <= most


def test_an_address_counts_what_the_platform_says():
    text = compose_text(an_announcement(home=HOME + "x" * 400), most=140, link=23)

    assert "wrote back." in text
    assert text.endswith("x" * 400)


def test_own_words_are_never_cut():
    with pytest.raises(PostroomError) as error:
        compose_text(an_announcement(words="x" * 260), most=300)

    assert str(error.value) == (
        "--text is too long by 19 characters for 300 with title and address\n"
        "    fix: shorten it"
    )


@given(st.text(max_size=80), st.text(min_size=1, max_size=300), st.text(max_size=300))
def test_no_text_is_longer_than_it_may_be(words, title, sentence):
    announcement = an_announcement(words=words, title=title, sentence=sentence)

    try:
        text = compose_text(announcement, most=300)
    except PostroomError:
        return

    assert count_graphemes(text) <= 300
    assert text.startswith(words)
    assert text.endswith(HOME)


# what is taken from a post

ESSAY = """\
<p>Nobody asked for <code>{{ 1 }}</code>, or {% load x %}.</p>
<h2>Afterwards</h2><p>They wrote: {{{x}}}.</p>"""


def open_kit(**front_matter: object) -> tuple[OpenKit, Announcement]:
    """A post of a small site with its kit, and what is handed over of it."""
    values = {"title": "{{ 1 }} & forty letters", "authors": ["ines"], **front_matter}
    post = a_post("forty1", slug="forty", **values)
    site = a_site(post, authors=(an_author(),), licence="CC-BY-4.0")
    edition = an_edition(site, {"forty1": ESSAY})
    press = KitStore(Cache(NOWHERE), edition.bytes_of)
    opened = press.open(compose_post_kit(edition, post))
    return opened, compose_announcement(
        edition, post, opened, words="Mine.", previews=(b"png",)
    )


def test_an_announcement_says_what_the_post_and_its_kit_say():
    _, announcement = open_kit(
        description="One sentence.",
        tags=["Careers & work"],
        series={"name": "Letters", "part": 2},
        image="https://images.example/cover.jpg",
        lang="en-GB",
    )

    assert announcement.home == "https://example.org/posts/forty/"
    assert announcement.title == "{{ 1 }} & forty letters"
    assert announcement.sentence == "One sentence."
    assert announcement.published == at(4)
    assert (announcement.tags, announcement.series) == (("Careers & work",), "Letters")
    assert announcement.cover == "https://images.example/cover.jpg"
    assert announcement.language == "en-GB"
    assert (announcement.words, announcement.previews) == ("Mine.", (b"png",))


def test_the_first_publication_elsewhere_is_what_copies_lead_back_to():
    _, announcement = open_kit(canonical="https://elsewhere.example/forty")

    assert announcement.home == "https://elsewhere.example/forty"
    assert "https://elsewhere.example/forty" in announcement.markdown


def test_the_text_comes_whole_with_its_credit_and_without_its_title():
    _, announcement = open_kit()

    assert not announcement.markdown.startswith(("#", "\n"))
    assert "Afterwards" in announcement.markdown
    assert "first appeared in [The Long Table](https://example.org/posts/forty/)" in (
        announcement.markdown
    )
    assert "\n# " not in announcement.markdown


# dev.to

ESCAPED = {
    "a variable": ("{{ 1 }}", "{% raw %}{{% endraw %}{ 1 }}"),
    "a tag": ("{% load x %}", "{% raw %}{{% endraw %}% load x %}"),
    "three": ("{{{x}}}", "{% raw %}{{% endraw %}{% raw %}{{% endraw %}{x}}}"),
    "the end of another block": (
        "{% endraw %}{{ 1 }}",
        "{% raw %}{{% endraw %}% endraw %}{% raw %}{{% endraw %}{ 1 }}",
    ),
    "escaped by Markdown": (r"\{\{ x }}", r"{% raw %}{{% endraw %}\{ x }}"),
    "a comment of Jinja": ("{# x #}", "{# x #}"),
    "a brace": ("a { b } c", "a { b } c"),
    "code": ("`{{ 1 }}` and ``{% x %}``", "`{{ 1 }}` and ``{% x %}``"),
    "a fence": ("```\n{{ 1 }}\n```", "```\n{{ 1 }}\n```"),
    "the end of raw, in code": ("`{%- endraw -%}{{ 1 }}`", "`{% endraw %}{{ 1 }}`"),
    "the end of raw, as Forem hides it": ("`{% endraw %}`", "`{% endraw %}`"),
    "a brace before code": ("{`x`}", "{% raw %}{{% endraw %}`x`}"),
    "a stray tick": ("` {{ 1 }}", "` {% raw %}{{% endraw %}{ 1 }}"),
    "an address": (
        "[x](https://e.example/{{a}}?b={c})",
        "[x](https://e.example/%7B%7Ba%7D%7D?b=%7Bc%7D)",
    ),
    "signs of others": (
        "*|MERGE|* %recipient% https://x.example@TrackLink",
        "*|MERGE|* %recipient% https://x.example@TrackLink",
    ),
}


@pytest.mark.parametrize(("text", "expected"), ESCAPED.values(), ids=ESCAPED.keys())
def test_what_liquid_would_run_is_shown(text, expected):
    assert escape_liquid(text) == expected


OPENINGS = {
    "prose": ("Text.", "Text."),
    "a rule": ("---\ntitle: x\n---", "***\ntitle: x\n---"),
    "a long rule after lines": ("\n \n------\nx", "***\nx"),
    "a rule alone": ("---", "***"),
    "dashes with words": ("--- he said", "\\--- he said"),
}


@pytest.mark.parametrize(("text", "expected"), OPENINGS.values(), ids=OPENINGS.keys())
def test_no_text_begins_like_front_matter(text, expected):
    assert hide_front_matter(text) == expected


def test_an_article_is_always_a_draft():
    article = compose_article(an_announcement(markdown="Text."))

    assert article == {
        "published": False,
        "title": "The forty letters",
        "body_markdown": "Text.",
        "canonical_url": HOME,
        "description": "Within a day, forty people who had read it wrote back.",
    }


def test_an_article_shows_the_braces_of_an_essay():
    _, announcement = open_kit()

    article = compose_article(announcement)

    assert article["title"] == "{{ 1 }} & forty letters"
    assert "`{{ 1 }}`" in article["body_markdown"]
    assert "{% raw %}{{% endraw %}" in article["body_markdown"]
    assert "or {% load" not in article["body_markdown"]
    assert "wrote: {{{" not in article["body_markdown"]


TAGS = {
    "as they are": (["careers", "meetups"], ("careers", "meetups")),
    "letters and digits": (["Job hunting 2.0", "c#", "C"], ("jobhunting20", "c")),
    "of other scripts": (["Zürich", "図書館"], ("zürich", "図書館")),
    "four at most": (list("abcdef"), ("a", "b", "c", "d")),
    "nothing left": (["#", "x" * 31], ()),
}


@pytest.mark.parametrize(("tags", "expected"), TAGS.values(), ids=TAGS.keys())
def test_tags_are_four_of_letters_and_digits(tags, expected):
    assert list_tags(tags) == expected


# Bluesky


def test_links_are_counted_in_bytes():
    announcement = an_announcement(
        title="Vierzig Briefe für Zoë \U0001f389",
        words="More at https://example.org/größe, friends.",
    )

    record = compose_record(announcement, now=NOW, thumb=None)

    text = record["text"].encode()
    places = [
        text[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        for facet in record["facets"]
    ]
    assert places == ["https://example.org/größe", HOME]
    assert [f["features"][0]["uri"] for f in record["facets"]] == places


def test_a_record_has_its_moment_its_language_and_a_card():
    record = compose_record(an_announcement(), now=NOW, thumb={"$type": "blob"})

    assert record["$type"] == "app.bsky.feed.post"
    assert record["createdAt"] == "2026-11-03T09:30:00.000Z"
    assert record["langs"] == ["en-GB"]
    assert record["embed"] == {
        "$type": "app.bsky.embed.external",
        "external": {
            "uri": HOME,
            "title": "The forty letters",
            "description": "Within a day, forty people who had read it wrote back.",
            "thumb": {"$type": "blob"},
        },
    }


def test_a_key_is_a_moment_in_13_letters():
    assert compose_tid(datetime(1970, 1, 1, tzinfo=UTC), "x")[:7] == "2222222"
    # 2024-08-20T16:31:35Z, of which others make 3l25zusns....
    assert compose_tid(datetime.fromtimestamp(1724171495, UTC), "x")[:5] == "3l25z"


@given(
    st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)),  # noqa: DTZ001
    st.text(max_size=20),
)
def test_every_key_is_one_that_servers_take(moment, uid):
    key = compose_tid(moment.replace(tzinfo=UTC), uid)

    assert re.fullmatch("[2-7a-j][2-7a-z]{12}", key)


def test_two_posts_of_one_day_have_keys_of_their_own():
    day = datetime(2025, 10, 7, tzinfo=UTC)

    assert len({compose_tid(day, f"uid{number}") for number in range(2000)}) == 2000


# by hand


def test_what_to_paste_has_no_title_and_keeps_its_credit(golden):
    html = (
        '<h2 style="margin:0">The <em>forty</em> letters</h2>\n<p>By Ines</p>\n'
        '<p>First in <a href="https://longtable.example/">The Long Table</a>.</p>\n'
    )
    announcement = an_announcement(html=html, tags=("careers", "thanks"), words="Mine.")

    for platform in ("medium", "substack", "linkedin"):
        handout = prepare(platform, announcement)
        told = [handout.name, handout.page, *handout.steps]
        for name, content in handout.files.items():
            told += ["", f"{name}:", content.rstrip("\n")]
        golden(f"crosspost/{platform}.txt", "\n".join([*told, ""]).encode())


def test_a_publication_of_ones_own_is_where_substack_begins():
    handout = prepare("substack", an_announcement(), "https://ines.substack.example/")

    assert handout.page == "https://ines.substack.example/publish/post"


def test_the_clipboard_gets_what_is_pasted():
    announcement = an_announcement(html="<h2>The forty letters</h2>\n<p>Text.</p>")

    copied = {p: prepare(p, announcement) for p in ("medium", "substack", "linkedin")}

    assert copied["medium"].copied == HOME
    assert copied["linkedin"].copied.endswith(HOME)
    assert "<p>Text.</p>" in copied["substack"].copied
    assert [p for p, handout in copied.items() if handout.is_html] == ["substack"]
