"""An answer to a letter becomes the draft of one, ready to be sent by a mail program."""

from email.message import EmailMessage
from email.policy import SMTP

from postroom.intake.submission import Envelope
from postroom.model.imprint import NewsletterOptions


def write_letter(envelope: Envelope, text: str, newsletter: NewsletterOptions) -> bytes:
    """Write the draft of an answer; the same answer gives the same bytes.

    Args:
        envelope: To whom it goes.
        text: What it says.
        newsletter: Whose address it comes from, if it has one.

    Source:
        RFC 5322; `X-Unsent` lets mail programs open a file as a draft.
    """
    letter = EmailMessage(policy=SMTP)
    letter["X-Unsent"] = "1"
    if newsletter.mailbox:
        letter["From"] = newsletter.mailbox
    letter["To"] = envelope.address
    subject = envelope.subject or newsletter.title
    letter["Subject"] = subject if subject[:3].casefold() == "re:" else f"Re: {subject}"
    if envelope.message_id:
        letter["In-Reply-To"] = letter["References"] = envelope.message_id
    letter.set_content(text, cte="quoted-printable")
    return letter.as_bytes()
