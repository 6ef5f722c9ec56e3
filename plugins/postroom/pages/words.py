"""What pages of essays say by themselves, in the language of the site; else in English.

The English words are the keys, so that a template reads as the page does.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from postroom.model.text import write_day

_GERMAN = {
    "All essays": "Alle Essays",
    "All rights reserved": "Alle Rechte vorbehalten",
    "Also published in": "Auch erschienen in",
    "Announced on": "Angekündigt auf",
    "Archive": "Archiv",
    "Author": "Autor",
    "Authors": "Autoren",
    "Book a conversation": "Ein Gespräch vereinbaren",
    "By": "Von",
    "Categories": "Rubriken",
    "Category": "Rubrik",
    "Draft": "Entwurf",
    "Essays": "Essays",
    "Feeds": "Feeds",
    "First published at": "Zuerst erschienen bei",
    "Follow": "Folgen",
    "Follow {} by feed": "{} als Feed lesen",
    "Further reading": "Zum Weiterlesen",
    "In this essay": "In diesem Essay",
    "Last changed on": "Zuletzt geändert am",
    "More essays": "Weitere Essays",
    "New essays come to you by": "Neue Essays kommen zu Ihnen als",
    "Newer": "Neuere",
    "Next essay": "Nächster Essay",
    "Nothing has been published yet.": "Noch ist nichts erschienen.",
    "Nothing is filed under this address": "Unter dieser Adresse liegt nichts",
    "Older": "Ältere",
    "On": "Über",
    "On like matters": "Verwandtes",
    "Other essays": "Andere Essays",
    "Page": "Seite",
    "Pages": "Seiten",
    "Previous essay": "Voriger Essay",
    "Reprint us": "Nachdrucken",
    "Rubrics": "Rubriken",
    "Scheduled for": "Geplant für den",
    "Series": "Reihen",
    "Set with Postroom.": "Gesetzt mit Postroom.",
    "Tag": "Stichwort",
    "Tags": "Stichwörter",
    "The first essay is yet to come.": "Der erste Essay kommt noch.",
    "The front page": "Zur Titelseite",
    "The next one comes to you": "Den nächsten bekommen Sie",
    "The page has moved, or never was. The essays are all still here.": (
        "Die Seite ist umgezogen, oder es gab sie nie. Die Essays sind alle noch da."
    ),
    "This page has moved:": "Diese Seite ist umgezogen:",
    "A plain page to pass on": "Eine schlichte Seite zum Weitergeben",
    "Write a letter": "Einen Brief schreiben",
    "and": "und",
    "by feed": "als Feed",
    "by mail": "per Mail",
    "essay": "Essay",
    "essays": "Essays",
    "feed": "Feed",
    "minute": "Minute",
    "minutes": "Minuten",
    "no account, no tracking, and you can stop whenever you like": (
        "ohne Konto, ohne Verfolgung, und Sie können jederzeit aufhören"
    ),
    "of": "von",
    "or": "oder",
    "page": "Seite",
    "part": "Teil",
    "parts": "Teile",
    "the archive": "zum Archiv",
    "without an account": "ohne Konto",
}
_FRENCH = {
    "All essays": "Tous les essais",
    "All rights reserved": "Tous droits réservés",
    "Also published in": "Également paru dans",
    "Announced on": "Annoncé sur",
    "Archive": "Archives",
    "Author": "Auteur",
    "Authors": "Auteurs",
    "Book a conversation": "Prendre rendez-vous",
    "By": "Par",
    "Categories": "Rubriques",
    "Category": "Rubrique",
    "Draft": "Brouillon",
    "Essays": "Essais",
    "Feeds": "Flux",
    "First published at": "Première parution sur",
    "Follow": "Suivre",
    "Follow {} by feed": "Suivre {} par flux",
    "Further reading": "Pour aller plus loin",
    "In this essay": "Dans cet essai",
    "Last changed on": "Dernière modification le",
    "More essays": "Autres essais",
    "New essays come to you by": "Les nouveaux essais vous parviennent par",
    "Newer": "Plus récents",
    "Next essay": "Essai suivant",
    "Nothing has been published yet.": "Rien n’a encore paru.",
    "Nothing is filed under this address": "Rien n’est rangé à cette adresse",
    "Older": "Plus anciens",
    "On": "Sur",
    "On like matters": "Dans le même esprit",
    "Other essays": "Autres essais",
    "Page": "Page",
    "Pages": "Pages",
    "Previous essay": "Essai précédent",
    "Reprint us": "Nous réimprimer",
    "Rubrics": "Rubriques",
    "Scheduled for": "Prévu le",
    "Series": "Séries",
    "Set with Postroom.": "Composé avec Postroom.",
    "Tag": "Mot-clé",
    "Tags": "Mots-clés",
    "The first essay is yet to come.": "Le premier essai est à venir.",
    "The front page": "La une",
    "The next one comes to you": "Le prochain vous parvient",
    "The page has moved, or never was. The essays are all still here.": (
        "La page a changé de place, ou n’a jamais existé. Les essais sont tous là."
    ),
    "This page has moved:": "Cette page a changé de place :",
    "A plain page to pass on": "Une page simple à transmettre",
    "Write a letter": "Écrire une lettre",
    "and": "et",
    "by feed": "par flux",
    "by mail": "par courriel",
    "essay": "essai",
    "essays": "essais",
    "feed": "flux",
    "minute": "minute",
    "minutes": "minutes",
    "no account, no tracking, and you can stop whenever you like": (
        "sans compte, sans pistage, et vous arrêtez quand vous voulez"
    ),
    "of": "sur",
    "or": "ou",
    "page": "page",
    "part": "partie",
    "parts": "parties",
    "the archive": "les archives",
    "without an account": "sans compte",
}
_SPANISH = {
    "All essays": "Todos los ensayos",
    "All rights reserved": "Todos los derechos reservados",
    "Also published in": "Publicado también en",
    "Announced on": "Anunciado en",
    "Archive": "Archivo",
    "Author": "Autor",
    "Authors": "Autores",
    "Book a conversation": "Concertar una conversación",
    "By": "Por",
    "Categories": "Secciones",
    "Category": "Sección",
    "Draft": "Borrador",
    "Essays": "Ensayos",
    "Feeds": "Canales",
    "First published at": "Publicado por primera vez en",
    "Follow": "Seguir",
    "Follow {} by feed": "Seguir {} por canal",
    "Further reading": "Para seguir leyendo",
    "In this essay": "En este ensayo",
    "Last changed on": "Última modificación:",
    "More essays": "Más ensayos",
    "New essays come to you by": "Los nuevos ensayos le llegan por",
    "Newer": "Más recientes",
    "Next essay": "Ensayo siguiente",
    "Nothing has been published yet.": "Aún no se ha publicado nada.",
    "Nothing is filed under this address": "No hay nada en esta dirección",
    "Older": "Más antiguos",
    "On": "Sobre",
    "On like matters": "Sobre temas afines",
    "Other essays": "Otros ensayos",
    "Page": "Página",
    "Pages": "Páginas",
    "Previous essay": "Ensayo anterior",
    "Reprint us": "Reimprímanos",
    "Rubrics": "Secciones",
    "Scheduled for": "Previsto para el",
    "Series": "Series",
    "Set with Postroom.": "Compuesto con Postroom.",
    "Tag": "Etiqueta",
    "Tags": "Etiquetas",
    "The first essay is yet to come.": "El primer ensayo está por llegar.",
    "The front page": "La portada",
    "The next one comes to you": "El próximo le llega",
    "The page has moved, or never was. The essays are all still here.": (
        "La página se ha movido, o nunca existió. Los ensayos siguen todos aquí."
    ),
    "This page has moved:": "Esta página se ha movido:",
    "A plain page to pass on": "Una página sencilla para compartir",
    "Write a letter": "Escribir una carta",
    "and": "y",
    "by feed": "por canal",
    "by mail": "por correo",
    "essay": "ensayo",
    "essays": "ensayos",
    "feed": "canal",
    "minute": "minuto",
    "minutes": "minutos",
    "no account, no tracking, and you can stop whenever you like": (
        "sin cuenta, sin rastreo, y puede dejarlo cuando quiera"
    ),
    "of": "de",
    "or": "o",
    "page": "página",
    "part": "parte",
    "parts": "partes",
    "the archive": "el archivo",
    "without an account": "sin cuenta",
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "de": _GERMAN,
    "es": _SPANISH,
    "fr": _FRENCH,
}
"""By the first part of a language's tag."""

_MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November "
    "Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre "
    "noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre",
}
_DAYS = {
    "de": ("{day}. {month}", " {year}"),
    "es": ("{day} de {month}", " de {year}"),
    "fr": ("{day} {month}", " {year}"),
}


def phrases_in(language: str) -> Callable[[str], str]:
    """Give what turns English words into those of a language, if it is one of ours."""
    words = WORDS.get(_first(language), {})
    return lambda english: words.get(english, english)


def day_in(language: str) -> Callable[..., str]:
    """Give what writes a day, with its year or without."""
    name = _first(language)

    def write(moment: datetime, *, year: bool = True) -> str:
        if name not in _MONTHS:
            day = write_day(moment)
            return day if year else day.replace(f" {moment.year}", "")
        month = _MONTHS[name].split()[moment.month - 1]
        is_first = name == "fr" and moment.day == 1
        shape = "".join(_DAYS[name] if year else _DAYS[name][:1])
        day = "1er" if is_first else str(moment.day)
        return shape.format(day=day, month=month, year=moment.year)

    return write


def _first(language: str) -> str:
    return language.partition("-")[0].lower()
