"""The command line speaks one language at a time, and says in it what is not safe."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from django.core import checks

from tendero.config import soundness, words
from tendero.config.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parents[4]
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "TENDERO_LANGUAGE")
CASES = [
    ({"LANG": "es_CO.UTF-8"}, "es"),
    ({"LANG": "en_US.UTF-8"}, "en"),
    ({"LANG": "fr_FR.UTF-8"}, "en"),
    ({"LC_ALL": "en_GB.UTF-8", "LANG": "es_ES.UTF-8"}, "en"),
    ({"LC_ALL": "C.UTF-8", "LANG": "en_US.UTF-8"}, "en"),
    ({}, "es"),
    ({"LANG": "C.UTF-8"}, "es"),
    ({"LANG": "POSIX", "TENDERO_LANGUAGE": "en"}, "en"),
]


@pytest.fixture
def speaking(monkeypatch: pytest.MonkeyPatch):
    def in_language(**environ: str) -> None:
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("LANGUAGE", "")
        for name, value in environ.items():
            monkeypatch.setenv(name, value)

    return in_language


@pytest.mark.parametrize(("environ", "language"), CASES)
def test_the_environment_says_the_language_and_where_it_does_not_tendero_is_spanish(environ, language) -> None:
    assert words.language(environ) == language


@pytest.mark.parametrize(("environ", "language"), CASES)
def test_the_script_that_makes_the_environment_follows_the_same_rule(speaking, environ, language) -> None:
    speaking(**environ)
    script = runpy.run_path(str(ROOT / "tendero"), run_name="script")
    assert script["tell"]("making .venv") == {"es": "creando .venv", "en": "making .venv"}[language]


def test_the_help_is_whole_in_one_language(speaking, capsys: pytest.CaptureFixture[str]) -> None:
    speaking(LANG="en_US.UTF-8")
    assert main(["help"]) == 0
    english = capsys.readouterr().out.splitlines()
    speaking(LANG="es_ES.UTF-8")
    assert main(["help"]) == 0
    spanish = capsys.readouterr().out.splitlines()
    told = [line for line in english if line]
    assert len(told) == len(COMMANDS) + 2
    assert not set(told) & set(spanish)


def test_what_the_reader_of_arguments_says_is_translated_too(speaking, capsys: pytest.CaptureFixture[str]) -> None:
    speaking(LANG="es_ES.UTF-8")
    with pytest.raises(SystemExit):
        main(["token"])
    assert "falta por decir: user" in capsys.readouterr().err


def test_on_this_machine_alone_nothing_is_asked_for(settings) -> None:
    settings.PUBLIC_URL, settings.DEBUG = "http://localhost:8000", True
    assert soundness.reached_safely() == []
    settings.PUBLIC_URL = "http://127.0.0.1:8311"
    assert soundness.reached_safely() == []


def test_what_others_could_read_is_said_in_words_with_its_remedy(settings, speaking) -> None:
    speaking(LANG="es_ES.UTF-8")
    words.speak()
    settings.PUBLIC_URL, settings.DEBUG, settings.TRUSTED_PROXIES = "http://crm.example.com", True, 0
    clear, debug = soundness.reached_safely()
    assert "sin cifrar" in clear.msg
    assert "TENDERO_PUBLIC_URL" in str(clear.hint)
    assert "TENDERO_DEBUG" in debug.msg

    settings.PUBLIC_URL, settings.DEBUG = "https://crm.example.com", False
    (proxy,) = soundness.reached_safely()
    assert "proxy" in proxy.msg
    settings.TRUSTED_PROXIES = 1
    assert soundness.reached_safely() == []


def test_of_djangos_own_warnings_those_about_the_same_are_silent(settings) -> None:
    settings.SECRET_KEY = "a-key-as-long-and-as-varied-as-those-that-tendero-makes-0123456789"
    found = checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=True)
    assert [finding.id for finding in found if not finding.is_silenced() and "security.W0" in str(finding.id)] == []
