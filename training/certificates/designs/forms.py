"""The forms with which administrators make and edit designs of certificates."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from flask import request
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, FormField, HiddenField, StringField

from training.certificates.blueprint import kind_name
from training.certificates.designs import pictures
from training.certificates.designs import texts as words
from training.certificates.designs.designs import MOST_LOGOS, Version
from training.certificates.model import (
    KIND_NAMES,
    MOST_SIGNATORIES,
    Design,
    Kind,
    Logo,
    Picture,
    Signatory,
    Wording,
)
from training.kernel.refusal import Refusal
from training.kernel.texts import N_
from training.web.forms import (
    Form,
    SelectField,
    at_most,
    fault,
    needed,
    submission_key_field,
    tidy,
)
from training.web.rows import FormWithRows, Rows, fill_up, one_of, printable

MOST_BYTES = (MOST_LOGOS + MOST_SIGNATORIES) * pictures.MOST_BYTES
"""What a form with a new picture in every place may bring."""
LONGEST_NAME = 120


def _line(label: str, *more: Any) -> StringField:
    return StringField(label, filters=[tidy], validators=[*more, at_most(200), printable])


class NewDesignForm(Form):
    """What a new design is for, and what it is called."""

    kind = SelectField(N_("Kind"), validate_choice=False, validators=[one_of(KIND_NAMES)])
    name = StringField(
        N_("Name of the design"), filters=[tidy], validators=[needed, at_most(LONGEST_NAME)]
    )
    submission_key = submission_key_field()

    def offer(self) -> None:
        """Fills the list in the reader's language."""
        self.kind.choices = [(kind.value, str(kind_name(kind))) for kind in Kind]


class _WithPicture(Form):
    """A row that has a picture: the one that is kept, or the file that comes with the form."""

    picture = HiddenField(validators=[at_most(64)])
    remove = BooleanField(N_("Take the picture out"))
    sent: Picture | None = None

    def take(self, field: Any) -> None:
        """Reads the file that was sent, if any; refuses what cannot be printed."""
        file = request.files.get(field.name) or FileStorage()
        content = file.stream.read(pictures.MOST_BYTES + 1)
        if content:
            try:
                self.sent = pictures.read_picture(content)
            except Refusal as refusal:
                raise fault(refusal.reason) from refusal

    @property
    def digest(self) -> str:
        """Of the picture that this row has from now on; empty: none."""
        if self.sent is not None:
            return pictures.digest_of(self.sent)
        return "" if self.remove.data else str(self.picture.data or "")


def _file(label: str) -> FileField:
    return FileField(label)


class LogoPart(_WithPicture):
    """A logo, and whose it is."""

    file = _file(N_("Picture (PNG, JPEG or SVG, at most 1 MB)"))
    words_km = _line(N_("Name in Khmer"))
    words_en = _line(N_("Name in English"))

    def validate_file(self, field: Any) -> None:
        """Reads the picture; refuses words without one."""
        self.take(field)
        if not self.digest and (self.words_km.data or self.words_en.data):
            raise fault(words.LOGO_WITHOUT_PICTURE)


class SignatoryPart(_WithPicture):
    """Somebody who signs."""

    file = _file(N_("Picture of the signature (PNG, JPEG or SVG, at most 1 MB)"))
    name_km = _line(N_("Name in Khmer"))
    name_en = _line(N_("Name in English"))
    title_km = _line(N_("Position in Khmer"))
    title_en = _line(N_("Position in English"))

    def validate_file(self, field: Any) -> None:
        """Reads the signature."""
        self.take(field)

    def validate_name_km(self, field: Any) -> None:
        """Refuses a position without a name. A picture is looked at when it is read."""
        named = field.data or self.name_en.data
        if not named and (self.title_km.data or self.title_en.data or self.digest):
            raise fault(words.SIGNATORY_WITHOUT_NAME)


class DesignForm(FormWithRows):
    """All that an administrator says about a design."""

    name = StringField(
        N_("Name of the design"), filters=[tidy], validators=[needed, at_most(LONGEST_NAME)]
    )
    kingdom_header = BooleanField(
        N_("Our organisation is entitled to print the Kingdom's name and motto")
    )
    heading_km = _line(N_("Heading in Khmer"))
    heading_en = _line(N_("Heading in English"))
    certify_km = _line(N_("Opening words in Khmer"))
    certify_en = _line(N_("Opening words in English"))
    deed_km = _line(N_("What the person did, in Khmer"))
    deed_en = _line(N_("What the person did, in English"))
    deed_monk_km = _line(N_("The same for a monk, in Khmer"))
    logos = Rows(FormField(LogoPart), N_("Logos"), max_entries=MOST_LOGOS, min_entries=MOST_LOGOS)
    signatories = Rows(
        FormField(SignatoryPart),
        N_("Signatories"),
        max_entries=MOST_SIGNATORIES,
        min_entries=MOST_SIGNATORIES,
    )
    for_a_monk = BooleanField(N_("Show it as a monk gets it"))
    submission_key = submission_key_field()

    def _parts(self) -> Iterator[Any]:
        yield from (each.form for each in (*self.logos, *self.signatories))

    def kept(self) -> tuple[str, ...]:
        """The digests of pictures that must be kept already. Only after `validate`."""
        return tuple(part.digest for part in self._parts() if part.digest and part.sent is None)

    def sent(self) -> dict[str, Picture]:
        """The pictures that came with this form, by digest. Only after `validate`."""
        return {part.digest: part.sent for part in self._parts() if part.sent is not None}

    def settle(self) -> None:
        """After the pictures that came were kept: the form goes on with them."""
        for part in self._parts():
            part.picture.data, part.remove.data = part.digest, False

    def design(self, layout: str) -> Design:
        """The typed design. Only after `validate`."""
        wording = {name: self[name].data or "" for name in Wording.__struct_fields__}
        logos = (
            Logo(each.digest, each.words_km.data or "", each.words_en.data or "")
            for each in (row.form for row in self.logos)
            if each.digest
        )
        people = (_signatory(row.form) for row in self.signatories)
        return Design(
            layout=layout,
            kingdom_header=self.kingdom_header.data,
            wording=Wording(**wording),
            logos=tuple(logos),
            signatories=tuple(each for each in people if each.name_km or each.name_en),
        )


def _signatory(part: Any) -> Signatory:
    names = ("name_km", "name_en", "title_km", "title_en")
    return Signatory(**{name: part[name].data or "" for name in names}, signature=part.digest)


def values_of(version: Version) -> Mapping[str, Any]:
    """A design as the form's first values."""
    design = version.design
    logos = [msgspec.structs.asdict(each) for each in design.logos]
    people = [
        {**msgspec.structs.asdict(each), "picture": each.signature} for each in design.signatories
    ]
    return {
        "name": version.name,
        "kingdom_header": design.kingdom_header,
        **msgspec.structs.asdict(design.wording),
        "logos": fill_up(logos, MOST_LOGOS),
        "signatories": fill_up(people, MOST_SIGNATORIES),
    }


def kind_of(form: NewDesignForm) -> Kind:
    """The kind that was chosen. Only after `validate`."""
    return Kind(form.kind.data)
