"""What a text can hold, and what every output does with it: a row each; all else follows.

The page of the guide that tells readers' side of it, what `postroom check` says of things
left out, and the tests of every output are made from `VOCABULARY`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

OUTPUTS: Mapping[str, str] = {
    "page": "The page",
    "feed": "Feeds",
    "share": "Share page",
    "mail": "Mail and HTML",
    "docx": "Word",
    "md": "Markdown",
    "txt": "Plain text",
}
"""Every output of a text, and what people call it."""

KEPT = "kept"
LEFT_OUT = "left out"
_HELD = "what it holds"


@dataclass(frozen=True)
class Construct:
    """Something that a text can hold."""

    title: str
    """For people."""

    names: tuple[str, ...]
    """Its elements; with a dot, a class that makes something else of one."""

    sample: str
    """How a page has it."""

    says: str
    """The words of the sample that a reader of the page reads."""

    otherwise: Mapping[str, str] = field(default_factory=dict)
    """What outputs do with it that do not keep it; words that they add are in “”."""

    remedy: str = ""
    """What its author can do where outputs leave it out."""

    def becomes(self, output: str) -> str:
        """What an output does with it."""
        return self.otherwise.get(output, KEPT)


def _row(
    names: str, title: str, sample: str, says: str, *, remedy: str = "", **ways: str
) -> Construct:
    """Write a row; ``rest`` stands for every output but the page and those named."""
    rest = ways.pop("rest", "")
    others = dict.fromkeys(OUTPUTS, rest) if rest else {}
    others.pop("page", None)
    for outputs, way in ways.items():
        others |= dict.fromkeys(outputs.split("_"), way)
    return Construct(title, tuple(names.split()), sample, says, others, remedy)


VOCABULARY: tuple[Construct, ...] = (
    # within a line
    _row(
        "a",
        "a link",
        '<p>See <a href="https://e.example/x">the paper</a>.</p>',
        "See the paper.",
        txt="a number in brackets; the address stands below",
    ),
    _row(
        "b strong",
        "strong words",
        "<p>a <strong>b</strong> <b>c</b></p>",
        "a b c",
        txt="between asterisks",
    ),
    _row(
        "em i",
        "slanted words",
        "<p>a <em>b</em> <i>c</i></p>",
        "a b c",
        txt="between asterisks; not again within strong words",
    ),
    _row(
        "cite dfn var",
        "titles, terms, variables",
        "<p><cite>a</cite> <dfn>b</dfn> <var>c</var></p>",
        "a b c",
        docx_md_txt="slanted words",
    ),
    _row(
        "code kbd samp tt",
        "code, keys and output",
        '<p><code>a()</code> <span class="keys"><kbd>Ctrl</kbd><span>+</span><kbd>C</kbd>'
        "</span> <samp>ok</samp></p>",
        "a() Ctrl+C ok",
        txt="between backticks",
    ),
    _row(
        "sub sup",
        "raised and lowered signs",
        "<p>H<sub>2</sub>O, m<sup>2</sup></p>",
        "H2O, m2",
        md="as tags",
        txt="`H_2O`, `m^2`, `x^(n + 1)`; small print as it is",
    ),
    _row(
        "del s strike",
        "struck words",
        "<p>a <del>b</del> <s>c</s></p>",
        "a b c",
        md="as tags",
        txt="between tildes",
    ),
    _row(
        "ins u",
        "added words",
        "<p>a <ins>b</ins> <u>c</u></p>",
        "a b c",
        md="as tags",
        txt="between underscores",
    ),
    _row(
        "mark",
        "marked words",
        "<p>a <mark>b</mark></p>",
        "a b",
        mail="a colour behind them",
        md="as tags",
        txt="between `==`",
    ),
    _row(
        "q",
        "a quotation in a line",
        "<p>He said <q>yes</q>.</p>",
        "He said yes.",
        rest="quotation marks of the language",
    ),
    _row(
        "abbr acronym",
        "an abbreviation",
        '<p><abbr title="Really Simple">RSS</abbr> and <abbr title="Really Simple">RSS'
        "</abbr></p>",
        "RSS and RSS",
        mail_docx_md_txt="written out the first time: “(Really Simple)”",
    ),
    _row(
        "ruby rb rp rt rtc",
        "a reading above signs",
        "<p><ruby>漢<rt>kan</rt></ruby></p>",
        "漢kan",
        feed_share="kept; brackets where a reader does not know it",
        mail_docx_md_txt="in brackets behind them",
    ),
    _row(
        "bdi bdo data font output small span time big center nobr",
        "words with something only machines or eyes see",
        '<p><small>a</small> <time datetime="2026-01-01">b</time> <bdi>c</bdi> '
        '<data value="1">d</data> <span style="color:red">e</span></p>',
        "a b c d e",
        rest=f"{_HELD}; their `lang` and `dir` where HTML is kept",
    ),
    _row("br", "a new line", "<p>a<br>b</p>", "a b"),
    _row(
        "wbr",
        "a place to break a word",
        "<p>data<wbr>base</p>",
        "database",
        mail_docx_md_txt=_HELD,
    ),
    _row(
        ".critic .mark",
        "an editor's marks (`pymdownx.critic`)",
        '<p>a <ins class="critic">b</ins> <span class="critic comment">c</span></p>',
        "a b c",
        feed_share_mail_docx="kept; remarks in brackets",
        md="as tags; remarks in brackets",
        txt="between underscores; remarks in brackets",
    ),
    _row(
        ".twemoji .emojione .gemoji",
        "an emoji or icon set as a picture",
        '<p>Hi <img class="twemoji" alt="😄" src="https://e.example/1.svg"> <span '
        'class="twemoji"><svg><path d="M0"/></svg></span></p>',
        "Hi",
        rest="the emoji itself; an icon is no word, and goes",
    ),
    # blocks
    _row("p", "a paragraph", "<p>One</p><p>Two</p>", "One Two"),
    _row(
        "h1 h2 h3 h4 h5 h6 .headerlink",
        "a heading",
        '<h2 id="a">One<a class="headerlink" href="#a">¶</a></h2><h3>Two</h3><p>three</p>',
        "One Two three",
        rest="below the title, without its permalink",
    ),
    _row(
        "article aside body div fieldset footer header hgroup html label legend main nav"
        " search section .grid",
        "boxes",
        "<section><div><p>One</p></div><aside>Two</aside></section>",
        "One Two",
        rest=_HELD,
    ),
    _row(
        "address",
        "an address",
        "<address>Leeds</address>",
        "Leeds",
        mail_docx_md_txt="a paragraph",
    ),
    _row("blockquote", "a quotation", "<blockquote><p>One</p></blockquote>", "One"),
    _row("hr", "a line across", "<p>a</p><hr><p>b</p>", "a b"),
    _row(
        ".pullquote",
        "a pull quote",
        '<p>a</p><aside class="pullquote">a</aside><p>b</p>',
        "a b",
        rest="left out: it says again what stands beside it",
    ),
    _row(
        ".admonition .admonition-title details summary",
        "admonitions and details, open",
        '<div class="admonition note"><p class="admonition-title">Note</p><p>One</p></div>'
        "<details><summary>More</summary><p>Two</p></details>",
        "Note One More Two",
        rest="a quotation under its title",
    ),
    _row(
        ".tabbed-set .tabbed-labels .tabbed-block .tabbed-content",
        "tabs",
        '<div class="tabbed-set"><input id="t1" type="radio"><div class="tabbed-labels">'
        '<label for="t1">A</label></div><div class="tabbed-content">'
        '<div class="tabbed-block"><p>One</p></div></div></div>',
        "A One",
        rest="one below the other, each under its label",
    ),
    _row(
        ".footnote .footnote-ref .footnote-backref",
        "footnotes",
        '<p>a<sup id="fnref-1"><a class="footnote-ref" href="#fn-1">1</a></sup></p>'
        '<div class="footnote"><hr><ol><li id="fn-1"><p>note <a class="footnote-backref" '
        'href="#fnref-1">↩</a></p></li></ol></div>',
        "a 1 note",
        feed="numbers that lead to the page, and the list",
        mail="numbers in brackets, and the list: “Notes”",
        docx="footnotes of Word's own",
        md="`[^1]`, and the notes",
        txt="`[note 1]`, and the notes: “note” “Notes” “note 1”",
    ),
    # lists
    _row(
        "dir li menu ol ul",
        "lists",
        "<ul><li>one</li><li>two<ol><li>three</li></ol></li></ul>",
        "one two three",
        md="kept; letters and Roman numbers are figures",
        txt="kept, with their letters and Roman numbers",
    ),
    _row(
        ".task-list .task-list-item .task-list-control .task-list-indicator",
        "a list of tasks",
        '<ul class="task-list"><li class="task-list-item"><input type="checkbox" disabled '
        'checked> done</li><li class="task-list-item"><input type="checkbox" disabled> open'
        "</li></ul>",
        "done open",
        feed="☑ and ☐; readers add their bullet",
        share_mail_docx_txt="☑ and ☐ without a bullet",
        md="`[x]` and `[ ]`",
    ),
    _row(
        "dd dl dt",
        "terms and what they mean",
        "<dl><dt>kit</dt><dd>what one pastes</dd></dl>",
        "kit what one pastes",
        md="the term in strong letters",
        txt="the meaning further in",
    ),
    # tables
    _row(
        "caption col colgroup table tbody td tfoot th thead tr",
        "tables",
        "<table><caption>Guests</caption><thead><tr><th>a</th><th>b</th></tr></thead>"
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
        "Guests a b 1 2",
        mail="kept; a wide one is a list of labelled lines on narrow screens",
        txt="drawn, or a list of labelled lines if it is wide",
    ),
    # code
    _row(
        "pre listing plaintext xmp .highlight .highlighttable .filename .linenos",
        "code",
        '<div class="language-python highlight"><span class="filename">a.py</span><pre>'
        "<code>if a:\n    b()\n</code></pre></div>",
        "a.py if a: b()",
        feed_share="kept, with the name of its language, without colours",
        mail="kept, without colours",
        docx="kept, in a typewriter's letters and a style named after its language",
        md="fenced, with the name of its language",
        txt="four spaces further in",
    ),
    _row(
        "link-in-code",
        "a link in code",
        '<pre><code>see <a href="https://e.example/x">x</a></code></pre>',
        "see x",
        rest="its words alone",
        remedy="put the link below the code",
    ),
    _row(
        ".mermaid",
        "a diagram (`mermaid`)",
        '<pre class="mermaid"><code>a --&gt; b</code></pre>',
        "a --> b",
        rest="its source: “Diagram, as its source:”",
    ),
    # formulas
    _row(
        "math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts"
        " mroot mrow mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder"
        " munderover none semantics annotation annotation-xml merror maction ms"
        " mjx-container",
        "a formula in MathML",
        "<p>So <math><mfrac><mn>1</mn><mn>3</mn></mfrac></math> of <math><msup><mi>x</mi>"
        "<mn>2</mn></msup></math></p>",
        "So 13 of x2",
        mail_md_txt="a line: `1/3`, `x²`",
        docx="a formula of Word's own",
    ),
    _row(
        ".arithmatex .katex .katex-display .MathJax .MathJax_Display .MathJax_Preview"
        " .math-tex",
        "a formula in TeX (`pymdownx.arithmatex`, KaTeX, MathJax)",
        r'<p>So <span class="arithmatex">\(x^2\)</span></p>',
        "So x2",
        feed_share="MathML; TeX where that fails",
        mail_md_txt="a line; TeX where that fails",
        docx="a formula of Word's own",
    ),
    # pictures and what plays
    _row(
        "figcaption figure",
        "a figure",
        '<figure><img src="https://e.example/a.png" alt=""><figcaption>One</figcaption>'
        "</figure>",
        "One",
        txt="its words",
    ),
    _row(
        "img image picture source",
        "a picture",
        '<p>a <img src="https://e.example/a.png" alt="tree"></p>',
        "a",
        feed="kept, at most 1,280 pixels wide",
        share="kept, in the size that a screen needs",
        mail="kept, as JPEG, PNG or GIF; a WebP or drawing of another site is a link",
        docx="kept if it is the site's, in print size, and still; else its words",
        txt="its words: “Image: tree”",
    ),
    _row(
        "data-image",
        "a picture that is written into the page (`pymdownx.b64`)",
        f'<p>a <img src="data:image/png;base64,{"A" * 200}" alt="tree"></p>',
        "a",
        rest="what it shows in words: “tree”",
        remedy="put it into a file beside the text",
    ),
    _row(
        "audio embed iframe object param track video",
        "films, recordings, frames",
        '<iframe src="https://e.example/1" title="A film"></iframe><video '
        'src="https://e.example/2.mp4"></video>',
        "",
        rest="a link with its title or address, and its still picture:"
        " “A film” “Video: e.example/2.mp4”",
        remedy="give it an address, or link to it",
    ),
    _row(
        "svg",
        "a drawing",
        '<p>a <svg aria-label="Map"><path d="M0"/></svg></p>',
        "a",
        rest="its title: “Drawing: Map”; without one it is left out",
        remedy="give it a `<title>`, or put it into a file and show it as a picture",
    ),
    _row(
        "meter progress .progress",
        "a bar",
        '<p><progress value="3" max="4"></progress></p>',
        "",
        rest="its words, or how far it reaches: “3 of 4”",
    ),
    # what is left out
    _row(
        "canvas applet script-of-elsewhere unknown-element",
        "what a script draws",
        "<p>a</p><canvas></canvas>",
        "a",
        rest=LEFT_OUT,
        remedy="show a picture of it, or say it in words",
    ),
    _row(
        "background-image",
        "a picture behind words",
        '<p style="background-image:url(https://e.example/a.png)">a</p>',
        "a",
        rest="the words alone",
        remedy="show it as a picture",
    ),
    _row(
        "button form input optgroup option select textarea",
        "forms and buttons",
        '<p>a</p><form action="/x"><input name="n"></form>',
        "a",
        rest=LEFT_OUT,
        remedy="link to the page that has it",
    ),
    _row(
        "area map",
        "places in a picture",
        '<p>a</p><map name="m"><area href="https://e.example/x" alt="x"></map>',
        "a",
        rest=LEFT_OUT,
        remedy="list the links below the picture",
    ),
    _row(
        "frame frameset",
        "frames of old",
        "<p>a</p>",
        "a",
        rest=LEFT_OUT,
        remedy="link to them",
    ),
    _row(
        "aria-hidden",
        "what is kept from screen readers",
        '<p>a</p><p><b aria-hidden="true">★★</b></p>',
        "a",
        rest=f"{LEFT_OUT}; a twin in words is kept",
        remedy="say it in words beside it, or take `aria-hidden` away",
    ),
    # what nobody sees
    _row(
        "hidden .sr-only .visually-hidden .no-print .md-visually-hidden",
        "what the page hides",
        '<p>a</p><p hidden>b</p><p style="display:none">b</p>',
        "a",
        page="hidden",
        rest="hidden",
    ),
    _row(
        "#only-light #only-dark",
        "a picture for each scheme of colours",
        '<p>a <img src="https://e.example/d.png#only-dark" alt="">'
        "<img "
        'src="https://e.example/l.png#only-light" alt=""></p>',
        "a",
        page="one of them",
        rest="the light one",
    ),
    _row(
        "base basefont datalist dialog head link meta noembed noframes noscript script slot"
        " style template title bgsound fencedframe selectedcontent .md-clipboard"
        " .md-tooltip",
        "what is for machines, or comes up later",
        "<p>a</p><template><p>b</p></template><style>c{}</style>",
        "a",
        page="not shown",
        rest="not shown",
    ),
    _row(
        "marquee blink",
        "an element that nobody knows",
        "<p>a <my-box>b</my-box></p>",
        "a b",
        rest=_HELD,
    ),
)
"""Every construct, in the order in which the guide lists them."""

BY_NAME: Mapping[str, Construct] = {
    name: construct for construct in VOCABULARY for name in construct.names
}
"""The row of each element and class."""
