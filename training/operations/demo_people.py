"""The invented people of the demonstration. None of them is, or is meant to be, a real person.

One spelling in Khmer has one spelling in Latin letters throughout, family name first.
"""

from training.people.model import PersonDetails

_FINISHED = """
ឃុន ចំរើន|KHUN Chamroeun|venerable|m|religious|02
ព្រំ សុជាតិ|PROM Socheat|venerable|m|religious|01
ឯក វិបុល|EK Vibol|venerable|m|religious|15
សួន ធារិទ្ធ|SUON Thearith|venerable|m|religious|24
ណុប ផល្លី|NOP Phally|lay-nun|f|religious|02
គង់ ឧត្តម|KONG Oudom|his-excellency|m|government|12
ទិត្យ សុវណ្ណារី|TITH Sovannary|her-excellency|f|government|02
ហេង រតនា|HENG Ratana|mr|m|government|02
លី កល្យាណ|LY Kalyan|ms|f|government|01
ម៉ៅ ភក្តី|MAO Pheakdey|mr|m|government|15
អ៊ុំ ចន្ធូ|OUM Chanthou|ms|f|government|24
រស់ មង្គល|ROS Mongkul|mr|m|government|22
តេង រចនា|TENG Rachana|ms|f|government|17
ជួន វុទ្ធី|CHUON Vuthy|mr|m|government|04
ឈួន បុប្ផា|CHHUON Bopha|ms|f|ngo|02
យិន សំណាង|YIN Samnang|mr|m|ngo|02
ឡេង សុគន្ធា|LENG Sokunthea|ms|f|ngo|12
សេង កុសល|SENG Kosal|mr|m|ngo|17
ផាន់ ធីតា|PHAN Thida|ms|f|ngo|06
នួន សារ៉ាត់|NUON Sarath|mr|m|ngo|01
ខៀវ ស្រីពៅ|KHIEV Sreypov|miss|f|ngo|15
ងួន មករា|NGUON Makara|mr|m|international|12
សាន លីដា|SAN Lida|ms|f|international|12
ប៉ែន ចរិយា|PEN Chariya|dr|f|academia|02
អ៊ុក ពិសិដ្ឋ|OUK Piseth|professor|m|academia|12
ឈាង សុផានី|CHHEANG Sophany|ms|f|academia|17
សៅ រិទ្ធី|SAO Rithy|mr|m|student|02
ឌី ស្រីមុំ|DY Sreymom|miss|f|student|02
សឿន បូរ៉ា|SOEUN Bora|mr|m|student|02
មាស កញ្ញា|MEAS Kanha|miss|f|student|01
ស៊ឹម តុលា|SIM Tola|mr|m|student|24
ពេជ្រ ទេវី|PICH Tevy|miss|f|student|15
ប៊ុន និមល|BUN Nimol|miss|f|student|02
វ៉ន ណារិន|VORN Narin|mr|m|teacher|02
ញឹម ដាវី|NHEM Davy|ms|f|teacher|01
អ៊ូ សុវត្ថិ|OU Sovath|mr|m|teacher|15
ហាក់ លក្ខិណា|HAK Leakhena|ms|f|teacher|04
ខាន់ វិចិត្រ|KHAN Vichet|mr|m|teacher|22
ភួង ឡានី|PHUONG Lany|ms|f|private|02
ម៉ម សុភី|MOM Sophy|ms|f|other|06
"""

_RUNNING = """
សំ ប្រសើរ|SAM Prasoeur|venerable|m|religious|08
ឡាយ វឌ្ឍនា|LAY Vatthana|venerable|m|religious|05
ឈុន ស្រីនាង|CHHUN Sreyneang|lay-nun|f|religious|21
គឹម សម្បត្តិ|KIM Sambath|mr|m|government|12
ជា ម៉ាលី|CHEA Maly|ms|f|government|08
ទូច បញ្ញា|TOUCH Panha|mr|m|government|05
ឡុង គន្ធា|LONG Kunthea|ms|f|government|14
សុខ សីហា|SOK Seiha|mr|m|government|20
ហួត ណាវី|HUOT Navy|ms|f|government|03
កែវ ធារ៉ា|KEO Theara|mr|m|ngo|12
ប្រាក់ ស្រីល័ក្ខ|PRAK Sreyleak|miss|f|ngo|12
យឹម ភារុណ|YIM Phearun|mr|m|ngo|25
ទេព សុមាលី|TEP Somaly|ms|f|ngo|10
អ៊ឹម វីរៈ|IM Virak|mr|m|ngo|16
ឈឹម សុជាតា|CHHIM Socheata|ms|f|academia|12
ស៊ុន បូរី|SUN Borey|dr|m|academia|12
អ៊ិន ច័ន្ទរស្មី|IN Chanreaksmey|miss|f|student|12
ចាន់ មុនី|CHAN Mony|mr|m|student|08
លី ចិន្តា|LY Chenda|miss|f|student|07
ហេង សុផល|HENG Sophal|mr|m|student|12
សេង នារី|SENG Neary|ms|f|teacher|21
មាស ប៊ុនធឿន|MEAS Bunthoeun|mr|m|teacher|14
ណុប ម៉ារីណា|NOP Marina|ms|f|teacher|18
គង់ ផល្លា|KONG Phalla|ms|f|private|12
"""

_PLACES = {
    "religious": "វត្តគំរូ / Sample Pagoda",
    "government": "មន្ទីរគំរូ / Sample Department",
    "ngo": "អង្គការគំរូ / Sample Association",
    "academia": "សាកលវិទ្យាល័យគំរូ / Sample University",
    "student": "សាកលវិទ្យាល័យគំរូ / Sample University",
    "teacher": "វិទ្យាល័យគំរូ / Sample High School",
    "international": "អង្គការអន្តរជាតិគំរូ / Sample International Agency",
    "private": "ក្រុមហ៊ុនគំរូ / Sample Company",
    "other": "",
}
_GENDERS = {"f": "female", "m": "male"}


def _person(line: str) -> PersonDetails:
    name_km, name_latin, title, gender, sector, province = line.split("|")
    return PersonDetails(
        name_km, name_latin, title, _GENDERS[gender], _PLACES[sector], sector, province
    )


def _people(lines: str) -> tuple[PersonDetails, ...]:
    return tuple(_person(line) for line in lines.strip().splitlines())


IN_FINISHED = _people(_FINISHED)
IN_RUNNING = _people(_RUNNING)
ADMINISTRATOR = PersonDetails("នួន វាសនា", "NUON Veasna", "ms", "female")
TRAINER = PersonDetails("ផាន់ ដារ៉ា", "PHAN Dara", "mr", "male")
