"""Where in `mkdocs.yml` something stands, and what MkDocs finds wrong with it."""

import re
from collections.abc import Iterable
from pathlib import Path

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugins
from mkdocs.utils import get_theme_names

import postroom
from postroom.engines.mkdocs.config import site_root
from postroom.errors import Place, Problem
from postroom.reading.frontmatter import key_line
from postroom.toolbox.wording import nearest

_GUIDE = "https://www.mkdocs.org/user-guide/configuration"
_UNKNOWN = "Unrecognised configuration name"
_TYPE = re.compile(r"\b[A-Z]\w*(?:Error|Exception): ")
"""What Python calls a failure: nobody who writes settings need know."""


BY_CONFIG = "Config value "
"""How MkDocs begins to speak of a setting."""


def explain_settings(texts: Iterable[str], config_file: Path) -> list[Problem]:
    """Explain what MkDocs says of settings: `Config value 'nav': ...`.

    Args:
        texts: Its messages.
        config_file: Where the settings are.
    """
    source = Settings(config_file)
    found = []
    for text in texts:
        key, _, told = text.removeprefix(f"{BY_CONFIG}'").partition("': ")
        for line in told.split("\n") if key == "plugins" else [told]:
            found.append(_explain_setting(source, key, line))
    return found


def _explain_setting(source: "Settings", key: str, text: str) -> Problem:
    option = re.fullmatch(r"Plugin '(.+?)' option '(.+?)': (.+)", text)
    if option:
        return _explain_option(source, *option.groups())
    if text.startswith(_UNKNOWN):
        known = [name for name, _ in MkDocsConfig._schema]
        fix = nearest(key, known, f"take it out, or see {_GUIDE}")
        return Problem(source.place(key), "unknown setting", fix)
    if found := re.fullmatch(r"The \"(.+)\" plugin is not installed", text):
        fix = nearest(found[1], get_plugins(), "install it, or take it out")
        place = source.plugin_place(found[1])
        return Problem(place, f"there is no plugin {found[1]!r}", fix)
    if found := re.match(r"Unrecognised theme name: '(.+?)'", text):
        fix = nearest(found[1], get_theme_names(), "install it, or choose `material`")
        place = source.place("theme", value=found[1])
        return Problem(place, f"there is no theme {found[1]!r}", fix)
    fix = f"see what it may be: {_GUIDE}/#{key}"
    return Problem(source.place(key), make_plain(text.replace(f"{source.root}/", "")), fix)


def _explain_option(source: "Settings", name: str, key: str, text: str) -> Problem:
    """Explain what is wrong with an option of a plugin; ours words that itself."""
    if name == "postroom":
        what, _, fix = text.rpartition("; ")
        return Problem(source.plugin_place(name, key, bare=True), what, fix)
    place = source.plugin_place(name, key)
    if text.startswith(_UNKNOWN):
        known = [known for known, _ in get_plugins()[name].load().config_scheme]
        fix = nearest(key, known, "take it out, or see the plugin's own guide")
        return Problem(place, "unknown option", fix)
    return Problem(place, make_plain(text), "see the plugin's own guide")


class Settings:
    """The text of `mkdocs.yml`, in which keys are looked for."""

    def __init__(self, config_file: Path) -> None:
        self.name = config_file.name
        self.root = config_file.resolve().parent
        try:
            self.text = config_file.read_text("utf-8", "replace")
        except OSError:
            self.text = ""

    def place(self, *keys: str, shown: str = "", value: str = "") -> Place:
        """Point at a key, or at the line below it with a value; 0 if there is none."""
        is_there = re.search(rf"^['\"]?{re.escape(keys[0])}\b", self.text, re.M)
        line = key_line(self.text, keys) if is_there else 0
        if value and line:
            lines = self.text.splitlines()[line - 1 :]
            line += next((n for n, each in enumerate(lines) if value in each), 0)
        return Place(self.name, line, shown or ".".join(keys))

    def plugin_place(self, name: str, option: str = "", *, bare: bool = False) -> Place:
        """Point at a plugin, or at an option of it; ours are called without its name."""
        name = name.rpartition("/")[2].partition(" #")[0]
        keys = [name, *filter(None, option.split("."))]
        shown = option if bare and option else ".".join(("plugins", *keys))
        return self.place("plugins", *self._steps(name), *keys, shown=shown, value=name)

    def _steps(self, name: str) -> list[str]:
        """Where in the list of plugins one stands; nothing if they are no list."""
        try:
            node = yaml.compose(self.text, Loader=yaml.SafeLoader)
        except yaml.YAMLError:
            return []
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        plugins = next((value for key, value in pairs if key.value == "plugins"), None)
        if not isinstance(plugins, yaml.SequenceNode):
            return []
        for number, entry in enumerate(plugins.value):
            names = (
                [k.value for k, _ in entry.value] if _is_mapping(entry) else [entry.value]
            )
            if [str(each).rpartition("/")[2] for each in names] == [name]:
                return [str(number)]
        return []


def _is_mapping(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode)


def config_place(config: MkDocsConfig, *keys: str, value: str = "") -> Place:
    """Point at a setting."""
    return Settings(Path(config.config_file_path)).place(*keys, value=value)


def plugin_place(config: MkDocsConfig, name: str) -> Place:
    """Point at a plugin, or at a hook, among the settings."""
    settings = Settings(Path(config.config_file_path))
    if name in (config.get("hooks") or {}):
        return settings.place("hooks", value=name)
    return settings.plugin_place(name)


def own_place(config: MkDocsConfig, code: Place) -> Place | None:
    """Show where something is in the site's own folder; None if it is not its own."""
    root, path = site_root(config).resolve(), Path(code.path).resolve()
    ours = Path(postroom.__file__).resolve().parent
    is_own = path.is_relative_to(root) and path.is_file()
    if not is_own or "site-packages" in path.parts or path.is_relative_to(ours):
        return None
    return Place(path.relative_to(root).as_posix(), code.line)


def make_plain(text: str) -> str:
    """Put a message of others into one line of our kind, without names of types."""
    text = _TYPE.sub("", text)
    text = re.sub(r"<class '(?:\w+\.)*(\w+)'>", r"\1", " ".join(text.split()))
    text = text.replace("NoneType", "nothing")
    word = text.partition(" ")[0]
    if word[1:].islower() or word == "A":  # else it is a name, such as MkDocs
        text = text[0].lower() + text[1:]
    return text.removesuffix(".")
