"""What people call a question or a kind besides its name: for short, or in German, French
and Spanish, the languages in which pages speak.

A kind of a row that is new needs no line here: its label and its key are always known.
"""

from collections.abc import Mapping

QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "What is it called?": (
        "Title", "Name of the event", "Wie heißt es?", "Titel",
        "Comment cela s’appelle-t-il ?", "Titre", "¿Cómo se llama?", "Título",
    ),
    "When does it begin?": (
        "When", "When is it?", "Date", "Date and time", "Begins", "Starts", "Start time",
        "Start date", "Begin", "Start", "Event date", "Date of the event", "Time",
        "At what time?", "Wann beginnt es?", "Wann ist es?", "Wann findet es statt?",
        "Wann", "Beginn", "Datum", "Uhrzeit", "Startdatum", "Datum und Uhrzeit",
        "Um wie viel Uhr?", "Quand cela commence-t-il ?", "Quand est-ce ?", "Quand",
        "Début", "Heure", "Date de début", "Heure de début", "Date et heure",
        "À quelle heure ?", "¿Cuándo empieza?", "¿Cuándo es?", "Cuándo", "Fecha", "Inicio",
        "Hora", "Fecha de inicio", "Hora de inicio", "Fecha y hora", "¿A qué hora?",
    ),
    "When does it end?": (
        "Until", "Until when", "Bis", "Jusqu’au", "Hasta", "Ends", "End time", "End date",
        "Wann endet es?", "Ende", "Enddatum", "Endzeit", "Quand cela finit-il ?", "Fin",
        "Date de fin", "Heure de fin", "¿Cuándo termina?", "Fecha de fin", "Hora de fin",
    ),
    "Does it repeat?": (
        "Repeats", "Repeat", "Recurrence", "Wiederholung", "Répétition", "Repetición",
        "Wiederholt es sich?", "Cela se répète-t-il ?", "¿Se repite?",
    ),
    "In which time zone?": (
        "Time zone", "Timezone", "In welcher Zeitzone?", "Zeitzone",
        "Dans quel fuseau horaire ?", "Fuseau horaire", "¿En qué zona horaria?",
        "Zona horaria",
    ),
    "Where is it?": (
        "Where", "Venue", "Location", "Wo ist es?", "Wo findet es statt?", "Wo", "Ort",
        "Où est-ce ?", "Où cela se passe-t-il ?", "Où", "Lieu", "¿Dónde es?",
        "¿Dónde está?", "¿Dónde se celebra?", "Dónde", "Lugar",
    ),
    "Where does one join online?": (
        "Join online", "Wo nimmt man online teil?", "Où participe-t-on en ligne ?",
        "En ligne", "¿Dónde se participa en línea?", "En línea",
    ),
    "Which page has the details?": (
        "Link", "Website", "Web page", "Auf welcher Seite steht mehr?",
        "Webseite", "Quelle page donne les détails ?", "Lien", "Site web",
        "¿Qué página tiene los detalles?", "Enlace", "Página web",
    ),
    "What should people know?": (
        "Description", "Was sollte man wissen?", "Was muss man wissen?", "Beschreibung",
        "Que faut-il savoir ?", "¿Qué conviene saber?", "Descripción",
    ),
    "What is the role?": (
        "Role", "Job title", "Position", "Um welche Stelle geht es?", "Stelle",
        "Quel est le poste ?", "Poste", "¿Cuál es el puesto?", "Puesto",
    ),
    "Who is hiring?": (
        "Organization", "Company", "Employer", "Wer stellt ein?", "Arbeitgeber",
        "Qui recrute ?", "Employeur", "¿Quién contrata?", "Empresa",
    ),
    "Can it be done from elsewhere?": (
        "Work type", "Remote work", "Workplace", "Geht es auch von anderswo?",
        "Peut-on le faire d’ailleurs ?", "¿Se puede hacer desde otro lugar?",
    ),
    "What does it pay?": (
        "Pay", "Wie ist es bezahlt?", "Gehalt", "Quel est le salaire ?", "Salaire",
        "¿Cuánto se paga?", "Salario",
    ),
    "Until when can one apply?": (
        "Until", "Until when", "Bis", "Jusqu’au", "Hasta", "Bewerbung bis", "Bewerben bis",
        "Bis wann", "Deadline", "Apply by", "Closing date",
        "Bis wann kann man sich bewerben?", "Bewerbungsschluss",
        "Jusqu’à quand peut-on postuler ?", "Date limite",
        "¿Hasta cuándo se puede solicitar?", "Fecha límite",
    ),
    "Where does one apply?": (
        "Apply", "Apply at", "Apply link", "Application link", "How to apply", "Link",
        "Wo bewirbt man sich?", "Bewerben unter", "Bewerbung an", "Où postule-t-on ?",
        "¿Dónde se solicita?",
    ),
    "What are you looking for?": (
        "Was suchen Sie?", "Was suchst du?", "Que cherchez-vous ?", "¿Qué busca?",
        "¿Qué buscas?", "Que cherches-tu ?",
    ),
    "Who is asking?": (
        "Wer fragt?", "Qui demande ?", "¿Quién pregunta?", "¿Quién busca?", "Wer sucht?",
    ),
    "How can people reach you?": (
        "Contact", "Reach me", "Wie erreicht man Sie?", "Wie erreicht man dich?", "Kontakt",
        "Comment vous joindre ?", "Comment te joindre ?", "¿Cómo contactar?",
        "¿Cómo se le puede contactar?", "Contacto",
    ),
    "Until when do you need it?": (
        "Until", "Until when", "Bis", "Jusqu’au", "Hasta", "Deadline",
        "Bis wann brauchen Sie es?", "Bis wann", "Jusqu’à quand en avez-vous besoin ?",
        "Jusqu’à quand", "¿Hasta cuándo lo necesita?", "Hasta cuándo",
    ),
    "Tell a little more": (
        "Erzählen Sie etwas mehr", "Erzähl etwas mehr", "Etwas mehr dazu", "Ein wenig mehr",
        "Dis-en un peu plus", "Dites-en un peu plus", "Cuente un poco más",
        "Cuenta un poco más",
    ),
    "What are you offering?": (
        "Was bieten Sie an?", "Was bietest du an?", "Que proposes-tu ?", "¿Qué ofreces?",
        "Que proposez-vous ?", "¿Qué ofrece?",
    ),
    "Who is offering it?": ("Wer bietet es an?", "Qui le propose ?", "¿Quién lo ofrece?"),
    "Until when does it stand?": (
        "Until", "Until when", "Bis", "Jusqu’au", "Hasta", "Deadline", "Bis wann gilt es?",
        "Bis wann", "Jusqu’à quand est-ce valable ?", "Jusqu’à quand",
        "¿Hasta cuándo vale?", "Hasta cuándo",
    ),
    "Why is it worth the time?": (
        "Why", "Warum lohnt es sich?", "Warum", "Pourquoi cela en vaut-il la peine ?",
        "Pourquoi",
        "¿Por qué vale la pena?",
    ),
    "What happened?": (
        "Headline", "Was ist geschehen?", "Was ist passiert?", "Que s’est-il passé ?",
        "¿Qué ha pasado?", "¿Qué pasó?",
    ),
    "Is there a page about it?": (
        "Link", "Gibt es eine Seite dazu?", "Y a-t-il une page à ce sujet ?", "Lien",
        "¿Hay una página sobre ello?", "Enlace",
    ),
    "Tell it in a few sentences": (
        "Erzählen Sie es in wenigen Sätzen", "Erzähl es in wenigen Sätzen",
        "Racontez-le en quelques phrases", "Racontez en quelques phrases",
        "Raconte en quelques phrases", "Cuéntelo en pocas frases",
        "Cuéntalo en pocas frases",
    ),
    "Who is new?": ("Wer ist neu?", "Qui est nouveau ?", "¿Quién es nuevo?"),
    "What do they do?": ("Was machen sie?", "Que font-ils ?", "¿Qué hacen?"),
    "What can they help with?": (
        "Womit können sie helfen?", "En quoi peuvent-ils aider ?",
        "¿En qué pueden ayudar?",
    ),
    "Do they have a page?": (
        "Haben sie eine Seite?", "Ont-ils une page ?", "¿Tienen una página?",
    ),
    "What else should we know?": (
        "Was sollten wir noch wissen?", "Que devrions-nous savoir d’autre ?",
        "¿Qué más deberíamos saber?",
    ),
    "Whom do you want to thank?": (
        "Wem möchten Sie danken?", "Wem möchtest du danken?", "Qui veux-tu remercier ?",
        "Qui voulez-vous remercier ?", "¿A quién quiere dar las gracias?",
        "¿A quién quieres dar las gracias?",
    ),
    "What for?": ("Wofür?", "Pour quoi ?", "¿Por qué?"),
    "title": ("Titel", "Heading", "Titre", "Título", "Headline", "Überschrift"),
    "text": (
        "More", "More about it", "Mehr dazu", "En savoir plus", "Más",
        "Description", "Notes", "About", "About it", "Details", "Beschreibung",
        "Descripción", "Texte", "Texto",
    ),
    "link.url": ("Link", "Address", "Lien", "Enlace", "Adresse"),
    "Your name": (
        "Submitted by", "Sent in by", "Sent by", "Contributor", "Your full name",
        "Full name", "Eingereicht von", "Eingesandt von", "Envoyé par", "Enviado por",
        "Ihr Name", "Dein Name", "Votre nom", "Su nombre", "Tu nombre",
    ),
    "A public page of yours": (
        "Eine öffentliche Seite von Ihnen", "Une page publique à vous",
        "Una página pública suya",
    ),
}  # fmt: skip
"""By the label of a question, wherever it is asked, by the name of its field, or by
`kind.field` of one."""

