"""What a day is made of, as requests of Flask's test clients, to be measured one by one."""

import itertools
import random
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from bench.room import PASSWORD, ROSTER, Room, phone_cookie
from training.adapters.database import Database
from training.courses import seat_cookie
from training.courses.tables import Seat
from training.people.model import AccountRole
from training.people.tables import Person

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
ENCODED = {"Accept-Encoding": "gzip", "Accept": "text/html"}
JSON = {"Accept-Encoding": "gzip", "Accept": "application/json"}
Send = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that people do, and how often it can be done in a row."""

    name: str
    send: Send
    most_at_once: int = 200


class Clients:
    """The people of the room, each with a browser."""

    def __init__(self, app: Flask, room: Room) -> None:
        self.app, self.room = app, room
        self.secret = str(app.config["SECRET_KEY"])
        self.visitor = self.client()
        self.phone = self.phone_of(room.seat_ids[0])
        self.trainer = self.staff(room.trainer_id)
        self.administrator = self.staff(room.administrator_id)
        self.day, self.course = f"/c/{room.running_id}", f"/courses/{room.running_id}"
        self.ended = f"/courses/{room.ended_id}"
        self.quiz = f"{self.day}/quiz/{room.slug}"
        self.beginners = iter(room.seat_ids[1:])
        """People of the room who have not begun the quiz."""

    def client(self) -> FlaskClient:
        made = self.app.test_client()
        made.set_cookie("lang", "km")
        return made

    def phone_of(self, seat_id: uuid.UUID) -> FlaskClient:
        made = self.client()
        made.set_cookie(*phone_cookie(str(self.app.config["SECRET_KEY"]), seat_id))
        return made

    def staff(self, account_id: uuid.UUID) -> FlaskClient:
        made = self.client()
        with made.session_transaction() as session:
            session["_user_id"], session["_fresh"] = f"{account_id}:1", True
        return made

    # Each of these gives a function that does the deed once more.

    def join(self) -> Send:
        path, numbers = f"/join/{self.room.join_code}", itertools.count()
        token = token_on(self.visitor, path)
        cookie = seat_cookie.cookie_name(str(self.app.config["SECRET_KEY"]))

        def send() -> Any:
            number = next(numbers)
            self.visitor.delete_cookie(cookie)
            sent = {
                "csrf_token": token, "submission_key": f"{path}-{number}-{uuid.uuid4().hex}",
                "name_km": f"ហេង ស្រីមុំ {number}", "name_latin": f"HENG Sreymom {number}",
                "another_person": "y",
            }  # fmt: skip
            return self.visitor.post(path, data=sent, headers=ENCODED)

        return send

    def answer(self) -> Send:
        token, numbers = token_on(self.phone, self.quiz), itertools.count()

        def send() -> Any:
            number, items = next(numbers), self.room.item_ids
            sent = {
                "csrf_token": token, "submission_key": uuid.uuid4().hex,
                "item": items[number % len(items)], "choice": str(number % 2 + 1),
            }  # fmt: skip
            return self.phone.post(f"{self.quiz}/answers", data=sent, headers=JSON)

        return send

    def whole_quiz(self, *, one_by_one: bool) -> Send:
        """One person after the other, from the way in to the review of the answers.

        A phone that is connected saves each answer when it is tapped; one that was not brings all
        of them with the end.
        """

        def send() -> Any:
            phone = self.phone_of(next(self.beginners))
            token = token_on(phone, self.quiz)
            own = {"csrf_token": token}
            phone.post(f"{self.quiz}/begin", data=own, headers=ENCODED)
            phone.get(self.quiz, headers=ENCODED)
            items = self.room.item_ids
            for item in items if one_by_one else ():
                sent = {**own, "submission_key": item, "item": item, "choice": "1"}
                phone.post(f"{self.quiz}/answers", data=sent, headers=JSON)
            if one_by_one:
                phone.get(f"{self.quiz}/check", headers=ENCODED)
            waiting = [] if one_by_one else [f"{item} 1 {item}" for item in items]
            end = {**own, "answer": waiting}
            phone.post(f"{self.quiz}/finish", data=end, headers=ENCODED)
            answer = phone.get(f"{self.quiz}/result", headers=ENCODED)
            if answer.status_code != 200:
                raise RuntimeError("the quiz was not finished")
            return answer

        return send

    def mark(self) -> Send:
        """One phone after the other of half the crowd, each for the first time."""
        crowd = self.room.crowd
        path = f"/c/{crowd.course_id}/attendance"
        ready = []
        for seat_id in crowd.seat_ids[::2]:
            phone = self.phone_of(seat_id)
            ready.append((phone, token_on(phone, path)))
        phones = iter(ready)

        def send() -> Any:
            phone, token = next(phones)
            sent = {
                "csrf_token": token, "submission_key": uuid.uuid4().hex,
                "code": crowd.attendance_code(self.secret),
            }  # fmt: skip
            return phone.post(path, data=sent, headers=ENCODED)

        return send

    def tap_after_scan(self) -> Send:
        """The same for the other half, each with the proof of its scan."""
        crowd = self.room.crowd
        path = f"/c/{crowd.course_id}/attendance"
        ready = []
        for seat_id in crowd.seat_ids[1::2]:
            phone = self.phone_of(seat_id)
            phone.get(crowd.scan_path(self.secret))
            ready.append((phone, token_on(phone, path)))
        phones = iter(ready)

        def send() -> Any:
            phone, token = next(phones)
            sent = {"csrf_token": token, "submission_key": uuid.uuid4().hex}
            return phone.post(path, data=sent, headers=ENCODED)

        return send

    def scan(self) -> Send:
        """A phone of the course points its camera at the screen."""
        crowd = self.room.crowd
        phone = self.phone_of(crowd.seat_ids[0])
        return lambda: phone.get(crowd.scan_path(self.secret), headers=ENCODED)

    def tap(self) -> Send:
        """One seat of the crowd after the other is tapped: present, in a second round absent."""
        crowd = self.room.crowd
        path, taps = f"/courses/{crowd.course_id}/attendance", itertools.count()
        token = token_on(self.trainer, path)

        def send() -> Any:
            again, place = divmod(next(taps), len(crowd.seat_ids))
            sent = {
                "csrf_token": token, "submission_key": uuid.uuid4().hex,
                "item": str(crowd.open_item_id), "seat": str(len(crowd.seat_ids) - place),
                "status": "absent" if again % 2 else "present",
            }  # fmt: skip
            return self.trainer.post(f"{path}/hand", data=sent, headers=JSON)

        return send

    def certificate(self) -> Send:
        """One person's PDF after another's."""
        phones = itertools.cycle([self.phone_of(each) for each in self.room.awarded_seat_ids])
        path = f"/c/{self.room.ended_id}/certificate.pdf"
        return lambda: next(phones).get(path, headers=ENCODED)

    def sign_in_sheet(self) -> Send:
        """The sheet of the room, each time with names that were not printed before.

        What typst remembers of the same names would make it a third of that; giving the names out
        is in the figure, about a millisecond.
        """
        path = f"{self.course}/attendance/sheets"
        sent = {
            "csrf_token": token_on(self.trainer, path),
            "occasion": "0.morning.",
            "blanks": "10",
        }
        self.trainer.post(path, data=sent, headers=ENCODED)
        database: Database = self.app.extensions["training.database"]
        words = sorted({word for each in ROSTER for word in each.name_km.split()})
        chance = random.Random(7)
        with database.reading() as session:
            own = select(Seat.person_id).where(Seat.course_id == self.room.running_id)
            people = session.scalars(own).all()

        def send() -> Any:
            names = [{"id": each, "name_km": " ".join(chance.sample(words, 2))} for each in people]
            with database.writing() as session:
                session.execute(update(Person), names)
                session.commit()
            return self.trainer.get(f"{path}/1/sheet.pdf", headers=ENCODED)

        return send

    def sign_in(self) -> Send:
        token = token_on(self.visitor, "/sign-in")
        name = AccountRole.TRAINER.value
        sent = {"csrf_token": token, "sign_in_name": name, "password": PASSWORD}
        return lambda: self.visitor.post("/sign-in", data=sent, headers=ENCODED)


def get(client: FlaskClient, path: str) -> Send:
    """The page, as a browser asks for it."""
    return lambda: client.get(path, headers=ENCODED)


def token_on(client: FlaskClient, path: str) -> str:
    """The token of the forms on that page."""
    found = TOKEN.search(client.get(path).text)
    if found is None:
        raise RuntimeError(f"{path} has no form")
    return found[1]


def of_the_room(app: Flask, room: Room) -> Iterator[Deed]:
    """Every request that a day is made of."""
    who = Clients(app, room)
    yield Deed("join page", get(who.visitor, f"/join/{room.join_code}"))
    yield Deed("join submit", who.join())
    yield Deed("my day", get(who.phone, who.day))
    yield Deed("slide page (24 slides)", get(who.phone, f"{who.day}/slides/{room.slug}"))
    yield Deed("quiz page (15 items)", get(who.phone, who.quiz))
    yield Deed("one answer saved", who.answer())
    yield Deed("quiz of 15, opening to review", who.whole_quiz(one_by_one=True), 1)
    yield Deed("the same, answers in one request", who.whole_quiz(one_by_one=False), 1)
    yield Deed("attendance page", get(who.phone, f"{who.day}/attendance"))
    yield Deed("attendance mark by code", who.mark(), 20)
    yield Deed("scan of the attendance code", who.scan())
    yield Deed("attendance mark by scan", who.tap_after_scan(), 20)
    yield Deed("roll of 60", get(who.trainer, f"{who.course}/attendance"))
    crowd = f"/courses/{room.crowd.course_id}/attendance?item={room.crowd.marked_item_id}"
    yield Deed("roll of 500", get(who.trainer, crowd))
    yield Deed("a tap on the roll", who.tap())
    yield Deed("cockpit of 60", get(who.trainer, who.course))
    yield Deed("certificates page of 40", get(who.trainer, f"{who.ended}/certificates"))
    yield Deed("one certificate, PDF", who.certificate())
    yield Deed("40 certificates in one PDF", get(who.trainer, f"{who.ended}/certificates.pdf"))
    yield Deed("sign-in sheet of 60, PDF", who.sign_in_sheet())


def of_the_nation(app: Flask, room: Room, deep_course: str, deep_staff: str) -> Iterator[Deed]:
    """The same and what the nation's lists are, with addresses of pages deep in the lists."""
    who = Clients(app, room)
    kept = [
        each for each in of_the_room(app, room) if "PDF" not in each.name and each.most_at_once > 1
    ]
    yield from kept
    yield Deed("people of the course", get(who.trainer, f"{who.course}/people"))
    yield Deed("courses, first page", get(who.administrator, "/courses"))
    yield Deed("courses, a page deep in", get(who.administrator, f"/courses?before={deep_course}"))
    yield Deed("courses of one trainer", get(who.trainer, "/courses"))
    yield Deed("plan of a course", get(who.administrator, f"{who.course}/plan"))
    yield Deed("staff, first page", get(who.administrator, "/staff"))
    yield Deed("staff, a page deep in", get(who.administrator, f"/staff?after={deep_staff}"))
    yield Deed("check of a number", get(who.visitor, f"/v/{room.number}"))
    yield Deed("sign-in", who.sign_in())
