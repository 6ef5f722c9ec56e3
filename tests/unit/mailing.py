"""Issues for the tests of mail: a believable one, a right-to-left one, one in Japanese."""

from datetime import UTC, datetime
from typing import Any

from postroom.model.fragment import Fragment
from postroom.model.imprint import NewsletterOptions
from postroom.model.sheet import Block, Fact, Part, Sheet
from postroom.toolbox.templates import Templates

TEMPLATES = Templates()
BASE = "https://longtable.example.org/"
AUTHORITY = "tag:longtable.example.org,2026:"
PAGE = f"{BASE}newsletter/12/"

LETTER = """
<p>Good morning. On Tuesday eleven people sat around a table meant for eight, and nobody
asked anybody <em>what they do</em>. I have <a href="https://longtable.example.org/posts/tables/">written
about that table before</a>, and about <strong>why eight is the number</strong>.<sup><a
href="https://longtable.example.org/newsletter/12/#fn:1">1</a></sup></p>
<h2>What we learnt</h2>
<p>Three things, in the order in which they were said:</p>
<ol>
<li>Bring one question, not five.</li>
<li>Write down <a href="https://longtable.example.org/posts/names/">the names</a>, and who
knows whom:
<ul><li>the baker knows the printer;</li><li>the printer knows everyone.</li></ul></li>
<li>Leave while it is still good.</li>
</ol>
<blockquote><p>I came for a job and left with a choir, which is the longer contract.</p>
</blockquote>
<figure><img src="https://longtable.example.org/newsletter/12/table.jpg" width="1600"
height="900" alt="Eleven people around a long table, seen from above">
<figcaption>Photograph: Rosa Lindqvist.</figcaption></figure>
<table><thead><tr><th>Evening</th><th align="right">Guests</th><th align="right">New</th>
</tr></thead>
<tbody><tr><td>October</td><td align="right">9</td><td align="right">2</td></tr>
<tr><td>November</td><td align="right">11</td><td align="right">4</td></tr></tbody></table>
<p>The signup sheet is one line long, if you like to read code:</p>
<pre><code>guests = sorted(names, key=arrival)[:8]  # the rest bring chairs
</code></pre>
<p>Yours, Ines</p>
<hr>
<ol><li><p>Seven is a jury, nine is a meeting. See <a href="https://journal.example.org/eight">The
Journal of Small Rooms</a>.</p></li></ol>
"""


def a_fragment(html: str) -> Fragment:
    """A fragment that is the same everywhere; its text is of no importance."""
    said = "Good morning."
    return Fragment(html, html, html, html, text=said, words=2, teaser=said)


def a_block(title: str = "A title", html: str = "<p>A text.</p>", **values: Any) -> Block:
    """An item of an issue; name only what matters."""
    fields = {
        "kind": "link",
        "url": "https://journal.example.org/a",
        "permalink": f"{PAGE}#link-aaaa",
        "anchor": "link-aaaa",
    }
    return Block(title=title, html=html, **fields | values)


def a_sheet(*blocks: Block, letter: str = "<p>Good morning.</p>", **values: Any) -> Sheet:
    """An issue with one section of these blocks; name only what matters."""
    fields: dict[str, Any] = {
        "newsletter": "The Tuesday Table",
        "number": 12,
        "date": datetime(2026, 12, 8, 7, 0, tzinfo=UTC),
        "subject": "Eleven people at a table for eight",
        "preheader": "Who came, what is on in December, and three jobs worth a letter.",
        "url": PAGE,
        "language": "en-GB",
        "parts": (Part("Worth your time", blocks),) if blocks else (),
        "home_url": f"{BASE}newsletter/",
    }
    return Sheet(letter=a_fragment(letter), **fields | values)


def some_options(**values: Any) -> NewsletterOptions:
    """The settings of a newsletter that says all it has to."""
    mail = {
        "sender": "Ines Okafor",
        "address": "table@longtable.example.org",
        "postal": "The Long Table\n14 Harrogate Road, Leeds LS7 3PD, England",
        "reason": "You get this because you asked for The Tuesday Table at our table or "
        "on our site.",
        "list_id": "table.longtable.example.org",
    } | values.pop("mail", {})
    return NewsletterOptions.model_validate(
        {"title": "The Tuesday Table", "mail": mail} | values
    )


