"""People: names, titles, sectors, provinces, accounts."""

import enum
import uuid
from dataclasses import dataclass

from training.kernel.locales import Bilingual

NAME_LENGTH = 120
WORDS_LENGTH = 200


class AccountRole(enum.StrEnum):
    """What an account may do outside any course of its own."""

    ADMINISTRATOR = "administrator"
    TRAINER = "trainer"


@dataclass(frozen=True, slots=True)
class AccountIdentity:
    """Who is signed in."""

    account_id: uuid.UUID
    person_id: uuid.UUID
    name: Bilingual
    role: AccountRole


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What a person tells of themself, in codes of the tables below; all but a name may be ""."""

    name_km: str
    name_latin: str
    title: str = ""
    gender: str = ""
    organisation: str = ""
    sector: str = ""
    province: str = ""


TITLES: dict[str, Bilingual] = {
    "venerable": Bilingual("ព្រះតេជគុណ", "Venerable"),
    "his-excellency": Bilingual("ឯកឧត្តម", "H.E."),
    "her-excellency": Bilingual("លោកជំទាវ", "H.E."),
    "mr": Bilingual("លោក", "Mr"),
    "ms": Bilingual("លោកស្រី", "Ms"),
    "miss": Bilingual("កញ្ញា", "Miss"),
    "dr": Bilingual("បណ្ឌិត", "Dr"),
    "professor": Bilingual("សាស្ត្រាចារ្យ", "Professor"),
    "lay-nun": Bilingual("ដូនជី", "Lay nun"),
}
MONK_TITLES = frozenset({"venerable"})

GENDERS: dict[str, Bilingual] = {
    "female": Bilingual("ស្រី", "Female"),
    "male": Bilingual("ប្រុស", "Male"),
    "other": Bilingual("ផ្សេងទៀត", "Other"),
    "not-said": Bilingual("មិនចង់បញ្ជាក់", "Prefer not to say"),
}

SECTORS: dict[str, Bilingual] = {
    "government": Bilingual("មន្ត្រីរាជការ", "Government official"),
    "religious": Bilingual("វិស័យសាសនា", "Religious sector"),
    "ngo": Bilingual("អង្គការមិនមែនរដ្ឋាភិបាល", "Non-governmental organisation"),
    "academia": Bilingual("វិស័យឧត្តមសិក្សា", "Academia"),
    "student": Bilingual("និស្សិត", "University student"),
    "teacher": Bilingual("គ្រូបង្រៀន", "Teacher"),
    "international": Bilingual("អង្គការអន្តរជាតិ", "International organisation"),
    "private": Bilingual("វិស័យឯកជន", "Private sector"),
    "other": Bilingual("ផ្សេងទៀត", "Other"),
}

PROVINCES: dict[str, Bilingual] = {
    "01": Bilingual("ខេត្តបន្ទាយមានជ័យ", "Banteay Meanchey"),
    "02": Bilingual("ខេត្តបាត់ដំបង", "Battambang"),
    "03": Bilingual("ខេត្តកំពង់ចាម", "Kampong Cham"),
    "04": Bilingual("ខេត្តកំពង់ឆ្នាំង", "Kampong Chhnang"),
    "05": Bilingual("ខេត្តកំពង់ស្ពឺ", "Kampong Speu"),
    "06": Bilingual("ខេត្តកំពង់ធំ", "Kampong Thom"),
    "07": Bilingual("ខេត្តកំពត", "Kampot"),
    "08": Bilingual("ខេត្តកណ្តាល", "Kandal"),
    "09": Bilingual("ខេត្តកោះកុង", "Koh Kong"),
    "10": Bilingual("ខេត្តក្រចេះ", "Kratie"),
    "11": Bilingual("ខេត្តមណ្ឌលគិរី", "Mondul Kiri"),
    "12": Bilingual("រាជធានីភ្នំពេញ", "Phnom Penh"),
    "13": Bilingual("ខេត្តព្រះវិហារ", "Preah Vihear"),
    "14": Bilingual("ខេត្តព្រៃវែង", "Prey Veng"),
    "15": Bilingual("ខេត្តពោធិ៍សាត់", "Pursat"),
    "16": Bilingual("ខេត្តរតនគិរី", "Ratanak Kiri"),
    "17": Bilingual("ខេត្តសៀមរាប", "Siem Reap"),
    "18": Bilingual("ខេត្តព្រះសីហនុ", "Preah Sihanouk"),
    "19": Bilingual("ខេត្តស្ទឹងត្រែង", "Stung Treng"),
    "20": Bilingual("ខេត្តស្វាយរៀង", "Svay Rieng"),
    "21": Bilingual("ខេត្តតាកែវ", "Takeo"),
    "22": Bilingual("ខេត្តឧត្តរមានជ័យ", "Oddar Meanchey"),
    "23": Bilingual("ខេត្តកែប", "Kep"),
    "24": Bilingual("ខេត្តប៉ៃលិន", "Pailin"),
    "25": Bilingual("ខេត្តត្បូងឃ្មុំ", "Tboung Khmum"),
}


def title_words(title: str) -> Bilingual:
    """A title from the list in both languages; a typed one stands as it was typed."""
    return TITLES.get(title, Bilingual(title, title))
