"""Settings that would be regretted later are refused at the start."""

import pytest

from training.adapters.settings import SettingsError, load_settings


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
