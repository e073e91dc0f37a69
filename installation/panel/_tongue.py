"""The panel's words in the reader's language, by Qt's translations; English without one.

A text stands in the code in English: in :func:`tr` where it is said, in :func:`mark` where it is
only kept for later. ``languages/`` has what they are in other languages; CONTRIBUTING says how a
new text comes there.
"""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDate, QLibraryInfo, QLocale, QTranslator

from installation.model import PanelLanguage
from installation.said import in_language

FOLDER = Path(__file__).parent / "languages"
_spoken: PanelLanguage = "en"
_QT = QLibraryInfo.LibraryPath.TranslationsPath


def speak(language: PanelLanguage) -> None:
    """Say everything in a language from now on. Panels are to be made after it."""
    global _spoken
    _spoken = language
    application = QCoreApplication.instance()
    assert application is not None
    for old in application.findChildren(QTranslator):
        QCoreApplication.removeTranslator(old)
        old.deleteLater()
    QLocale.setDefault(QLocale(language))
    # Qt's own words, those of a text field's menu, come with it
    for name, folder in ((f"qtbase_{language}", QLibraryInfo.path(_QT)), (language, str(FOLDER))):
        translator = QTranslator(application)
        if translator.load(name, folder):
            QCoreApplication.installTranslator(translator)


def mark(text: str, _comment: str = "") -> str:
    """Return a text as it is, which will be said by :func:`tr`."""
    return text


def tr(text: str, comment: str = "", number: int = -1, /, **parts: object) -> str:
    """Say a text, with its parts put in. Not in an f-string: Qt does not look for texts there.

    A ``comment`` tells two equal texts apart that differ in other languages. A ``number`` stands in
    the text as ``%n``, and chooses among the forms that a language has for numbers.
    """
    said = {name: heard(part) if isinstance(part, str) else part for name, part in parts.items()}
    return QCoreApplication.translate("", text, comment, number).format(**said)


def heard(said: str) -> str:
    """Return what the show says in the language of the panel; anybody's own words as they are."""
    return in_language(said, _spoken)


def weekday(at: datetime, short: bool = False) -> str:
    """Say a day of the week."""
    form = QLocale.FormatType.ShortFormat if short else QLocale.FormatType.LongFormat
    return QLocale().dayName(at.isoweekday(), form)


def day_and_month(at: datetime) -> str:
    """Say a day of the year: ``27 November``."""
    german = QLocale().language() is QLocale.Language.German
    order = "d.\u00a0MMMM" if german else "d\u00a0MMMM"  # on one line
    return QLocale().toString(QDate(at.year, at.month, at.day), order)
