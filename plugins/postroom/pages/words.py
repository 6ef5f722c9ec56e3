"""What pages of essays say by themselves, in the language of the site; else in English.

The English words are the keys, so that a template reads as the page does.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from postroom.model.text import write_day

_GERMAN = {
    "Page of its own": "Eigene Seite",
    "All the details": "Alles Nähere",
    "Apply here": "Hier bewerben",
    "This is over.": "Dies ist vorbei.",
    "Write a letter that asks this": "Einen Brief mit diesen Fragen schreiben",
    (
        "“Write a letter that asks this” has the questions in it already; what you leave "
        "empty is left out."
    ): (
        "„Einen Brief mit diesen Fragen schreiben“ enthält die Fragen schon; "
        "was leer bleibt, fällt weg."
    ),
    "Left out, since nobody may reprint it: {}": (
        "Fehlt, da niemand es nachdrucken darf: {}"
    ),
    "This page has moved:": "Diese Seite ist umgezogen:",
    "a kit for reprinting it": "eine Mappe zum Nachdrucken",
    ("A paid role that somebody in the community would recommend to a friend."): (
        "Eine bezahlte Stelle, die jemand von uns einem Freund empfehlen würde."
    ),
    "A plain page to pass on": "Eine schlichte Seite zum Weitergeben",
    "a reprint kit": "Nachdruckmappe",
    ("A thank-you in public, to someone who gave something without being asked."): (
        "Ein öffentlicher Dank an jemanden, der ungefragt etwas gegeben hat."
    ),
    "About {}": "Über {}",
    "Add all events to your calendar": "Alle Termine in den Kalender",
    "All essays": "Alle Essays",
    "All feeds": "Alle Feeds",
    "All feeds at once, for readers that import subscriptions:": (
        "Alle Feeds auf einmal, für Leseprogramme, die Abonnements einlesen:"
    ),
    "all lengths and formats": "alle Längen und Formate",
    "All rights reserved": "Alle Rechte vorbehalten",
    "all rights reserved": "alle Rechte vorbehalten",
    "{} alone:": "Nur {}:",
    "Also in {} words": "Auch in {} Wörtern",
    "Also published in": "Auch erschienen in",
    ("An article, a talk, a book or a tool that was worth your own time."): (
        "Ein Artikel, ein Vortrag, ein Buch oder ein Werkzeug, das Ihre Zeit wert war."
    ),
    "and": "und",
    "Announced on": "Angekündigt auf",
    "{} appears on {}.": "{} erscheint am {}.",
    "{} appears on {}; what is here by {} is in it.": (
        "{} erscheint am {}; was bis {} hier ist, steht darin."
    ),
    "Archive": "Archiv",
    "As {}, to select by hand": "Als {}, von Hand zu markieren",
    "Ask": "Fragen",
    "ask first": "bitte erst fragen",
    "Asks": "Gesuche",
    "Author": "Autor",
    "Authors": "Autoren",
    "biographies": "Biografien",
    "Book a conversation": "Ein Gespräch vereinbaren",
    "By": "Von",
    "{} by {}.": "{} bis {}.",
    "By author": "Nach Autor",
    "By category": "Nach Rubrik",
    "By feed": "Als Feed",
    "by feed": "als Feed",
    "By mail": "Per Mail",
    "by mail": "per Mail",
    "By mail or by feed, as you like.": "Per Mail oder als Feed, wie Sie mögen.",
    "By series": "Nach Reihe",
    "By tag": "Nach Stichwort",
    "Calendar": "Kalender",
    "Categories": "Rubriken",
    "Category": "Rubrik",
    "{} comes {} too.": "{} kommt auch {}.",
    "Copied": "Kopiert",
    "Copy {}": "{} kopieren",
    "Copy for Word or a mail": "Für Word oder eine Mail kopieren",
    "Copy the credit": "Nachweis kopieren",
    "Copy this address into your feed reader:": (
        "Kopieren Sie diese Adresse in Ihr Leseprogramm:"
    ),
    "Copy this biography": "Diese Biografie kopieren",
    "Credit": "Nachweis",
    "done": "erledigt",
    "Download": "Herunterladen",
    "Draft": "Entwurf",
    "Entries": "Einträge",
    "essay": "Essay",
    "Essays": "Essays",
    "essays": "Essays",
    "Events": "Termine",
    (
        "Every essay and every issue, in a reader of your choice. No address, "
        "no account, and nobody knows."
    ): (
        "Jeder Essay und jede Ausgabe, in einem Leseprogramm Ihrer Wahl. "
        "Keine Adresse, kein Konto, und niemand erfährt davon."
    ),
    (
        "Every essay, in a reader of your choice. No address, no account, and nobody knows."
    ): (
        "Jeder Essay, in einem Leseprogramm Ihrer Wahl. Keine Adresse, kein "
        "Konto, und niemand erfährt davon."
    ),
    "every month": "jeden Monat",
    "every two weeks": "alle zwei Wochen",
    "every week": "jede Woche",
    "Everything in one .zip": "Alles in einer .zip-Datei",
    (
        "Everything published here, delivered to a reader of your choice, "
        "without an account and without anyone knowing."
    ): (
        "Alles, was hier erscheint, in einem Leseprogramm Ihrer Wahl, ohne "
        "Konto und ohne dass jemand davon erfährt."
    ),
    "Feed": "Feed",
    "feed": "Feed",
    "Feeds": "Feeds",
    "Fill in the form": "Zum Formular",
    "First published at": "Zuerst erschienen bei",
    "First published at {}, then in {}.": "Zuerst erschienen bei {}, dann in {}.",
    "Follow": "Folgen",
    "Follow {} by feed": "{} als Feed lesen",
    "For print": "Für den Druck",
    "For print, and as HTML": "Für den Druck und als HTML",
    "For programs:": "Für Programme:",
    "{} for the first issue.": "{} für die erste Ausgabe.",
    "{} for the one after.": "{} für die nächste danach.",
    "Formats": "Formate",
    "four times a year": "viermal im Jahr",
    "From the text": "Aus dem Text",
    "from {} on": "ab {}",
    "Further reading": "Zum Weiterlesen",
    "Get it by mail": "Per Mail bekommen",
    "Get {} by mail or feed": "{} per Mail oder als Feed bekommen",
    "{} has it in several lengths and formats.": (
        "{} hat ihn in mehreren Längen und Formaten."
    ),
    "have it sent to you": "ihn zugeschickt bekommen",
    "HTML": "HTML",
    (
        "I may share this, it is not copied from behind a paywall, and it may "
        "be published under the newsletter’s licence."
    ): (
        "Ich darf dies weitergeben, es ist nicht von hinter einer "
        "Bezahlschranke kopiert, und es darf unter der Lizenz des Rundbriefs "
        "erscheinen."
    ),
    (
        "If you can, let the copy on the web name {} as its canonical "
        "address, or keep it from search engines; a visible link is enough "
        "for us."
    ): (
        "Wenn es geht, nennen Sie im Netz {} als kanonische Adresse, oder "
        "halten Sie die Kopie von Suchmaschinen fern; uns genügt ein "
        "sichtbarer Verweis."
    ),
    "If you edit a newsletter, there is {}.": "Für Redaktionen von Rundbriefen gibt es {}.",
    ("If you know Git: add one file to {} of {} by pull request; {} writes it."): (
        "Wer Git kennt: Eine Datei in {} von {} per Pull-Request genügt; {} schreibt sie."
    ),
    "If you like:": "Wenn Sie mögen:",
    "In this essay": "In diesem Essay",
    "In this issue": "In dieser Ausgabe",
    "Issues": "Ausgaben",
    ("It is being put together; what comes now waits for the one after."): (
        "Sie wird gerade zusammengestellt; was jetzt kommt, wartet auf die nächste."
    ),
    "Jobs": "Stellen",
    "Last changed on": "Zuletzt geändert am",
    "Leave this empty": "Bitte leer lassen",
    "Lengths": "Längen",
    "Licence": "Lizenz",
    "link": "Link",
    "Link to this item": "Link zu diesem Beitrag",
    "Markdown": "Markdown",
    "may be printed": "darf gedruckt werden",
    "May we print “{}”?": "Dürfen wir „{}“ drucken?",
    "minute": "Minute",
    "minutes": "Minuten",
    "More essays": "Weitere Essays",
    "New essays": "Neue Essays",
    "New essays come to you by": "Neue Essays kommen zu Ihnen als",
    "Newer": "Neuere",
    "News": "Neuigkeiten",
    "Newsletters": "Rundbriefe",
    "Next essay": "Nächster Essay",
    "No.": "Nr.",
    "no account, no tracking, and you can stop whenever you like": (
        "ohne Konto, ohne Verfolgung, und Sie können jederzeit aufhören"
    ),
    "no changes beyond the lengths offered here": (
        "keine Änderungen außer den Längen, die es hier gibt"
    ),
    "Not allowed here: select it by hand": "Hier nicht erlaubt: bitte von Hand markieren",
    "Not before": "Nicht vor",
    "not before {}": "nicht vor {}",
    "not in anything that is sold": "nicht in etwas, das verkauft wird",
    "Nothing else is sent, and one line in every mail ends it.": (
        "Sonst wird nichts verschickt, und eine Zeile in jeder Mail beendet es."
    ),
    "Nothing has been published yet.": "Noch ist nichts erschienen.",
    (
        "Nothing here counts your readers: there is no pixel in the texts, "
        "and the links carry no tags."
    ): (
        "Hier zählt nichts Ihre Leser: In den Texten ist kein Zählpixel, und "
        "die Links tragen keine Kennungen."
    ),
    "Nothing here just now.": "Zurzeit steht hier nichts.",
    "Nothing is filed under this address": "Unter dieser Adresse liegt nichts",
    "of": "von",
    "{} of {}": "{} von {}",
    "of {} words": "mit {} Wörtern",
    "Offers": "Angebote",
    "Older": "Ältere",
    "On": "Über",
    "On like matters": "Verwandtes",
    "or": "oder",
    "Other essays": "Andere Essays",
    "our repository": "unserem Repositorium",
    "Page": "Seite",
    "page": "Seite",
    "Pages": "Seiten",
    "part": "Teil",
    "parts": "Teile",
    "Photo": "Foto",
    "Pictures": "Bilder",
    "pictures": "Bilder",
    "pixels": "Pixel",
    "Plain text": "Reiner Text",
    "plain text": "reinen Text",
    "Please ask before you print this": "Bitte fragen Sie, bevor Sie dies drucken",
    "Please ask before you reprint this essay": (
        "Bitte fragen Sie, bevor Sie diesen Essay nachdrucken"
    ),
    "Please do not reprint this essay": "Bitte drucken Sie diesen Essay nicht nach",
    "Previous essay": "Voriger Essay",
    "QR code of {}": "QR-Code von {}",
    "Read it": "Lesen",
    "Read it where it appeared": "Lesen, wo es erschienen ist",
    "{}, ready to print in your newsletter: {} words.": (
        "{}, druckfertig für Ihren Rundbrief: {} Wörter."
    ),
    "reprint": "Nachdruck",
    "Reprint kit": "Nachdruckmappe",
    "Reprint us": "Nachdrucken",
    "Rubrics": "Rubriken",
    "Scheduled": "Geplant",
    "Scheduled for": "Geplant für den",
    "See it in its place": "An seinem Ort ansehen",
    "Send one in": "Etwas einsenden",
    "Send something in": "Etwas einsenden",
    "Sent in by": "Eingesandt von",
    "Series": "Reihen",
    "Set with Postroom.": "Gesetzt mit Postroom.",
    (
        "Someone who has just joined, and what one could talk to them about."
    ): "Jemand, der neu ist, und worüber man mit ihm reden könnte.",
    ("Something people can come to, on a given day, in a room or online."): (
        "Etwas, wohin man kommen kann, an einem bestimmten Tag, in einen Raum "
        "oder ins Netz."
    ),
    ("Something that happened, or will: a new group, a prize, a move, an ending."): (
        "Etwas, das geschehen ist oder wird: eine neue Gruppe, ein Preis, ein "
        "Umzug, ein Ende."
    ),
    ("Something you need that somebody here may have: an hour, an answer, a name."): (
        "Etwas, das Sie brauchen und hier vielleicht jemand hat: eine Stunde, "
        "eine Antwort, einen Namen."
    ),
    ("Something you would give away: time, a spare ticket, a desk, a read-through."): (
        "Etwas, das Sie hergeben würden: Zeit, eine Karte zu viel, einen "
        "Schreibtisch, eine Durchsicht."
    ),
    "Sponsor": "Förderer",
    "Subscribe": "Abonnieren",
    "Table": "Tabelle",
    "Tag": "Stichwort",
    "Tags": "Stichwörter",
    "Tell us": "Sagen Sie es uns",
    "Thanks": "Dank",
    "the archive": "zum Archiv",
    "The author’s own short version": "Die eigene Kurzfassung des Autors",
    "The beginning, cut where a paragraph ends": (
        "Der Anfang, geschnitten, wo ein Absatz endet"
    ),
    "The cover": "Das Titelbild",
    "The credit by itself": "Der Nachweis für sich",
    "The first essay is yet to come.": "Der erste Essay kommt noch.",
    "The first issue is yet to come.": "Die erste Ausgabe kommt noch.",
    "The front page": "Zur Titelseite",
    ("The last lines of each text below. Please keep them, and the link."): (
        "Die letzten Zeilen jedes Textes hier. Bitte lassen Sie sie stehen, mit dem Link."
    ),
    (
        "The letter: {}; what members sent in belongs to them, and may be "
        "passed on with their names."
    ): (
        "Der Brief: {}; was Mitglieder eingesandt haben, gehört ihnen und "
        "darf mit ihren Namen weitergegeben werden."
    ),
    "The newsletter": "Der Rundbrief",
    "The next issue is yours": "Die nächste Ausgabe ist Ihre",
    "The next one comes to you": "Den nächsten bekommen Sie",
    "the original": "das Original",
    ("The page has moved, or never was. The essays are all still here."): (
        "Die Seite ist umgezogen, oder es gab sie nie. Die Essays sind alle noch da."
    ),
    "The reprint kit": "Die Nachdruckmappe",
    "The whole magazine": "Das ganze Magazin",
    "The whole text": "Der ganze Text",
    (
        "These may be printed in your newsletter. Choose one, pick the length "
        "that fits, copy it, and leave its last lines on."
    ): (
        "Diese dürfen Sie in Ihrem Rundbrief drucken. Wählen Sie einen Essay "
        "und die passende Länge, kopieren Sie ihn, und lassen Sie die letzten "
        "Zeilen stehen."
    ),
    "This essay lives at {}, in {}.": "Dieser Essay steht unter {}, in {}.",
    "This issue as {}.": "Diese Ausgabe als {}.",
    "This issue as {}, and as {}.": "Diese Ausgabe als {} und als {}.",
    "This issue was paid for by": "Diese Ausgabe hat bezahlt",
    "to do": "zu tun",
    "We ask:": "Wir fragen:",
    "We printed “{}”": "Wir haben „{}“ gedruckt",
    "Welcome": "Willkommen",
    ("What is here by {} can be in it; what comes later waits for the one after."): (
        "Was bis {} hier ist, kann hinein; was später kommt, wartet auf die nächste."
    ),
    "What is over": "Was vorbei ist",
    ("What other newsletters may print, in four lengths and formats."): (
        "Was andere Rundbriefe drucken dürfen, in vier Längen und Formaten."
    ),
    "What to send in, by when, and how.": "Was, bis wann und wie man etwas einsendet.",
    "Where it ran, afterwards:": "Nachher, wo es stand:",
    "With thanks to {}, who sent in what stands here.": (
        "Mit Dank an {} für alles Eingesandte."
    ),
    "without an account": "ohne Konto",
    "Without an account anywhere": "Ganz ohne Konto",
    "Word": "Word",
    "{:,} words": "{} Wörter",
    "Worth your time": "Lesenswert",
    "Write a letter": "Einen Brief schreiben",
    (
        "Write a letter to {}. Say in the subject what it is (“Event: …”, "
        "“Ask: …”), answer the questions above in the letter, in any order, and "
        "add the line “I agree”, which means:"
    ): (
        "Schreiben Sie an {}. Sagen Sie im Betreff auf Englisch, was es ist "
        "(„Event: …“, „Ask: …“), beantworten Sie im Brief die Fragen oben "
        "in beliebiger Folge, "
        "und setzen Sie die Zeile „I agree“ dazu, die bedeutet:"
    ),
    "Write to subscribe": "Zum Abonnieren schreiben",
    "Yes, you may print this": "Ja, Sie dürfen dies drucken",
    "Yes, you may print this from {} on": "Ja, ab {} dürfen Sie dies drucken",
    "You may reprint this essay": "Sie dürfen diesen Essay nachdrucken",
    "Your e-mail address": "Ihre E-Mail-Adresse",
}
_FRENCH = {
    "Page of its own": "Page à part",
    "All the details": "Tous les détails",
    "Apply here": "Postuler ici",
    "This is over.": "C’est terminé.",
    "Write a letter that asks this": "Écrire une lettre avec ces questions",
    (
        "“Write a letter that asks this” has the questions in it already; what you leave "
        "empty is left out."
    ): (
        "« Écrire une lettre avec ces questions » contient déjà les questions "
        "; ce qui reste vide est laissé de côté."
    ),
    "Left out, since nobody may reprint it: {}": (
        "Omis, car personne ne peut le reprendre : {}"
    ),
    "This page has moved:": "Cette page a changé de place :",
    "a kit for reprinting it": "un dossier pour le réimprimer",
    ("A paid role that somebody in the community would recommend to a friend."): (
        "Un poste payé que quelqu’un de la communauté recommanderait à un ami."
    ),
    "A plain page to pass on": "Une page simple à transmettre",
    "a reprint kit": "dossier de réimpression",
    ("A thank-you in public, to someone who gave something without being asked."): (
        "Un merci public, à quelqu’un qui a donné sans qu’on le lui demande."
    ),
    "About {}": "À propos de {}",
    "Add all events to your calendar": "Ajouter tous les rendez-vous à votre agenda",
    "All essays": "Tous les essais",
    "All feeds": "Tous les flux",
    "All feeds at once, for readers that import subscriptions:": (
        "Tous les flux à la fois, pour les lecteurs qui importent des abonnements :"
    ),
    "all lengths and formats": "toutes les longueurs, tous les formats",
    "All rights reserved": "Tous droits réservés",
    "all rights reserved": "tous droits réservés",
    "{} alone:": "{} seulement :",
    "Also in {} words": "Aussi en {} mots",
    "Also published in": "Également paru dans",
    ("An article, a talk, a book or a tool that was worth your own time."): (
        "Un article, une conférence, un livre ou un outil qui valait votre temps."
    ),
    "and": "et",
    "Announced on": "Annoncé sur",
    "{} appears on {}.": "{} paraît le {}.",
    "{} appears on {}; what is here by {} is in it.": (
        "{} paraît le {} ; ce qui est ici d’ici le {} y est."
    ),
    "Archive": "Archives",
    "As {}, to select by hand": "En {}, à sélectionner à la main",
    "Ask": "Demander",
    "ask first": "demander d’abord",
    "Asks": "Demandes",
    "Author": "Auteur",
    "Authors": "Auteurs",
    "biographies": "biographies",
    "Book a conversation": "Prendre rendez-vous",
    "By": "Par",
    "{} by {}.": "{} d’ici le {}.",
    "By author": "Par auteur",
    "By category": "Par rubrique",
    "By feed": "Par flux",
    "by feed": "par flux",
    "By mail": "Par courriel",
    "by mail": "par courriel",
    "By mail or by feed, as you like.": "Par courriel ou par flux, à votre guise.",
    "By series": "Par série",
    "By tag": "Par mot-clé",
    "Calendar": "Agenda",
    "Categories": "Rubriques",
    "Category": "Rubrique",
    "{} comes {} too.": "{} vient aussi {}.",
    "Copied": "Copié",
    "Copy {}": "Copier : {}",
    "Copy for Word or a mail": "Copier pour Word ou un courriel",
    "Copy the credit": "Copier la mention",
    "Copy this address into your feed reader:": (
        "Copiez cette adresse dans votre lecteur de flux :"
    ),
    "Copy this biography": "Copier cette biographie",
    "Credit": "Mention",
    "done": "fait",
    "Download": "Télécharger",
    "Draft": "Brouillon",
    "Entries": "Entrées",
    "essay": "essai",
    "Essays": "Essais",
    "essays": "essais",
    "Events": "Rendez-vous",
    (
        "Every essay and every issue, in a reader of your choice. No address, "
        "no account, and nobody knows."
    ): (
        "Chaque essai et chaque numéro, dans le lecteur de votre choix. Ni "
        "adresse, ni compte, et personne n’en sait rien."
    ),
    (
        "Every essay, in a reader of your choice. No address, no account, and nobody knows."
    ): (
        "Chaque essai, dans le lecteur de votre choix. Ni adresse, ni compte, "
        "et personne n’en sait rien."
    ),
    "every month": "chaque mois",
    "every two weeks": "toutes les deux semaines",
    "every week": "chaque semaine",
    "Everything in one .zip": "Le tout dans un .zip",
    (
        "Everything published here, delivered to a reader of your choice, "
        "without an account and without anyone knowing."
    ): (
        "Tout ce qui paraît ici, dans le lecteur de votre choix, sans compte "
        "et sans que personne le sache."
    ),
    "Feed": "Flux",
    "feed": "flux",
    "Feeds": "Flux",
    "Fill in the form": "Remplir le formulaire",
    "First published at": "Première parution sur",
    "First published at {}, then in {}.": "Paru d’abord sur {}, puis dans {}.",
    "Follow": "Suivre",
    "Follow {} by feed": "Suivre {} par flux",
    "For print": "Pour l’impression",
    "For print, and as HTML": "Pour l’impression, et en HTML",
    "For programs:": "Pour les programmes :",
    "{} for the first issue.": "{} pour le premier numéro.",
    "{} for the one after.": "{} pour le suivant.",
    "Formats": "Formats",
    "four times a year": "quatre fois par an",
    "From the text": "Dans le texte",
    "from {} on": "à partir du {}",
    "Further reading": "Pour aller plus loin",
    "Get it by mail": "Le recevoir par courriel",
    "Get {} by mail or feed": "Recevoir {} par courriel ou par flux",
    "{} has it in several lengths and formats.": (
        "{} l’offre en plusieurs longueurs et formats."
    ),
    "have it sent to you": "la recevoir",
    "HTML": "HTML",
    (
        "I may share this, it is not copied from behind a paywall, and it may "
        "be published under the newsletter’s licence."
    ): (
        "J’ai le droit de partager ceci, ce n’est pas copié derrière un "
        "péage, et cela peut paraître sous la licence de la lettre."
    ),
    (
        "If you can, let the copy on the web name {} as its canonical "
        "address, or keep it from search engines; a visible link is enough "
        "for us."
    ): (
        "Si possible, que la copie en ligne indique {} comme adresse "
        "canonique, ou reste hors des moteurs de recherche ; un lien visible "
        "nous suffit."
    ),
    "If you edit a newsletter, there is {}.": "Si vous éditez une lettre, voici {}.",
    ("If you know Git: add one file to {} of {} by pull request; {} writes it."): (
        "Si vous connaissez Git : ajoutez un fichier à {} dans {} par pull "
        "request ; {} l’écrit."
    ),
    "If you like:": "Si vous voulez :",
    "In this essay": "Dans cet essai",
    "In this issue": "Dans ce numéro",
    "Issues": "Numéros",
    ("It is being put together; what comes now waits for the one after."): (
        "Il est en préparation ; ce qui arrive maintenant attend le suivant."
    ),
    "Jobs": "Emplois",
    "Last changed on": "Dernière modification le",
    "Leave this empty": "Laissez ce champ vide",
    "Lengths": "Longueurs",
    "Licence": "Licence",
    "link": "lien",
    "Link to this item": "Lien vers cette contribution",
    "Markdown": "Markdown",
    "may be printed": "peut être imprimé",
    "May we print “{}”?": "Pouvons-nous imprimer « {} » ?",
    "minute": "minute",
    "minutes": "minutes",
    "More essays": "Autres essais",
    "New essays": "Nouveaux essais",
    "New essays come to you by": "Les nouveaux essais vous parviennent par",
    "Newer": "Plus récents",
    "News": "Nouvelles",
    "Newsletters": "Lettres",
    "Next essay": "Essai suivant",
    "No.": "Nº",
    "no account, no tracking, and you can stop whenever you like": (
        "sans compte, sans pistage, et vous arrêtez quand vous voulez"
    ),
    "no changes beyond the lengths offered here": (
        "aucun changement hors des longueurs offertes ici"
    ),
    "Not allowed here: select it by hand": "Pas autorisé ici : sélectionnez à la main",
    "Not before": "Pas avant",
    "not before {}": "pas avant le {}",
    "not in anything that is sold": "dans rien qui soit vendu",
    "Nothing else is sent, and one line in every mail ends it.": (
        "Rien d’autre n’est envoyé, et une ligne dans chaque courriel y met fin."
    ),
    "Nothing has been published yet.": "Rien n’a encore paru.",
    (
        "Nothing here counts your readers: there is no pixel in the texts, "
        "and the links carry no tags."
    ): (
        "Rien ici ne compte vos lecteurs : aucun pixel dans les textes, "
        "aucune marque dans les liens."
    ),
    "Nothing here just now.": "Rien ici pour l’instant.",
    "Nothing is filed under this address": "Rien n’est rangé à cette adresse",
    "of": "sur",
    "{} of {}": "{} de {}",
    "of {} words": "de {} mots",
    "Offers": "Offres",
    "Older": "Plus anciens",
    "On": "Sur",
    "On like matters": "Dans le même esprit",
    "or": "ou",
    "Other essays": "Autres essais",
    "our repository": "notre dépôt",
    "Page": "Page",
    "page": "page",
    "Pages": "Pages",
    "part": "partie",
    "parts": "parties",
    "Photo": "Photo",
    "Pictures": "Images",
    "pictures": "images",
    "pixels": "pixels",
    "Plain text": "Texte brut",
    "plain text": "texte brut",
    "Please ask before you print this": "Merci de demander avant d’imprimer ceci",
    "Please ask before you reprint this essay": (
        "Merci de demander avant de réimprimer cet essai"
    ),
    "Please do not reprint this essay": "Merci de ne pas réimprimer cet essai",
    "Previous essay": "Essai précédent",
    "QR code of {}": "Code QR de {}",
    "Read it": "Lire",
    "Read it where it appeared": "À lire là où c’est paru",
    "{}, ready to print in your newsletter: {} words.": (
        "{}, prêt à imprimer dans votre lettre : {} mots."
    ),
    "reprint": "réimpression",
    "Reprint kit": "Dossier de réimpression",
    "Reprint us": "Nous réimprimer",
    "Rubrics": "Rubriques",
    "Scheduled": "Prévu",
    "Scheduled for": "Prévu le",
    "See it in its place": "Le voir à sa place",
    "Send one in": "En envoyer un",
    "Send something in": "Envoyer quelque chose",
    "Sent in by": "Envoyé par",
    "Series": "Séries",
    "Set with Postroom.": "Composé avec Postroom.",
    ("Someone who has just joined, and what one could talk to them about."): (
        "Quelqu’un qui vient d’arriver, et de quoi l’on pourrait lui parler."
    ),
    ("Something people can come to, on a given day, in a room or online."): (
        "Quelque chose où l’on peut venir, un jour donné, dans une salle ou en ligne."
    ),
    ("Something that happened, or will: a new group, a prize, a move, an ending."): (
        "Ce qui est arrivé ou arrivera : un nouveau groupe, un prix, un départ, une fin."
    ),
    ("Something you need that somebody here may have: an hour, an answer, a name."): (
        "Ce qu’il vous faut et que quelqu’un ici a peut-être : une heure, une "
        "réponse, un nom."
    ),
    ("Something you would give away: time, a spare ticket, a desk, a read-through."): (
        "Ce que vous donneriez : du temps, un billet en trop, un bureau, une relecture."
    ),
    "Sponsor": "Mécène",
    "Subscribe": "S’abonner",
    "Table": "Tableau",
    "Tag": "Mot-clé",
    "Tags": "Mots-clés",
    "Tell us": "Dites-le-nous",
    "Thanks": "Merci",
    "the archive": "les archives",
    "The author’s own short version": "La version courte de l’auteur",
    "The beginning, cut where a paragraph ends": "Le début, coupé à la fin d’un paragraphe",
    "The cover": "La couverture",
    "The credit by itself": "La mention seule",
    "The first essay is yet to come.": "Le premier essai est à venir.",
    "The first issue is yet to come.": "Le premier numéro est à venir.",
    "The front page": "La une",
    ("The last lines of each text below. Please keep them, and the link."): (
        "Les dernières lignes de chaque texte ci-dessous. Merci de les "
        "garder, avec le lien."
    ),
    (
        "The letter: {}; what members sent in belongs to them, and may be "
        "passed on with their names."
    ): (
        "La lettre : {} ; ce que les membres ont envoyé leur appartient, et "
        "peut être transmis avec leurs noms."
    ),
    "The newsletter": "La lettre",
    "The next issue is yours": "Le prochain numéro est à vous",
    "The next one comes to you": "Le prochain vous parvient",
    "the original": "l’original",
    ("The page has moved, or never was. The essays are all still here."): (
        "La page a changé de place, ou n’a jamais existé. Les essais sont tous là."
    ),
    "The reprint kit": "Le dossier de réimpression",
    "The whole magazine": "Tout le magazine",
    "The whole text": "Le texte entier",
    (
        "These may be printed in your newsletter. Choose one, pick the length "
        "that fits, copy it, and leave its last lines on."
    ): (
        "Vous pouvez les imprimer dans votre lettre. Choisissez-en un, prenez "
        "la longueur qui convient, copiez-le, et gardez ses dernières lignes."
    ),
    "This essay lives at {}, in {}.": "Cet essai se trouve à {}, dans {}.",
    "This issue as {}.": "Ce numéro en {}.",
    "This issue as {}, and as {}.": "Ce numéro en {}, et en {}.",
    "This issue was paid for by": "Ce numéro a été payé par",
    "to do": "à faire",
    "We ask:": "Nous demandons :",
    "We printed “{}”": "Nous avons imprimé « {} »",
    "Welcome": "Bienvenue",
    ("What is here by {} can be in it; what comes later waits for the one after."): (
        "Ce qui est ici d’ici le {} peut y paraître ; ce qui vient plus tard "
        "attend le suivant."
    ),
    "What is over": "Ce qui est passé",
    ("What other newsletters may print, in four lengths and formats."): (
        "Ce que d’autres lettres peuvent imprimer, en quatre longueurs et formats."
    ),
    "What to send in, by when, and how.": "Quoi envoyer, pour quand, et comment.",
    "Where it ran, afterwards:": "Où c’est paru, après coup :",
    "With thanks to {}, who sent in what stands here.": (
        "Avec nos remerciements à {} pour tout ce qui est ici."
    ),
    "without an account": "sans compte",
    "Without an account anywhere": "Sans compte nulle part",
    "Word": "Word",
    "{:,} words": "{} mots",
    "Worth your time": "À lire",
    "Write a letter": "Écrire une lettre",
    (
        "Write a letter to {}. Say in the subject what it is (“Event: …”, "
        "“Ask: …”), answer the questions above in the letter, in any order, and "
        "add the line “I agree”, which means:"
    ): (
        "Écrivez à {}. Dites dans l’objet, en anglais, ce que c’est (« Event: "
        "… », « Ask: … »), répondez dans la lettre aux questions ci-dessus, "
        "dans n’importe quel ordre, "
        "et ajoutez la ligne « I agree », qui veut dire :"
    ),
    "Write to subscribe": "Écrire pour s’abonner",
    "Yes, you may print this": "Oui, vous pouvez imprimer ceci",
    "Yes, you may print this from {} on": "Oui, vous pouvez imprimer ceci à partir du {}",
    "You may reprint this essay": "Vous pouvez réimprimer cet essai",
    "Your e-mail address": "Votre adresse électronique",
}
_SPANISH = {
    "Page of its own": "Página propia",
    "All the details": "Todos los detalles",
    "Apply here": "Solicitar aquí",
    "This is over.": "Esto ya pasó.",
    "Write a letter that asks this": "Escribir una carta con estas preguntas",
    (
        "“Write a letter that asks this” has the questions in it already; what you leave "
        "empty is left out."
    ): (
        "«Escribir una carta con estas preguntas» ya contiene las preguntas; "
        "lo que quede vacío se omite."
    ),
    "Left out, since nobody may reprint it: {}": (
        "Omitido, porque nadie puede reproducirlo: {}"
    ),
    "This page has moved:": "Esta página se ha movido:",
    "a kit for reprinting it": "una carpeta para reimprimirlo",
    ("A paid role that somebody in the community would recommend to a friend."): (
        "Un puesto pagado que alguien de la comunidad recomendaría a un amigo."
    ),
    "A plain page to pass on": "Una página sencilla para compartir",
    "a reprint kit": "carpeta de reimpresión",
    ("A thank-you in public, to someone who gave something without being asked."): (
        "Un agradecimiento en público a alguien que dio algo sin que se lo pidieran."
    ),
    "About {}": "Sobre {}",
    "Add all events to your calendar": "Añadir todas las citas a su calendario",
    "All essays": "Todos los ensayos",
    "All feeds": "Todos los canales",
    "All feeds at once, for readers that import subscriptions:": (
        "Todos los canales a la vez, para lectores que importan suscripciones:"
    ),
    "all lengths and formats": "todas las extensiones y formatos",
    "All rights reserved": "Todos los derechos reservados",
    "all rights reserved": "todos los derechos reservados",
    "{} alone:": "Solo {}:",
    "Also in {} words": "También en {} palabras",
    "Also published in": "Publicado también en",
    ("An article, a talk, a book or a tool that was worth your own time."): (
        "Un artículo, una charla, un libro o una herramienta que mereció su tiempo."
    ),
    "and": "y",
    "Announced on": "Anunciado en",
    "{} appears on {}.": "{} aparece el {}.",
    "{} appears on {}; what is here by {} is in it.": (
        "{} aparece el {}; lo que esté aquí hasta el {} entra."
    ),
    "Archive": "Archivo",
    "As {}, to select by hand": "Como {}, para seleccionar a mano",
    "Ask": "Preguntar",
    "ask first": "pregunte antes",
    "Asks": "Peticiones",
    "Author": "Autor",
    "Authors": "Autores",
    "biographies": "biografías",
    "Book a conversation": "Concertar una conversación",
    "By": "Por",
    "{} by {}.": "{} hasta el {}.",
    "By author": "Por autor",
    "By category": "Por sección",
    "By feed": "Por canal",
    "by feed": "por canal",
    "By mail": "Por correo",
    "by mail": "por correo",
    "By mail or by feed, as you like.": "Por correo o por canal, como prefiera.",
    "By series": "Por serie",
    "By tag": "Por etiqueta",
    "Calendar": "Calendario",
    "Categories": "Secciones",
    "Category": "Sección",
    "{} comes {} too.": "{} llega también {}.",
    "Copied": "Copiado",
    "Copy {}": "Copiar: {}",
    "Copy for Word or a mail": "Copiar para Word o un correo",
    "Copy the credit": "Copiar el crédito",
    "Copy this address into your feed reader:": (
        "Copie esta dirección en su lector de canales:"
    ),
    "Copy this biography": "Copiar esta biografía",
    "Credit": "Crédito",
    "done": "hecho",
    "Download": "Descargar",
    "Draft": "Borrador",
    "Entries": "Entradas",
    "essay": "ensayo",
    "Essays": "Ensayos",
    "essays": "ensayos",
    "Events": "Citas",
    (
        "Every essay and every issue, in a reader of your choice. No address, "
        "no account, and nobody knows."
    ): (
        "Cada ensayo y cada número, en el lector que prefiera. Sin dirección, "
        "sin cuenta, y nadie se entera."
    ),
    (
        "Every essay, in a reader of your choice. No address, no account, and nobody knows."
    ): (
        "Cada ensayo, en el lector que prefiera. Sin dirección, sin cuenta, y "
        "nadie se entera."
    ),
    "every month": "cada mes",
    "every two weeks": "cada dos semanas",
    "every week": "cada semana",
    "Everything in one .zip": "Todo en un .zip",
    (
        "Everything published here, delivered to a reader of your choice, "
        "without an account and without anyone knowing."
    ): (
        "Todo lo que se publica aquí, en el lector que prefiera, sin cuenta y "
        "sin que nadie lo sepa."
    ),
    "Feed": "Canal",
    "feed": "canal",
    "Feeds": "Canales",
    "Fill in the form": "Rellenar el formulario",
    "First published at": "Publicado por primera vez en",
    "First published at {}, then in {}.": "Publicado primero en {}, después en {}.",
    "Follow": "Seguir",
    "Follow {} by feed": "Seguir {} por canal",
    "For print": "Para imprimir",
    "For print, and as HTML": "Para imprimir, y en HTML",
    "For programs:": "Para programas:",
    "{} for the first issue.": "{} para el primer número.",
    "{} for the one after.": "{} para el siguiente.",
    "Formats": "Formatos",
    "four times a year": "cuatro veces al año",
    "From the text": "Del texto",
    "from {} on": "a partir del {}",
    "Further reading": "Para seguir leyendo",
    "Get it by mail": "Recibirlo por correo",
    "Get {} by mail or feed": "Recibir {} por correo o por canal",
    "{} has it in several lengths and formats.": (
        "{} lo tiene en varias extensiones y formatos."
    ),
    "have it sent to you": "recibirlo",
    "HTML": "HTML",
    (
        "I may share this, it is not copied from behind a paywall, and it may "
        "be published under the newsletter’s licence."
    ): (
        "Puedo compartir esto, no está copiado de detrás de un muro de pago, "
        "y puede publicarse bajo la licencia del boletín."
    ),
    (
        "If you can, let the copy on the web name {} as its canonical "
        "address, or keep it from search engines; a visible link is enough "
        "for us."
    ): (
        "Si puede, que la copia en la red indique {} como dirección canónica, "
        "o quede fuera de los buscadores; a nosotros nos basta un enlace "
        "visible."
    ),
    "If you edit a newsletter, there is {}.": "Si edita un boletín, aquí tiene {}.",
    ("If you know Git: add one file to {} of {} by pull request; {} writes it."): (
        "Si conoce Git: añada un archivo a {} de {} por pull request; {} lo escribe."
    ),
    "If you like:": "Si quiere:",
    "In this essay": "En este ensayo",
    "In this issue": "En este número",
    "Issues": "Números",
    ("It is being put together; what comes now waits for the one after."): (
        "Se está componiendo; lo que llegue ahora espera al siguiente."
    ),
    "Jobs": "Empleos",
    "Last changed on": "Última modificación:",
    "Leave this empty": "Deje esto vacío",
    "Lengths": "Extensiones",
    "Licence": "Licencia",
    "link": "enlace",
    "Link to this item": "Enlace a esta aportación",
    "Markdown": "Markdown",
    "may be printed": "se puede imprimir",
    "May we print “{}”?": "¿Podemos imprimir «{}»?",
    "minute": "minuto",
    "minutes": "minutos",
    "More essays": "Más ensayos",
    "New essays": "Nuevos ensayos",
    "New essays come to you by": "Los nuevos ensayos le llegan por",
    "Newer": "Más recientes",
    "News": "Noticias",
    "Newsletters": "Boletines",
    "Next essay": "Ensayo siguiente",
    "No.": "N.º",
    "no account, no tracking, and you can stop whenever you like": (
        "sin cuenta, sin rastreo, y puede dejarlo cuando quiera"
    ),
    "no changes beyond the lengths offered here": (
        "sin cambios más allá de las extensiones ofrecidas aquí"
    ),
    "Not allowed here: select it by hand": "No se permite aquí: selecciónelo a mano",
    "Not before": "No antes del",
    "not before {}": "no antes del {}",
    "not in anything that is sold": "en nada que se venda",
    "Nothing else is sent, and one line in every mail ends it.": (
        "No se envía nada más, y una línea en cada correo lo termina."
    ),
    "Nothing has been published yet.": "Aún no se ha publicado nada.",
    (
        "Nothing here counts your readers: there is no pixel in the texts, "
        "and the links carry no tags."
    ): (
        "Nada aquí cuenta a sus lectores: no hay píxeles en los textos, y los "
        "enlaces no llevan marcas."
    ),
    "Nothing here just now.": "Nada aquí por ahora.",
    "Nothing is filed under this address": "No hay nada en esta dirección",
    "of": "de",
    "{} of {}": "{} de {}",
    "of {} words": "de {} palabras",
    "Offers": "Ofertas",
    "Older": "Más antiguos",
    "On": "Sobre",
    "On like matters": "Sobre temas afines",
    "or": "o",
    "Other essays": "Otros ensayos",
    "our repository": "nuestro repositorio",
    "Page": "Página",
    "page": "página",
    "Pages": "Páginas",
    "part": "parte",
    "parts": "partes",
    "Photo": "Foto",
    "Pictures": "Imágenes",
    "pictures": "imágenes",
    "pixels": "píxeles",
    "Plain text": "Texto sin formato",
    "plain text": "texto sin formato",
    "Please ask before you print this": "Por favor, pregunte antes de imprimir esto",
    "Please ask before you reprint this essay": (
        "Por favor, pregunte antes de reimprimir este ensayo"
    ),
    "Please do not reprint this essay": "Por favor, no reimprima este ensayo",
    "Previous essay": "Ensayo anterior",
    "QR code of {}": "Código QR de {}",
    "Read it": "Leer",
    "Read it where it appeared": "Leer donde se publicó",
    "{}, ready to print in your newsletter: {} words.": (
        "{}, listo para imprimir en su boletín: {} palabras."
    ),
    "reprint": "reimpresión",
    "Reprint kit": "Carpeta de reimpresión",
    "Reprint us": "Reimprímanos",
    "Rubrics": "Secciones",
    "Scheduled": "Previsto",
    "Scheduled for": "Previsto para el",
    "See it in its place": "Verlo en su lugar",
    "Send one in": "Enviar uno",
    "Send something in": "Enviar algo",
    "Sent in by": "Enviado por",
    "Series": "Series",
    "Set with Postroom.": "Compuesto con Postroom.",
    ("Someone who has just joined, and what one could talk to them about."): (
        "Alguien que acaba de llegar, y de qué se podría hablar con esa persona."
    ),
    ("Something people can come to, on a given day, in a room or online."): (
        "Algo a lo que se puede ir, un día dado, en una sala o en línea."
    ),
    ("Something that happened, or will: a new group, a prize, a move, an ending."): (
        "Algo que pasó o pasará: un grupo nuevo, un premio, una mudanza, un final."
    ),
    ("Something you need that somebody here may have: an hour, an answer, a name."): (
        "Algo que necesita y que quizá alguien de aquí tenga: una hora, una "
        "respuesta, un nombre."
    ),
    ("Something you would give away: time, a spare ticket, a desk, a read-through."): (
        "Algo que regalaría: tiempo, una entrada de sobra, una mesa, una lectura."
    ),
    "Sponsor": "Patrocinador",
    "Subscribe": "Suscribirse",
    "Table": "Tabla",
    "Tag": "Etiqueta",
    "Tags": "Etiquetas",
    "Tell us": "Díganoslo",
    "Thanks": "Gracias",
    "the archive": "el archivo",
    "The author’s own short version": "La versión corta del propio autor",
    "The beginning, cut where a paragraph ends": (
        "El comienzo, cortado donde termina un párrafo"
    ),
    "The cover": "La cubierta",
    "The credit by itself": "El crédito por sí solo",
    "The first essay is yet to come.": "El primer ensayo está por llegar.",
    "The first issue is yet to come.": "El primer número está por llegar.",
    "The front page": "La portada",
    ("The last lines of each text below. Please keep them, and the link."): (
        "Las últimas líneas de cada texto de abajo. Por favor, consérvelas, con el enlace."
    ),
    (
        "The letter: {}; what members sent in belongs to them, and may be "
        "passed on with their names."
    ): (
        "La carta: {}; lo que enviaron los miembros les pertenece, y puede "
        "pasarse con sus nombres."
    ),
    "The newsletter": "El boletín",
    "The next issue is yours": "El próximo número es suyo",
    "The next one comes to you": "El próximo le llega",
    "the original": "el original",
    ("The page has moved, or never was. The essays are all still here."): (
        "La página se ha movido, o nunca existió. Los ensayos siguen todos aquí."
    ),
    "The reprint kit": "La carpeta de reimpresión",
    "The whole magazine": "Toda la revista",
    "The whole text": "El texto entero",
    (
        "These may be printed in your newsletter. Choose one, pick the length "
        "that fits, copy it, and leave its last lines on."
    ): (
        "Puede imprimirlos en su boletín. Elija uno, tome la extensión que le "
        "convenga, cópielo, y deje sus últimas líneas."
    ),
    "This essay lives at {}, in {}.": "Este ensayo vive en {}, en {}.",
    "This issue as {}.": "Este número como {}.",
    "This issue as {}, and as {}.": "Este número como {}, y como {}.",
    "This issue was paid for by": "Este número lo ha pagado",
    "to do": "por hacer",
    "We ask:": "Preguntamos:",
    "We printed “{}”": "Hemos impreso «{}»",
    "Welcome": "Bienvenida",
    ("What is here by {} can be in it; what comes later waits for the one after."): (
        "Lo que esté aquí hasta el {} puede entrar; lo que llegue después "
        "espera al siguiente."
    ),
    "What is over": "Lo que ya pasó",
    ("What other newsletters may print, in four lengths and formats."): (
        "Lo que otros boletines pueden imprimir, en cuatro extensiones y formatos."
    ),
    "What to send in, by when, and how.": "Qué enviar, hasta cuándo, y cómo.",
    "Where it ran, afterwards:": "Después, dónde salió:",
    "With thanks to {}, who sent in what stands here.": (
        "Con gracias a {} por todo lo enviado."
    ),
    "without an account": "sin cuenta",
    "Without an account anywhere": "Sin cuenta en ninguna parte",
    "Word": "Word",
    "{:,} words": "{} palabras",
    "Worth your time": "Merece la pena",
    "Write a letter": "Escribir una carta",
    (
        "Write a letter to {}. Say in the subject what it is (“Event: …”, "
        "“Ask: …”), answer the questions above in the letter, in any order, and "
        "add the line “I agree”, which means:"
    ): (
        "Escriba a {}. Diga en el asunto, en inglés, qué es («Event: …», "
        "«Ask: …»), responda en la carta a las preguntas de arriba, en "
        "cualquier orden, y añada "
        "la línea «I agree», que significa:"
    ),
    "Write to subscribe": "Escribir para suscribirse",
    "Yes, you may print this": "Sí, puede imprimir esto",
    "Yes, you may print this from {} on": "Sí, puede imprimir esto a partir del {}",
    "You may reprint this essay": "Puede reimprimir este ensayo",
    "Your e-mail address": "Su dirección de correo",
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


def spoken_for(language: str) -> str:
    """Tell in which language pages speak by themselves: the site's, if it is ours."""
    return language if _first(language) in WORDS else "en"


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