KINDS: Mapping[str, tuple[str, ...]] = {
    "event": ("Termin", "Veranstaltung", "Événement", "Evento"),
    "job": (
        "Vacancy",
        "Job offer",
        "Job opening",
        "Stelle",
        "Stellenangebot",
        "Emploi",
        "Offre d’emploi",
        "Empleo",
    ),
    "ask": (
        "Request",
        "Help wanted",
        "Gesuch",
        "Suche",
        "Bitte",
        "Demande",
        "Recherche",
        "Petición",
        "Busco",
    ),
    "offer": ("Angebot", "Offre", "Oferta"),
    "link": ("Worth reading", "Article", "Lesenswert", "À lire", "Lien", "Enlace"),
    "news": ("Announcement", "Neuigkeit", "Nouvelle", "Nouvelles", "Noticia", "Noticias"),
    "welcome": ("New member", "Willkommen", "Bienvenue", "Bienvenida"),
    "kudos": ("Thank you", "Shout-out", "Dank", "Remerciement", "Merci", "Gracias"),
}
"""By the name of a kind."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "on site": ("onsite", "in person", "vor Ort", "sur place", "presencial"),
    "hybrid": ("hybride", "híbrido", "híbrida", "partly remote", "teilweise"),
    "remote": (
        "remotely", "home office", "homeoffice", "from anywhere", "ortsunabhängig",
        "à distance", "télétravail", "a distancia", "remoto", "teletrabajo",
    ),
}  # fmt: skip
"""By the option of a question that is answered by one of some."""

NAYS: Mapping[str, tuple[str, ...]] = {"on site": ("no", "nein", "non")}
"""What means an option only where nothing else is said."""

KIND_ASKED = ("kind", "Art", "Genre", "Tipo")
"""What a line that names the kind begins with."""

AGREED = (
    "Ich stimme zu", "Ich bin einverstanden", "Einverstanden", "J’accepte",
    "Je suis d’accord", "De acuerdo", "Estoy de acuerdo", "Acepto",
)  # fmt: skip
"""What somebody writes who agrees, besides `I agree`."""

CONSENT_ASKED = (
    "Agree", "Agreed", "Do you agree?", "Consent given", "I consent", "Zustimmung",
    "Einwilligung", "Einverständnis", "Accord", "D’accord", "Consentement",
    "Consentimiento",
)  # fmt: skip
"""What a column is called in which people agree, besides what they write who do."""

YES = (
    "accepted",
    "i accept",
    "i consent",
    "yes please",
    "ok",
    "okay",
    "sure",
    "of course",
    "ja",
    "oui",
    "si",
    "sí",
    "wahr",
    "vrai",
    "verdadero",
)
"""Yes, besides in English."""

GLADLY = (
    "of course", "please", "sure", "gladly", "i agree", "i do", "absolutely", "certainly",
    "gerne", "gern", "natürlich", "klar", "bitte", "ich stimme zu", "einverstanden",
    "bien sûr", "volontiers", "avec plaisir", "d’accord", "j’accepte", "claro",
    "por supuesto", "de acuerdo", "acepto", "thanks", "thank you", "danke", "merci",
    "gracias",
)  # fmt: skip
"""What people write behind a yes, and take nothing back by."""

NO = ("no thanks", "no, thank you", "nein", "nein danke", "falsch", "non", "non merci",
      "faux", "falso", "no, gracias")  # fmt: skip
"""No, besides in English."""

ARTICLES = ("a", "an", "the", "ein", "eine", "der", "die", "das", "un", "une", "le", "la",
            "l'", "una", "el")  # fmt: skip
"""What stands before the name of a kind."""
