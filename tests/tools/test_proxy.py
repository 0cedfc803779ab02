"""A real Caddy with deploy/Caddyfile in front: https outside, nothing forged inside."""

import contextlib
import http.cookiejar
import http.server
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

import pytest

from tests.journeys.serving import free_port

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = "https://r2p.example.org"
FORGED = {
    "X-Forwarded-For": "127.0.0.1",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "for=127.0.0.1",
    "X-Request-Id": "forged",
}


@dataclass(frozen=True, slots=True)
class Proxy:
    """Caddy, and somebody with a browser that trusts it."""

    address: str
    browser: urllib.request.OpenerDirector
    cookies: http.cookiejar.CookieJar

    def open(
        self,
        path: str,
        form: dict[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> HTTPResponse | urllib.error.HTTPError:
        """The answer, whatever its status."""
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        asked = urllib.request.Request(  # noqa: S310 - https of our own
            self.address + path, data, {"Origin": self.address, **(headers or {})}
        )
        try:
            answer: HTTPResponse = self.browser.open(asked, timeout=20)
        except urllib.error.HTTPError as error:
            return error
        return answer


Front = Callable[[int], Proxy]


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    """`front(port)` puts Caddy in front of what listens on that port of this machine."""
    caddy = shutil.which("caddy")
    if caddy is None:
        pytest.skip("caddy is not installed on this machine (apt install caddy)")
    with contextlib.ExitStack() as ended:

        def start(upstream: int) -> Proxy:
            port = free_port()
            # For localhost Caddy is its own authority; the rest keeps it inside this test.
            (tmp_path / "Caddyfile").write_text(
                "{\n admin off\n skip_install_trust\n auto_https disable_redirects\n"
                f" https_port {port}\n}}\nimport {ROOT / 'deploy' / 'Caddyfile'}\n"
            )
            environment = {
                **os.environ,
                "HOME": str(tmp_path),
                "XDG_DATA_HOME": str(tmp_path),
                "XDG_CONFIG_HOME": str(tmp_path),
                "R2P_HOST": "localhost",
                "R2P_UPSTREAM": f"127.0.0.1:{upstream}",
            }
            log = ended.enter_context((tmp_path / "caddy.log").open("w"))
            process = subprocess.Popen(
                [caddy, "run", "--config", "Caddyfile", "--adapter", "caddyfile"],
                cwd=tmp_path,
                env=environment,
                stderr=log,
            )
            ended.callback(process.wait, 20)
            ended.callback(process.terminate)
            root = tmp_path / "caddy" / "pki" / "authorities" / "local" / "root.crt"
            wait_until(lambda: root.is_file() and answers(port), tmp_path / "caddy.log")
            cookies = http.cookiejar.CookieJar()
            browser = urllib.request.build_opener(
                urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=root)),
                urllib.request.HTTPCookieProcessor(cookies),
            )
            return Proxy(f"https://localhost:{port}", browser, cookies)

        yield start


def answers(port: int) -> bool:
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    try:
        urllib.request.urlopen(f"https://localhost:{port}/readyz", timeout=5, context=trusting)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def wait_until(happens: Callable[[], bool], log: Path) -> None:
    for _ in range(600):
        if happens():
            return
        time.sleep(0.1)
    pytest.fail(log.read_text(encoding="utf-8"))


@pytest.fixture
def echo() -> Iterator[int]:
    """The port of a server that answers with the headers that reached it."""

    class Echo(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("X-Request-Id", self.headers["X-Request-Id"])
            self.end_headers()
            self.wfile.write(json.dumps(dict(self.headers.items())).encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def application(tmp_path: Path) -> Iterator[tuple[int, str]]:
    """The port of the application behind a proxy, and the path of its first link."""
    port = free_port()
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("TRAINING_")},
        "TRAINING_DATA": str(tmp_path / "instance"),
        "TRAINING_HOST": "127.0.0.1",
        "TRAINING_BEHIND_PROXY": "1",
        "TRAINING_PUBLIC_URL": PUBLIC,
        "PORT": str(port),
    }
    told = tmp_path / "told.txt"
    with told.open("w") as terminal:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=terminal, stderr=terminal
        )

    def link() -> list[str]:
        return re.findall(rf"{PUBLIC}(/start/\w+)", told.read_text(encoding="utf-8"))

    try:
        wait_until(lambda: bool(link()), told)
        yield port, link()[0]
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_what_a_client_says_of_itself_gets_no_further(front: Front, echo: int) -> None:
    proxy = front(echo)
    reached = json.loads(proxy.open("/", headers=FORGED).read())
    values = {name.lower(): value for name, value in reached.items()}
    own = {name: value for name, value in values.items() if "forward" in name}
    assert own == {
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-host": proxy.address.removeprefix("https://"),
        "x-forwarded-proto": "https",
    }
    given = uuid.UUID(values["x-request-id"])
    again = json.loads(proxy.open("/").read())
    assert uuid.UUID(again["X-Request-Id"]) != given


@pytest.mark.parametrize("path", ["/metrics", "/metrics/", "/readyz", "/%6detrics", "/METRICS"])
def test_figures_are_not_for_the_world(front: Front, echo: int, path: str) -> None:
    answer = front(echo).open(path)
    assert answer.status == 404
    assert answer.read() == b""


def test_staff_sign_in_over_https(front: Front, application: tuple[int, str]) -> None:
    port, start = application
    proxy = front(port)
    page = proxy.open(start).read().decode()
    (token,) = set(re.findall(r'name="csrf_token" value="([^"]+)"', page))
    typed = {
        **dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)),
        "csrf_token": token,
        "name_latin": "CHAN Dara",
        "sign_in_name": "dara",
        "password": "a sentence is easy",
    }
    courses = proxy.open(start, typed)
    assert courses.status == 200
    assert courses.geturl() == f"{proxy.address}/courses"
    assert proxy.open("/staff").status == 200
    assert courses.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert len(proxy.cookies)
    assert all(cookie.secure for cookie in proxy.cookies)


def test_the_log_has_the_number_of_a_request_and_not_its_path(
    front: Front, echo: int, tmp_path: Path
) -> None:
    path = "/start/one-time-token?code=123456"
    proxy = front(echo)
    number = json.loads(proxy.open(path, headers={"Referer": proxy.address + path}).read())[
        "X-Request-Id"
    ]
    log = tmp_path / "caddy.log"
    wait_until(lambda: "handled request" in log.read_text(encoding="utf-8"), log)
    written = log.read_text(encoding="utf-8")
    assert number in written
    assert "one-time-token" not in written


def test_whoever_pretends_to_be_this_machine_is_not_believed(
    front: Front, application: tuple[int, str]
) -> None:
    page = front(application[0]).open("/join", headers=FORGED)
    assert page.status == 200
    assert "evil" not in page.read().decode()
    assert page.headers["Strict-Transport-Security"]
