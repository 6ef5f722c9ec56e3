"""The form of each service is the one that its own documentation describes."""

import pytest
from lxml import html
from tests.factories import a_newsletter, a_site, an_edition, an_issue

from postroom.model.imprint import ServiceOptions
from postroom.pages.newsletter import render_subscribe, render_ways
from postroom.pages.render import Leaf
from postroom.pages.services import SubscribeForm, form_of

FORMS = {
    "buttondown": (
        {"name": "buttondown", "account": "long table"},
        "https://buttondown.com/api/emails/embed-subscribe/long%20table",
        "email",
        {"embed": "1"},
        "",
    ),
    "keila": (
        {"name": "keila", "action": "https://keila.example/forms/nfrm_1"},
        "https://keila.example/forms/nfrm_1",
        "contact[email]",
        {},
        "h[url]",
    ),
    "kit": (
        {"name": "kit", "account": "1234567"},
        "https://app.kit.com/forms/1234567/subscriptions",
        "email_address",
        {},
        "",
    ),
    "listmonk": (
        {
            "name": "listmonk",
            "action": "https://list.example/subscription/form",
            "lists": ["d7a6a0a3-5d5c-4c0e-9b0a-1f2f0d3c4b5a", "e0e0"],
        },
        "https://list.example/subscription/form",
        "email",
        {"l": "d7a6a0a3-5d5c-4c0e-9b0a-1f2f0d3c4b5a", "l+": "e0e0"},
        "nonce",
    ),
    "mailchimp": (
        {
            "name": "mailchimp",
            "action": "https://x.us1.list-manage.com/subscribe/post?u=a1b2&id=c3d4&f_id=9",
        },
        "https://x.us1.list-manage.com/subscribe/post?u=a1b2&id=c3d4&f_id=9",
        "EMAIL",
        {},
        "b_a1b2_c3d4",
    ),
}


def the_page(**service) -> html.HtmlElement:
    newsletter = a_newsletter((), [an_issue()], service=service)
    edition = an_edition(a_site(newsletters=(newsletter,)))
    return html.fromstring(render_subscribe(Leaf(edition, "subscribe/")))


@pytest.mark.parametrize(
    ("service", "action", "field", "hidden", "trap"), FORMS.values(), ids=FORMS
)
def test_the_form_on_the_page_is_what_the_service_takes(
    service, action, field, hidden, trap
):
    [form] = the_page(**service).findall(".//form")

    address = form.find('.//input[@type="email"]')
    sent = [
        (i.get("name"), i.get("value")) for i in form.findall('.//input[@type="hidden"]')
    ]
    traps = [i.get("name") for i in form.findall('.//input[@type="text"]')]
    assert (form.get("action"), form.get("method")) == (action, "post")
    assert address.get("name") == field
    assert address.get("required") is not None
    assert form.find(f'.//label[@for="{address.get("id")}"]') is not None
    assert sent == [(name.rstrip("+"), value) for name, value in hidden.items()]
    assert traps == ([trap] if trap else [])


def test_a_mailbox_is_written_to():
    page = the_page(name="mailto", mail="letters@a.example")

    [button] = page.findall('.//a[@class="pr-button"]')
    assert page.findall(".//form") == []
    assert button.get("href") == (
        "mailto:letters@a.example?subject=Subscribe%3A%20Second%20Helpings"
        "&body=Please%20send%20me%20Second%20Helpings."
    )


@pytest.mark.parametrize("service", FORMS)
def test_a_form_needs_no_script_and_loads_nothing(service):
    page = the_page(**FORMS[service][0])

    assert page.findall(".//script") == []
    assert page.findall(".//iframe") == []
    assert not [n for n in page.iter() if any(a.startswith("on") for a in n.attrib)]


def test_a_title_cannot_add_to_the_letter():
    options = ServiceOptions(name="mailto", mail="letters@a.example")

    form = form_of(options, "A & B?body=C#D")

    assert form == SubscribeForm(
        "mailto:letters@a.example?subject=Subscribe%3A%20A%20%26%20B%3Fbody%3DC%23D"
        "&body=Please%20send%20me%20A%20%26%20B%3Fbody%3DC%23D."
    )


@pytest.mark.parametrize("account", ["../../evil", "a/b?c=d", 'x" onclick="y'])
def test_an_account_stays_in_its_place(account):
    form = form_of(ServiceOptions(name="kit", account=account), "Table")

    assert form.action.startswith("https://app.kit.com/forms/")
    assert form.action.count("/") == 5
    assert "?" not in form.action
    assert '"' not in form.action


def test_mail_and_feed_are_offered_side_by_side():
    page = the_page(name="mailto", mail="letters@a.example")

    assert [h.text for h in page.findall(".//h2")] == ["By mail", "By feed"]
    assert "https://example.org/newsletter/feed.xml" in page.text_content()


def test_the_page_says_how_often():
    newsletter = a_newsletter(
        (), (), service={"name": "kit", "account": "1"}, cadence="fortnightly"
    )
    shown = render_ways(Leaf(an_edition(a_site(newsletters=(newsletter,))), "about/"))

    assert "every two weeks" in shown


def test_a_newsletter_without_a_list_has_its_feed_only():
    newsletter = a_newsletter((), [an_issue()])
    shown = render_ways(Leaf(an_edition(a_site(newsletters=(newsletter,))), "about/"))

    assert "By mail" not in shown
    assert "By feed" in shown


def test_two_newsletters_with_lists_have_a_form_each():
    service = {"name": "kit", "account": "1"}
    newsletters = (
        a_newsletter((), [an_issue()], service=service),
        a_newsletter((), (), title="Other", folder="papers/other", service=service),
    )
    edition = an_edition(a_site(newsletters=newsletters))

    page = html.fromstring(render_subscribe(Leaf(edition, "subscribe/")))

    ids = [node.get("id") for node in page.iter() if node.get("id")]
    assert len(page.findall(".//form")) == 2
    assert len(ids) == len(set(ids))
