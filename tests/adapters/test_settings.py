"""Settings that would be regretted later are refused at the start."""

import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from training.adapters.settings import SettingsError, load_settings, read_or_make_secret


@pytest.mark.parametrize(
    "url",
    ["https://r2p.example.org", "https://r2p.example.org/training", "http://8.8.8.8:8000", ""],
)
def test_where_the_world_checks_certificates(url: str) -> None:
    assert load_settings({"TRAINING_PUBLIC_URL": f" {url}/ " if url else ""}).public_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://192.168.8.2:8000",
        "http://10.0.0.7",
        "http://localhost:8000",
        "http://127.0.0.1",
        "https://[fe80::1]",
        "http://laptop",
        "http://laptop.local",
    ],
)
def test_an_address_of_the_room_is_never_printed_on_certificates(url: str) -> None:
    with pytest.raises(SettingsError, match="only this room"):
        load_settings({"TRAINING_PUBLIC_URL": url})


@pytest.mark.parametrize("url", ["r2p.example.org", "ftp://r2p.example.org", "https://a b.org"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="must begin with https"):
        load_settings({"TRAINING_PUBLIC_URL": url})


@pytest.mark.parametrize("given", ["0", "-1", "many", "1.5", "65", "²", " 2"])
def test_a_number_of_workers_that_makes_no_sense_is_refused(given: str) -> None:
    with pytest.raises(SettingsError, match=r"TRAINING_WORKERS is .* from 1 to 64"):
        load_settings({"TRAINING_WORKERS": given})


def test_one_process_serves_unless_more_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings({}).workers == 1
    monkeypatch.setattr("sys.platform", "linux")
    assert load_settings({"TRAINING_WORKERS": "4"}).workers == 4


def test_windows_says_plainly_that_it_serves_in_one_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    assert load_settings({"TRAINING_WORKERS": "1"}).workers == 1
    with pytest.raises(SettingsError, match="must be 1 on Windows"):
        load_settings({"TRAINING_WORKERS": "2"})


def test_a_log_is_text_or_json() -> None:
    assert load_settings({}).log == "text"
    assert load_settings({"TRAINING_LOG": "json"}).log == "json"
    with pytest.raises(SettingsError, match="TRAINING_LOG is 'xml'"):
        load_settings({"TRAINING_LOG": "xml"})


@pytest.mark.parametrize("given", ["short", "a token with spaces in it", "x" * 201, "é" * 20])
def test_a_weak_or_unsendable_metrics_token_is_refused_and_not_repeated(given: str) -> None:
    with pytest.raises(SettingsError, match="16 to 200") as raised:
        load_settings({"TRAINING_METRICS_TOKEN": given})
    assert given not in str(raised.value)


def test_the_metrics_token_is_not_shown_with_the_settings() -> None:
    settings = load_settings({"TRAINING_METRICS_TOKEN": "a-long-enough-token"})
    assert settings.metrics_token == "a-long-enough-token"
    assert "a-long-enough" not in repr(settings)


def test_all_who_start_at_once_have_one_secret(tmp_path: Path) -> None:
    for number in range(20):
        path = tmp_path / str(number) / "secret.key"
        with ThreadPoolExecutor(4) as pool:
            found = set(pool.map(read_or_make_secret, [path] * 4))
        assert {len(each) for each in found} == {64}
        assert len(found) == 1
        assert [each.name for each in path.parent.iterdir()] == ["secret.key"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_only_the_owner_can_read_the_key_and_it_is_long_and_stays(tmp_path: Path) -> None:
    file = tmp_path / "new" / "secret.key"
    key = read_or_make_secret(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert len(bytes.fromhex(key)) == 32
    assert read_or_make_secret(file) == key
    assert read_or_make_secret(tmp_path / "other" / "secret.key") != key