def a_whole_sheet() -> Sheet:
    """One issue with everything an issue can have."""
    events = (
        a_block(
            "Second Tuesday: a table for people between jobs",
            "<p>Bring one question. Soup is at seven; <em>nobody</em> has to speak.</p>",
            kind="event",
            url="https://secondtuesday.example.org/december",
            facts=(
                Fact("Tuesday 8 December 2026, 18:30 to 21:00 (Europe/London)"),
                Fact("Chapel Allerton Library, Leeds"),
                Fact("meet.example.org", "https://meet.example.org/second-tuesday"),
            ),
            credit="Rosa Lindqvist",
            credit_url="https://rosa.example.org/",
        ),
    )
    jobs = (
        a_block(
            "Lift service planner",
            "<p>You like timetables and people who climb. Ask for <strong>Dawit</strong>, "
            'and read <a href="https://humberlifts.example.org/about?year=2026&amp;part=2">'
            "how they share profit</a> first.</p>"
            "<ul><li>four days a week</li><li>no on-call</li></ul>",
            kind="job",
            url="https://humberlifts.example.org/jobs/planner",
            facts=(
                Fact("Humber Lifts Co-operative"),
                Fact("Hull, England"),
                Fact("hybrid"),
                Fact("£34,000 to £38,000"),
                Fact("closes 18 December 2026"),
            ),
            credit="Jon O’Brien",
        ),
    )
    asks = (
        a_block(
            "Someone who has closed a choir and stayed friends",
            "<p>We are nine, and four of us want to stop. What did you say, and when?</p>",
            kind="ask",
            url="",
            facts=(
                Fact("A chair of a small choir in Bergen"),
                Fact(
                    "bergenchoir.example.org/contact",
                    "https://bergenchoir.example.org/contact",
                ),
            ),
        ),
        a_block(
            "An hour on reading your first balance sheet",
            "<p>For people who have just become treasurer. I am not an adviser.</p>",
            kind="offer",
            url="",
            facts=(
                Fact("A retired auditor"),
                Fact("hour@example.org", "mailto:hour@example.org"),
            ),
            credit="Hattie Boateng",
        ),
    )
    essays = (
        a_block(
            "The seat by the kitchen door",
            "<p>The worst seat has the best view: whoever sits there meets everybody who "
            "carries a plate.</p>",
            kind="post",
            url=f"{BASE}posts/kitchen-door/",
            facts=(Fact("By Ines Okafor", f"{BASE}authors/ines/"), Fact("6 minutes")),
        ),
    )
    return a_sheet(
        letter=LETTER,
        parts=(
            Part("New essays", essays),
            Part("Events", events),
            Part("Jobs", jobs),
            Part("Asks and offers", asks),
        ),
        quote=Fact(
            "A favour is a letter that somebody else posts for you.",
            "https://letters.example.org/7",
        ),
        quoted="Amara Osei, in her seventh letter",
        sponsor=Fact("Northgate Bakery", "https://northgate.example.org/"),
        sponsor_html="<p>They bring the bread to every table, and have paid for the stamps "
        "of this issue.</p>",
        licence=Fact("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        submit_url=f"{BASE}submit/",
        images={f"{PAGE}table.jpg": (1600, 900)},
    )


def a_far_sheet() -> Sheet:
    """An issue in Arabic that holds Japanese, and a submission in English."""
    arabic = (
        "<p>صباح الخير. جلس أحد عشر شخصًا حول <a "
        'href="https://longtable.example.org/ar/table/">طاولة لثمانية</a>، ولم يسأل أحدٌ '
        "أحدًا عن عمله. تعلّمنا أن نأتي بسؤال واحد، وأن نكتب الأسماء، وأن نغادر والحديث لم "
        "ينته بعد.</p><blockquote><p>جئت من أجل وظيفة وخرجت بجوقة.</p></blockquote>"
    )
    japanese = (
        "<p>火曜日の夜、八人用の食卓を十一人で囲みました。名刺を出す人はひとりもいません。"
        "質問はひとつだけ持ってくること、名前を書きとめること、楽しいうちに帰ること。"
        '<a href="https://tokyo.example.jp/taku">東京の食卓</a>も同じ夜に開きます。</p>'
        "<ul><li>会場：神保町の喫茶店「ひとしずく」、地下鉄の駅から歩いて三分、靴は脱がなくて"
        "かまいません。</li></ul>"
    )
    return a_sheet(
        letter=arabic,
        subject="أحد عشر شخصًا، 東京, é",
        newsletter="مائدة الثلاثاء",
        language="ar",
        preheader="من حضر، وما الجديد في كانون الأول",
        parts=(
            Part(
                "فعاليات",
                (
                    a_block(
                        "東京の火曜日の食卓：仕事のあいだにいる人のための夜、十二月八日、"
                        "雨でも開きます",
                        japanese,
                        kind="event",
                        facts=(Fact("2026年12月8日 18:30"), Fact("神保町")),
                        credit="山田花子",
                    ),
                    a_block("An English title", "<p>Plain English words.</p>"),
                ),
            ),
        ),
    )
