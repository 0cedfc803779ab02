import io
from pathlib import Path

import pytest
import zxingcpp

from training import welcome
from training.adapters.settings import Settings, load_settings
from training.welcome import Welcome, qr_lines, welcome_for, welcome_lines

ROOM = ("http://192.168.1.20:8000/", "http://10.1.2.3:8000/")


def settings_from(tmp_path: Path, **given: str) -> Settings:
    return load_settings({"TRAINING_DATA": str(tmp_path / "data"), **given})


def phones() -> tuple[str, ...]:
    return ("192.168.1.20", "10.1.2.3")


def test_the_welcome_names_every_address_and_the_link() -> None:
    link = "http://localhost:8000/start/abc"
    shown = "\n".join(welcome_lines(Welcome(8000, ROOM, link), "utf-8"))
    assert all(address in shown for address in (*ROOM, link, "http://localhost:8000/"))
    assert "█" in shown


def test_without_a_network_the_welcome_says_what_to_do() -> None:
    shown = "\n".join(welcome_lines(Welcome(8000, (), ""), "utf-8"))
    assert "no network was found" in shown
    assert "administrator" not in shown


def test_a_terminal_without_block_characters_gets_no_qr() -> None:
    lines = welcome_lines(Welcome(8000, ROOM, ""), "cp1252")
    assert "\n".join(lines).encode("cp1252")
    assert ROOM[0] in "\n".join(lines)


def test_a_phone_can_read_the_qr_from_a_dark_terminal() -> None:
    lines = qr_lines(ROOM[0], "utf-8")
    halves = {"█": (255, 255), "▀": (255, 0), "▄": (0, 255), " ": (0, 0)}
    rows = [
        bytes(halves[sign][half] for sign in line[2:] for _ in range(4))
        for line in lines
        for half in (0, 1)
        for _ in range(4)
    ]
    image = memoryview(b"".join(rows)).cast("B", shape=[len(rows), len(rows[0])])
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [ROOM[0]]


def test_the_first_link_is_opened_on_this_computer(tmp_path: Path) -> None:
    made = welcome_for(settings_from(tmp_path, PORT="8080"), "/start/abc", phones)
    assert made.administrator_link == "http://localhost:8080/start/abc"
    assert made.room_addresses == ("http://192.168.1.20:8080/", "http://10.1.2.3:8080/")


def test_behind_a_proxy_the_first_link_has_the_public_address(tmp_path: Path) -> None:
    settings = settings_from(
        tmp_path, TRAINING_PUBLIC_URL="https://training.example", TRAINING_BEHIND_PROXY="1"
    )
    made = welcome_for(settings, "/start/abc", phones)
    assert made.administrator_link == "https://training.example/start/abc"
    shown = "\n".join(welcome_lines(made, "utf-8"))
    assert "https://training.example/\n" in shown
    assert "192.168.1.20" not in shown
    assert "on this computer" not in shown


def test_a_server_for_this_computer_alone_names_no_address_for_phones(tmp_path: Path) -> None:
    assert not welcome_for(settings_from(tmp_path, TRAINING_HOST="127.0.0.1"), "").room_addresses


def test_the_welcome_reaches_a_file_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr("sys.stdout", file)
    welcome.announce(Welcome(8000, ROOM, ""))
    assert ROOM[0].encode() in file.buffer.getvalue()
