"""What the frame says by itself, in the site's language: a theme's words, else English."""

from jinja2 import Environment, TemplateNotFound

_ENGLISH = {
    "language": "en",
    "direction": "ltr",
    "action.edit": "Edit this page",
    "action.skip": "Skip to content",
    "blog.continue": "Continue reading",
    "clipboard.copied": "Copied to clipboard",
    "clipboard.copy": "Copy to clipboard",
    "footer": "Footer",
    "footer.next": "Next",
    "footer.previous": "Previous",
    "nav": "Navigation",
    "search": "Search",
    "search.placeholder": "Search",
    "search.reset": "Clear",
    "search.result.none": "No matching documents",
    "search.result.one": "1 matching document",
    "search.result.other": "# matching documents",
}


class Phrases:
    """The words of one language, by the keys of Material's language files."""

    def __init__(self, env: Environment, language: str) -> None:
        """Take the theme's file for a language such as `pt-BR`, or for its first part."""
        exact = language.replace("_", "-")
        names = dict.fromkeys((exact, exact.lower(), exact.partition("-")[0].lower(), "en"))
        self._files = [module for name in names if (module := _find(env, name))]

    def t(self, key: str) -> str:
        """Say one thing; a key that nobody knows is said as it is."""
        said = (str(file.t(key)) for file in self._files)  # type: ignore[attr-defined]
        return next(filter(None, said), "") or _ENGLISH.get(key, key)


def _find(env: Environment, name: str) -> object | None:
    try:
        return env.get_template(f"partials/languages/{name}.html").module
    except TemplateNotFound:
        return None
