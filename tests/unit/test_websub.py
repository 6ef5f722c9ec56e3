"""Which feeds of a built site a hub has to be told of."""

import json

from tests.factories import a_post, a_site, an_edition, artefacts_of

from postroom.outbox.websub import Topic, list_topics

HUB = "https://hub.example/"


def test_feeds_that_name_a_hub_are_listed_with_their_own_address(tmp_path):
    edition = an_edition(a_site(a_post(), feeds={"hub": HUB}))
    for path, artefact in artefacts_of(edition).items():
        if path.endswith((".xml", ".json", ".opml")):
            place = tmp_path / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(artefact.make()[path])
    (tmp_path / "other.json").write_text(json.dumps(["nothing"]), "utf-8")
    (tmp_path / "broken.xml").write_text("<feed", "utf-8")

    topics = [*list_topics(tmp_path)]

    site = edition.site
    names = [topic.path.name for topic in topics]
    assert {"feed.xml", "atom.xml", "feed.json"} <= {*names}
    assert topics[0] == Topic(HUB, f"{site.url}atom.xml", tmp_path / "atom.xml")
    assert {topic.hub for topic in topics} == {HUB}
    for topic in topics:
        assert topic.url == f"{site.url}{topic.path.relative_to(tmp_path).as_posix()}"


def test_without_a_hub_nobody_has_to_be_told(tmp_path):
    (tmp_path / "feed.xml").write_text("<rss/>", "utf-8")
    (tmp_path / "feed.json").write_text('{"feed_url": "https://a.example"}', "utf-8")

    assert [*list_topics(tmp_path)] == []
