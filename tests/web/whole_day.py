"""Every page and every form of a day, asked for once, over Flask's test clients."""

import io
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.certificates.signed import sign
from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.courses.test_agenda_views import typed_day
from tests.courses.test_planning_views import typed_plan
from tests.quizzes import test_marking
from tests.quizzes.conftest import add_items, find_sheet, give_sheet
from training.adapters.mail import MailServer
from training.attendance import recording
from training.attendance import service as attendance
from training.attendance.model import MarkSource, MarkStatus
from training.certificates import changing, rules
from training.certificates import service as certificates
from training.certificates.delivery import sharing
from training.certificates.designs import designs
from training.certificates.model import State
from training.certificates.names.rules import Spelling
from training.certificates.tables import Certificate, Letter
from training.courses import service as courses
from training.credentials.did import public_key_in
from training.credentials.model import key_id_of
from training.kernel.access import ActorKind, Who
from training.live import asking
from training.live import service as live
from training.live.links import LinkKind, token_of
from training.people import links
from training.people.tables import Account
from training.quizzes import service as quizzes

Found = TypeVar("Found")


class Day:
    """The workshop's day, walked by a visitor, a trainee, a trainer and an administrator."""

    def __init__(self, app: Flask, workshop: Workshop, client_for: ClientMaker) -> None:
        self.app, self.workshop = app, workshop
        self.visitor, self.phone = client_for(), client_for(seat_id=workshop.seat_id)
        self.staff = client_for(account_id=workshop.trainer_id)
        self.head = client_for(account_id=workshop.administrator_id)
        self.day, self.course = f"/c/{workshop.course_id}", f"/courses/{workshop.course_id}"
        self.part = str(workshop.item_ids[3])

    def walk(self) -> None:
        """From the questions of one's own to the certificate."""
        self.import_questions()
        self.plan()
        self.prepare()
        self.join()
        self.learn()
        self.attend()
        self.answer()
        self.live()
        self.vouch()
        self.end()

    def get(self, client: FlaskClient, *paths: str) -> None:
        for path in paths:
            answer = client.get(path)
            assert answer.status_code < 400, path
            answer.close()

    def post(self, client: FlaskClient, path: str, wanted: int = 303, **sent: Any) -> None:
        answer = client.post(path, data={"submission_key": uuid.uuid4().hex, **sent})
        assert answer.status_code in {200, 302, wanted}, (path, answer.status_code)

    def look(self, find: Callable[[Session], Found]) -> Found:
        with self.app.app_context(), self.app.extensions["training.database"].reading() as session:
            return find(session)

    def import_questions(self) -> None:
        """Two files of questions: one becomes a set and its next version, one is thrown away."""
        staff = self.staff
        self.get(staff, "/questions", "/questions?after=own-a", "/questions/sets/small")
        kept = self.upload("/questions", "Does it rain?{T}")
        self.get(staff, kept)
        self.post(staff, kept, title_en="Rain")
        place = "/questions/sets/own-rain"
        self.get(staff, "/questions", place, f"{place}/file?format=aiken", f"{place}/file")
        self.post(staff, self.upload(place, "Does it snow?{F}"), title_en="Rain")
        self.post(staff, self.upload("/questions", "Is it windy?{T}") + "/forget")

    def upload(self, path: str, words: str, name: str = "rain.gift") -> str:
        """Where what is in that file can be looked at."""
        file = (io.BytesIO(words.encode()), name)
        answer = self.staff.post(path, data={"file": file})
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    def plan(self) -> None:
        """The lists, a new course, the agenda, the poster, the staff."""
        head, staff, course, workshop = self.head, self.staff, self.course, self.workshop
        older = f"/courses?before=2027-01-01_{workshop.course_id}"
        self.get(self.visitor, "/", "/sign-in", "/healthz", "/language/km")
        self.get(head, "/courses", older, "/staff", f"/staff?after={workshop.trainer_id}")
        self.get(head, f"/staff/{workshop.trainer_id}/link", f"{course}/plan")
        self.post(head, "/staff", name_latin="NEW Person", sign_in_name="newcomer")
        self.post(head, "/staff", 422, name_latin="NEW Person", sign_in_name="newcomer")
        self.design()
        trainers = [str(workshop.trainer_id)]
        self.post(head, f"{course}/trainers", trainers=trainers, sign_in_name="newcomer")
        self.get(staff, "/", "/courses", older, "/courses/new")
        self.post(staff, "/courses/new", **typed_plan(workshop, organisation="optional"))
        self.post(staff, f"{course}/plan", **typed_plan(workshop, organisation="optional"))
        items = self.look(lambda session: courses.list_agenda(session, workshop.course_id))
        self.post(staff, f"{course}/agenda", **typed_day(items, **{"lines-0-remove": "y"}))
        self.post(staff, f"{course}/poster", address="other", address_typed="192.168.8.2:8000")
        self.post(staff, f"{course}/joining", open="yes")
        self.get(staff, *(course + page for page in ("", "/plan", "/agenda", "/poster")))
        self.get(staff, f"{course}/poster.pdf", "/fonts/Moul-Regular.ttf")

    def design(self) -> None:
        """A design for certificates: made, looked at, changed with a logo, frozen, changed."""
        head, place = self.head, "/certificates/designs"
        drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
        self.post(head, place, 422, kind="none")
        self.post(head, place, kind="attendance", name="Ministry")
        (made,) = self.look(designs.list_newest)
        one = f"{place}/{made.id}"
        self.get(head, place, one, f"{one}/preview.png")
        self.post(head, f"{one}/preview.png", name="Ministry", heading_en="Praise")
        self.post(head, one, name="Ministry", preview="yes")
        logo: dict[str, Any] = {"logos-0-file": (io.BytesIO(drawing), "x.svg")}
        self.post(head, one, name="Ministry", **logo)
        self.post(head, one, 422, name="")
        (saved,) = self.look(designs.list_newest)
        self.get(head, f"/certificates/pictures/{saved.design.logos[0].picture}")

    def prepare(self) -> None:
        """The evening before: the page of the rehearsal, the venue check with one phone."""
        staff, phone, venue = self.staff, self.visitor, f"/venue/{self.workshop.join_code}"
        self.get(staff, f"{self.course}/rehearsal", f"{self.course}/venue")
        self.post(staff, f"{self.course}/rehearsal/stop")
        self.get(phone, venue, "/venue-ping")
        self.post(phone, f"{venue}/begin", submission_key="phone")
        self.post(phone, f"{venue}/result", submission_key="phone", times="5 - 7", addresses="1")
        self.get(staff, f"{self.course}/venue")
        self.post(staff, f"{self.course}/venue/forget")

    def join(self) -> None:
        """The way in, with wrong codes as well, and the people's list."""
        visitor, workshop, code = self.visitor, self.workshop, self.workshop.join_code
        self.get(visitor, "/join", f"/join/{code}", "/continue")
        self.post(visitor, "/join", 404, code="000000")
        self.post(visitor, "/join", code=code)
        self.post(visitor, f"/join/{code}", name_latin="HENG Sreymom", name_km="ហេង")
        self.post(visitor, "/continue", 404, code=code, seat_code="00000000")
        seat = self.look(lambda session: courses.find_seat(session, workshop.other_seat_id))
        assert seat is not None
        self.post(visitor, "/continue", code=code, seat_code=seat.code)
        names: dict[str, Any] = {"name_km": "នួន", "name_latin": "NUON Sarath"}
        people = f"{self.course}/people"
        self.post(self.staff, people, **names)
        self.post(self.staff, f"{people}/{seat.id}", **{**names, "name_latin": "NUON Dara"})
        self.get(self.staff, people, f"{people}/{seat.id}")
        self.import_people(f"{people}/list")
        self.arrange(people, seat.id)

    def import_people(self, path: str) -> None:
        """Two lists of participants: one person of one is taken, one file is thrown away."""
        kept = self.upload(path, "No,Name,Sex\n1,PEN Sovann,M\n2,LIM Chenda,F\n", "list.csv")
        self.get(self.staff, path, kept, f"{kept}/rows?first=2")
        self.post(self.staff, f"{kept}/rows", take="2")
        self.post(self.staff, self.upload(path, "Name\nPEN Sovann", "list.csv") + "/forget")
        self.post(self.visitor, f"/join/{self.workshop.join_code}", name_latin="PEN Sovann")

    def arrange(self, people: str, seat_id: uuid.UUID) -> None:
        """Two groups for a late hour, somebody who leaves and comes back, two seats of one."""
        staff = self.staff
        self.get(staff, f"{people}/{seat_id}/merge")
        self.post(staff, f"{people}/{seat_id}/left", left="yes", reason="Called home")
        self.post(staff, f"{people}/{seat_id}/left", left="no")
        items = self.look(lambda session: courses.list_agenda(session, self.workshop.course_id))
        late: dict[str, Any] = {
            f"lines-{len(items)}-{name}": value
            for name, value in (
                ("starts", "19:00"), ("ends", "20:00"), ("title_en", "Song"), ("group", "A"),
            )
        }  # fmt: skip
        late[f"lines-{len(items)}-kind"] = "session"
        self.post(staff, f"{self.course}/agenda", **typed_day(items, **late))
        chosen: dict[str, Any] = {f"group-{seat_id}": "A"}
        self.post(staff, f"{people}/groups", divide="yes")
        self.post(staff, f"{people}/groups", **chosen)
        self.get(staff, f"{people}/groups", people)
        joined = self.visitor.post(
            f"/join/{self.workshop.join_code}",
            data={"name_latin": "NUON Dara", "another_person": "y", "submission_key": "twice"},
        )
        assert joined.status_code == 302
        seats = self.look(lambda session: courses.list_seats(session, self.workshop.course_id))
        twice = max(seats, key=lambda each: each.number).seat_id
        asked: dict[str, Any] = {"other": str(twice), "stays": "this"}
        self.get(staff, f"{people}/{seat_id}/merge?other={twice}&stays=this")
        for _ in range(2):
            self.post(staff, f"{people}/{seat_id}/merge", **asked)

    def learn(self) -> None:
        """Slides on every screen."""
        slides = f"{self.course}/slides"
        self.get(self.staff, slides, f"{slides}/small/show", f"{slides}/small/notes")
        self.get(self.phone, "/", self.day, f"{self.day}/slides/small")

    def attend(self) -> None:
        """Marks by code, by hand and for the rest."""
        roll, part, seat = f"{self.course}/attendance", self.part, "1"
        self.post(self.staff, f"{roll}/open", item=part)
        self.get(self.staff, roll, f"{roll}/code", f"{roll}/{part}/{seat}", f"{roll}/conflicts")
        course_id = self.workshop.course_id
        opening = self.look(lambda session: attendance.find_open(session, course_id))
        assert opening is not None
        code = attendance.code_of(self.app.config["SECRET_KEY"], course_id, opening, NINE_THIRTY)
        own, scanned = f"{self.day}/attendance", f"/a/{self.workshop.join_code}/{code.token}"
        self.get(self.phone, own)
        self.post(self.phone, own, 422, code="000000")
        self.post(self.phone, own, 410)
        self.get(self.phone, scanned, own)
        self.post(self.phone, own)
        self.post(self.phone, own, code=code.digits)
        self.post(self.phone, f"{self.day}/switch", seat=str(self.workshop.seat_id))
        by_hand: dict[str, Any] = {"item": part, "seat": seat, "status": "absent"}
        self.post(self.staff, f"{roll}/hand", **by_hand)
        self.post(self.staff, f"{roll}/{part}/{seat}", **{**by_hand, "status": "present"})
        self.contest(roll, by_hand)
        self.post(self.staff, f"{roll}/rest", item=part, up_to="9", submission_key="rest")
        self.post(self.staff, f"{roll}/undo", item=part, key="rest")
        self.post(self.staff, f"{roll}/rest", item=part, up_to="9")
        self.get(self.staff, f"{roll}/{part}/heads")
        self.post(self.staff, f"{roll}/{part}/heads", counted="2")
        self.post(self.staff, f"{roll}/close", item=part, opening=str(opening.id))
        afternoon = str(self.workshop.item_ids[10])
        self.post(self.staff, f"{roll}/rest", item=afternoon, up_to="9")
        register = f"{roll}/register"
        self.get(self.staff, register, *(f"{register}.{each}" for each in ("csv", "xlsx", "pdf")))
        self.sign_in(f"{roll}/sheets")

    def sign_in(self, sheets: str) -> None:
        """The logo on it, a sheet made, entered with somebody in an empty row, photographed."""
        staff, logos = self.staff, f"{self.course}/logos"
        drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
        self.post(staff, logos, picture=(io.BytesIO(drawing), "x.svg"), role="organiser")
        (logo,) = self.look(lambda it: courses.logos_of(it, self.workshop.course_id))
        self.get(staff, logos, f"{logos}/{logo.id}")
        self.post(staff, f"{logos}/change", up=str(logo.id))
        self.post(staff, sheets, 422, occasion="none")
        self.post(staff, sheets, occasion="0.morning.", blanks="2")
        sheet = f"{sheets}/1"
        self.get(staff, sheets, f"{sheets}?number=1", sheet, f"{sheet}/sheet.pdf", f"{sheet}/entry")
        names: dict[str, Any] = {f"latin-{row}": f"PRAK Vuthy {row}" for row in range(1, 30)}
        looked = staff.post(f"{sheet}/entry", data={"rows": "1", **names})
        seen = looked.text.split('name="seen" value="')[1].split('"')[0]
        self.post(staff, f"{sheet}/entry", rows="1", record="yes", seen=seen, **names)
        self.post(staff, f"{sheet}/entry", 422, rows="99")
        photo = io.BytesIO()
        Image.new("RGB", (30, 20)).save(photo, "JPEG")
        photo.seek(0)
        self.post(staff, f"{sheet}/photos", photos=(photo, "x.jpg"))
        page = staff.get(sheet).text
        self.get(staff, page.split('<img src="')[1].split('"')[0])
        self.post(staff, f"{logos}/change", remove=str(logo.id))

    def contest(self, roll: str, by_hand: dict[str, Any]) -> None:
        """The trainer says absent, the phone says present, the trainer decides."""
        self.post(self.staff, f"{roll}/hand", **by_hand)
        said = recording.Said(
            self.workshop.item_ids[3], self.workshop.seat_id, MarkSource.CODE, MarkStatus.PRESENT,
            NINE_THIRTY,
        )  # fmt: skip
        with self.app.extensions["training.database"].writing() as session:
            recording.take(session, self.workshop.course_id, said, "said")
            session.commit()
        self.get(self.staff, roll, f"{roll}/conflicts", self.course)
        page = self.staff.get(f"{roll}/conflicts").text
        mark_id = page.split('name="said-')[1].split('"')[0]
        given: dict[str, Any] = {f"said-{mark_id}": "here", f"reason-{mark_id}": "Seen."}
        self.post(self.staff, f"{roll}/conflicts", **given)

    def answer(self) -> None:
        """The quiz, from its opening to its closing."""
        quiz, course_id = f"{self.day}/quiz/small", self.workshop.course_id
        overview = f"{self.course}/quiz"
        more, seat = f"{self.course}/extra-time", str(self.workshop.seat_id)
        self.get(self.staff, overview, f"{overview}/small", f"{overview}/small/terms", more)
        self.post(self.staff, f"{overview}/small/terms", results="at-once", minutes="20")
        self.post(self.staff, more, seat=seat, percent="50")
        self.post(self.staff, f"{overview}/small/open")
        self.get(self.phone, quiz)
        self.post(self.phone, f"{quiz}/begin")
        self.get(self.phone, quiz)
        self.post(self.phone, f"{quiz}/answers", item="colour", choice="1")
        self.get(self.phone, f"{quiz}/check")
        self.post(self.phone, f"{quiz}/finish")
        self.get(self.phone, f"{quiz}/result")
        desk = self.look(lambda session: quizzes.get_desk(session, course_id, None, "small"))
        assert desk.opening is not None
        self.on_paper(f"{overview}/small")
        self.post(self.staff, f"{overview}/small/close", opening=str(desk.opening.id))
        self.get(self.staff, overview, f"{overview}/small", f"{overview}/small/key.pdf")
        self.ask_opinions(overview)
        analysed = f"{overview}/small/analysis"
        self.get(self.staff, analysed, f"{analysed}.xlsx", f"{analysed}.pdf")
        self.correct()

    def correct(self) -> None:
        """A key that was wrong, an answer in words: looked at, previewed, done."""
        path = f"{self.course}/quiz/small/correct"
        given: dict[str, Any] = {"way": "void", "reason": "Nobody could know it."}
        self.get(self.staff, path, f"{path}/colour")
        self.post(self.staff, f"{path}/colour", step="preview", **given)
        self.post(self.staff, f"{path}/colour", 422, step="preview", way="key", reason="")
        self.post(self.staff, f"{path}/colour", step="confirm", **given)
        self.get(self.phone, f"{self.day}/quiz/small/result")
        with self.app.extensions["training.database"].writing() as session:
            add_items(session, self.workshop, "words", test_marking.ITEMS)
            give_sheet(session, self.workshop, self.workshop.seat_id, {"say": "So."}, "words")
            session.commit()
        marks = f"{self.course}/quiz/words/mark"
        self.get(self.staff, marks, f"{marks}/say", f"{marks}/say?answer=1&names=yes")
        sheet = self.look(lambda session: find_sheet(session, self.workshop, "words"))
        seen = NINE_THIRTY.isoformat()
        self.post(self.staff, f"{marks}/say", marks="2", sheet=str(sheet.id), seen=seen)
        self.get(self.staff, f"{marks}/say", f"{self.course}/quiz/words")

    def ask_opinions(self, overview: str) -> None:
        """The evaluation and the training plan, from their opening to what staff read."""
        for slug, item, choice in (("evaluation", "day", "5"), ("plan", "where", "Kep")):
            sheet = f"{self.day}/quiz/course.{slug}"
            self.post(self.staff, f"{overview}/course.{slug}/open")
            self.post(self.phone, f"{sheet}/begin")
            self.post(self.phone, f"{sheet}/answers", item=item, choice=choice)
            self.post(self.phone, f"{sheet}/finish")
            self.get(self.staff, f"{overview}/course.{slug}/answers")
            self.get(self.staff, f"{overview}/course.{slug}/answers.xlsx")
        course_id = self.workshop.course_id
        desk = self.look(
            lambda session: quizzes.get_desk(session, course_id, None, "course.evaluation")
        )
        assert desk.opening is not None
        closing: dict[str, Any] = {"opening": str(desk.opening.id)}
        self.post(self.staff, f"{overview}/course.evaluation/close", **closing)
        self.get(self.staff, f"{overview}/course.evaluation/answers")
        self.get(self.head, "/plans", f"/plans?before={uuid.UUID(int=2**128 - 1)}")

    def on_paper(self, quiz: str) -> None:
        """Papers to print, and the sheet of whoever has no phone, typed in."""
        staff, seat = self.staff, self.workshop.other_seat_id
        self.get(staff, f"{quiz}/questions.pdf?in=both", f"{quiz}/answer-sheets.pdf?for=everybody")
        self.get(staff, f"{quiz}/entry", f"{quiz}/entry/{seat}")
        self.post(staff, f"{quiz}/entry", line="2 BA-")
        self.get(staff, f"{quiz}/entry?entered=2")
        self.post(staff, f"{quiz}/entry", 422, line="2 ?")
        self.post(staff, f"{quiz}/entry/{seat}", q1="B", q2="A", q3="A")

    def live(self) -> None:
        """The room follows: slides, two questions from asking to revealing, signals, links."""
        staff, phone, desk, day = self.staff, self.phone, f"{self.course}/live", f"{self.day}/live"
        self.post(staff, f"{self.course}/attendance/open", item=self.part)
        self.get(staff, desk)
        self.get(phone, day)
        shown = ("join", "attendance", "quiz", "ranking", "slide")
        commands: tuple[dict[str, Any], ...] = (
            {"word": "go", "module": "small", "slide": "second"},
            {"word": "fitted", "slide": "second", "parts": "2", "part": "1"},
            {"word": "blank", "on": "1"},
            {"word": "ranking", "on": "1"},
            *({"word": "show", "what": what} for what in shown),
            {"word": "minutes"},
        )
        for sent in commands:
            self.post(staff, f"{desk}/stage", **sent)
            self.get(staff, f"{desk}/state", f"{desk}/projector")
            self.get(phone, day, f"{day}/state")
        self.get(staff, desk, f"{desk}/desk?module=small", f"{desk}/links")
        self.post(phone, f"{day}/nickname", nickname="Lotus")
        for kind in ("too-fast", "question", "hand"):
            self.post(phone, f"{day}/signals", kind=kind, words="Why?")
        self.get(phone, f"{day}/hand")
        self.post(phone, f"{day}/signals/withdraw", kind="hand")
        self.post(staff, f"{desk}/signals/settle", kind="question")
        self.ask(choice="b", module="small", item="colour")
        self.ask(words="peace", kind="words", words_en="One word?")
        self.get(self.phone, f"{day}/answers", self.day)
        self.follow_links()

    def ask(self, choice: str = "", words: str = "", **asked: Any) -> None:
        """A question to the room, answered once, and once more when it is closed."""
        staff, desk, course_id = self.staff, f"{self.course}/live", self.workshop.course_id
        self.post(staff, f"{desk}/questions", **asked)
        question = self.look(lambda session: asking.list_questions(session, course_id)[-1])
        path = f"{self.day}/live/questions/{question.id}/answer"
        given: dict[str, Any] = {"choice": choice}
        self.post(self.phone, path, words=words, **given)
        (found,) = self.look(lambda session: asking.answers_to(session, question))
        self.post(staff, f"{desk}/answers/{found.id}/standing", standing="shown")
        for deed in ("close", "reveal"):
            self.post(staff, f"{desk}/questions/{question.id}/{deed}")
            self.get(staff, f"{desk}/projector", f"{desk}/desk?module=small")
            self.get(self.phone, f"{self.day}/live", f"{self.day}/live/state")
        self.post(self.phone, path, 409, words=words, **given)
        self.post(staff, f"{desk}/questions/{question.id}/put-away")

    def follow_links(self) -> None:
        """The remote control and the second projector, until their links end."""
        course_id = self.workshop.course_id
        stage = self.look(lambda session: live.find_stage(session, course_id))
        with self.app.app_context():
            remote, screen = (f"/{kind.value}/{token_of(kind, stage)}" for kind in LinkKind)
        self.get(self.visitor, remote, f"{remote}/state", screen, f"{screen}/state")
        sent: dict[str, Any] = {"word": "go", "module": "small", "slide": "third"}
        self.post(self.visitor, f"{remote}/stage", **sent)
        self.post(self.visitor, f"{screen}/fitted", word="fitted", slide="third", parts="1")
        self.post(self.staff, f"{self.course}/live/links")

    def vouch(self) -> None:
        """The keys of certificates: our own, one of a laptop, which is stolen."""
        head, page = self.head, "/certificates/keys"
        self.get(head, page)
        self.post(head, f"{page}/new", name="Office")
        laptop = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
        self.post(head, f"{page}/known", key=f"did:key:{laptop}", owner="Laptop")
        key_id = key_id_of(public_key_in(laptop))
        self.post(head, f"{page}/{key_id}/distrust", why="Stolen")
        with self.app.extensions["training.database"].writing() as session:
            sign(session, self.app.extensions["training.settings"].data_folder)
            session.commit()
        self.get(head, page, "/certificates/exchange")
        given = head.post("/certificates/exchange/export").data
        for wanted, file in ((303, given), (422, b"x")):
            sent = (io.BytesIO(file), "register.zip")
            self.post(head, "/certificates/exchange/import", wanted, file=sent)

    def letters(self, papers: str, certificate: Certificate) -> None:
        """A certificate is sent by e-mail, from both sides."""
        settings = self.app.extensions["training.settings"]
        server = MailServer("127.0.0.1", 1, "none", "certificates@example.org")
        self.app.extensions["training.settings"] = replace(settings, mail=server)
        number = rules.written_number(certificate.number)
        sent: dict[str, Any] = {"number": number, "address": "sok.sophea@example.org"}
        self.post(self.staff, f"{papers}/letters", **sent, submission_key="e1")
        self.post(self.phone, f"{self.day}/certificate/letter", **sent, submission_key="e2")
        self.get(self.staff, f"{papers}/letters")
        self.get(self.head, "/certificates/letters")
        of_it = select(Letter).where(Letter.certificate_id == certificate.id)
        letter = self.look(lambda session: session.scalars(of_it.limit(1)).one())
        self.post(self.head, f"/certificates/letters/{letter.id}/again")
        self.app.extensions["training.settings"] = settings

    def proofread(self, desk: str) -> None:
        """A name is confirmed, asked to be corrected, left as it is, and corrected."""
        own, settle = f"{self.day}/certificate/name", f"{desk}/{self.workshop.seat_id}"
        said: dict[str, Any] = {"seen": Spelling("ស៊ុន សុភាព", "SUN Sopheap").mark}
        wanted: dict[str, Any] = {"name_km": "ស៊ុន សុភក្រ", "name_latin": "SUN Sopheak"}
        self.get(self.phone, own)
        self.post(self.phone, own, said="right", **said)
        self.post(self.phone, own, said="wrong", **said)
        self.get(self.staff, desk, f"{self.course}/certificates")
        self.post(self.staff, settle, version="2", settle="leave")
        self.post(self.phone, own, **said, **wanted)
        self.post(self.staff, settle, version="3", settle="correct", **wanted)
        self.get(self.phone, own, self.day)

    def end(self) -> None:
        """The end of the course, its certificates and their check; passwords."""
        papers, workshop = f"{self.course}/certificates", self.workshop
        self.proofread(f"{papers}/names")
        self.post(self.staff, f"{self.course}/state", state="ended")
        self.get(self.staff, papers)
        self.post(self.staff, f"{papers}/issue")
        certificate = self.look(
            lambda session: certificates.find_of_seat(session, workshop.seat_id)
        )
        assert certificate is not None, "nobody was entitled"
        self.get(self.staff, papers, f"{papers}.pdf", f"{papers}.zip")
        self.get(self.staff, f"{papers}/{certificate.number}.pdf")
        self.letters(papers, certificate)
        own = f"{self.day}/certificate"
        self.get(
            self.phone, own, f"{own}.pdf", f"{own}.pdf?number={certificate.number}", f"{own}.json"
        )
        with self.app.app_context():
            shared = f"/certificate/{sharing.token_of(certificate.number)}"
        self.get(self.visitor, shared, f"{shared}/certificate.pdf")
        self.keep_register(f"/certificates/{certificate.facts.number}")
        self.get(self.visitor, "/v", f"/v/{certificate.number}")
        self.post(self.visitor, "/v", number=certificate.number)
        self.get(self.visitor, "/v/offline.html", "/v/file")
        self.post(self.visitor, "/v/file", file=(io.BytesIO(b"A" * 120), "code.txt"))
        self.get(self.head, "/certificates/check-list")
        self.post(self.head, "/certificates/check-list", numbers=certificate.number)
        self.post(self.visitor, "/sign-in", 422, sign_in_name="bopha", password="wrong")

        def links_of(session: Session) -> tuple[str, str]:
            account = session.get_one(Account, workshop.trainer_id)
            return links.password_token(account), links.visit_token(account)

        password, visit = self.look(links_of)
        self.get(self.visitor, f"/password/{password}", f"/visit/{visit}")
        self.post(self.visitor, f"/password/{password}", password="a long password")
        self.post(self.visitor, "/sign-in", sign_in_name="bopha", password="a long password")
        self.post(self.visitor, "/sign-out")

    def keep_register(self, page: str) -> None:
        """The administrator looks one up, corrects it, suspends the new one and lets it count."""
        head = self.head
        self.get(head, "/certificates", "/certificates?q=sun", "/certificates?q=ស៊ុន", page)
        names = {"name_km": "ស៊ុន វណ្ណា", "name_latin": "SUN Vanna", "reason": "Typed wrongly."}
        answer = head.post(f"{page}/correct", data={"submission_key": "corrected", **names})
        newer = answer.location
        for state in ("suspended", "valid"):
            self.post(head, f"{newer}/change", state=state, reason="We look into it.")
        self.get(head, page, newer)
        exception = f"{self.course}/certificates/exception/{self.workshop.other_seat_id}"
        self.get(head, exception)
        self.post(head, exception, kind="trainer", reason="Has taught it for years.")
        self.post(head, f"{newer}/proposals/{self.propose(newer)}", agrees="no")

    def propose(self, page: str) -> uuid.UUID:
        """A change that waits for a second person."""
        number, key = page.rpartition("/")[2], uuid.uuid4().hex
        with self.app.extensions["training.database"].writing() as session:
            found = certificates.find_by_number(session, number)
            who = Who(ActorKind.ACCOUNT, self.workshop.administrator_id, "CHAN Dara")
            made = changing.propose(
                session, found.id, State.REVOKED, "Lent.", key, who, NINE_THIRTY
            )
            session.commit()
            return made.id
