//! Names of people, orgs and groups, in many scripts and lengths. First and last names are put together by chance.
//!
//! To add a script: one more [`Culture`]; the shares are of a thousand, and Latin letters have what is left.

use rand::{RngExt, rngs::StdRng};

use crate::fold;

/// A name as its bearer writes it, and as it stands in an e-mail address.
type Pair = (&'static str, &'static str);

/// First and last names that go together.
struct Culture {
    /// How many of a thousand people have such a name.
    share: u32,
    first: &'static [Pair],
    last: &'static [Pair],
    /// Family name first, with nothing between.
    joined: bool,
}

/// A person's names, and what stands before the @ of the address, less the number.
pub(super) struct PersonName {
    pub(super) first: String,
    pub(super) last: String,
    /// Where it is not first and last name.
    pub(super) display: Option<String>,
    pub(super) mailbox: String,
}

/// Latin letters, with their accents. What stands in an address is made of the name itself.
const LATIN_FIRST: &[&str] = &[
    "Ada",
    "Agnieszka",
    "Aïcha",
    "Alice",
    "Álvaro",
    "Amélie",
    "Ana",
    "Anders",
    "Andrés",
    "Ann",
    "Anton",
    "Åsa",
    "Ayşe",
    "Beatriz",
    "Ben",
    "Björn",
    "Bob",
    "Božena",
    "Carlos",
    "Çağla",
    "Chloé",
    "Clara",
    "Daniel",
    "Dóra",
    "Edward",
    "Elif",
    "Emma",
    "Éva",
    "Fatou",
    "Françoise",
    "George",
    "Gözde",
    "Grace",
    "Guðrún",
    "Hannah",
    "Inês",
    "Ivan",
    "James",
    "Jānis",
    "Jiří",
    "João",
    "José",
    "Jürgen",
    "Katarína",
    "Kwame",
    "Léa",
    "Liam",
    "Linh",
    "Łukasz",
    "Maja",
    "María",
    "Māra",
    "Minh",
    "Mohamed",
    "Nguyệt",
    "Niamh",
    "Noah",
    "Oğuz",
    "Olivia",
    "Ørjan",
    "Oscar",
    "Paweł",
    "Peter",
    "Quang",
    "Renée",
    "Rosa",
    "Ruairí",
    "Siân",
    "Sofía",
    "Søren",
    "Stéphane",
    "Štěpán",
    "Thandiwe",
    "Thị Hoa",
    "Tomáš",
    "Tuğba",
    "Ursula",
    "Vít",
    "Wanjiru",
    "Xenia",
    "Yannick",
    "Zoë",
    "Žofie",
];
const LATIN_LAST: &[&str] = &[
    "Åberg",
    "Adeyemi",
    "Andersen",
    "Ångström",
    "Bąk",
    "Bauer",
    "Becker",
    "Brown",
    "Çelik",
    "Černý",
    "Chukwu",
    "Costa",
    "Da Silva",
    "de la Cruz",
    "Demir",
    "Díaz",
    "Dlamini",
    "Dubois",
    "Dvořák",
    "Evans",
    "Fernández",
    "Fischer",
    "García",
    "Gonçalves",
    "Großmann",
    "Guðmundsdóttir",
    "Hansen",
    "Horváth",
    "Ibáñez",
    "Jansen",
    "Johnson",
    "Jørgensen",
    "Kaya",
    "Kovač",
    "Kowalski",
    "Lefèvre",
    "Li",
    "López",
    "Lý",
    "Martínez",
    "Mbeki",
    "Mensah",
    "Meyer",
    "Müller",
    "Muñoz",
    "Nagy",
    "Ndiaye",
    "Nguyễn",
    "Nilsson",
    "Novák",
    "Nowak",
    "O'Brien",
    "O'Connor",
    "Okafor",
    "Öztürk",
    "Peña",
    "Petrović",
    "Phạm",
    "Rodríguez",
    "Rossi",
    "Şahin",
    "Sánchez",
    "Schäfer",
    "Schmidt",
    "Smith",
    "Sørensen",
    "Świątek",
    "Szabó",
    "Tamm",
    "Taylor",
    "Tóth",
    "Trần",
    "van den Berg",
    "van Dijk",
    "Vũ",
    "Walker",
    "Weiß",
    "Williams",
    "Wójcik",
    "Yılmaz",
    "Żak",
    "Zieliński",
];

const OTHERS: &[Culture] = &[
    Culture {
        share: 80,
        first: &[
            ("Александр", "aleksandr"),
            ("Анна", "anna"),
            ("Борис", "boris"),
            ("Виктория", "viktoria"),
            ("Дмитрий", "dmitri"),
            ("Екатерина", "ekaterina"),
            ("Зоран", "zoran"),
            ("Иван", "ivan"),
            ("Євгенія", "yevheniya"),
            ("Любовь", "lyubov"),
            ("Мария", "maria"),
            ("Наталья", "natalya"),
            ("Олексій", "oleksiy"),
            ("Пётр", "pyotr"),
            ("Светлана", "svetlana"),
            ("Юлия", "yulia"),
        ],
        last: &[
            ("Бондаренко", "bondarenko"),
            ("Волков", "volkov"),
            ("Георгиев", "georgiev"),
            ("Иванов", "ivanov"),
            ("Йовановић", "jovanovic"),
            ("Ковальчук", "kovalchuk"),
            ("Кузнецов", "kuznetsov"),
            ("Лебедев", "lebedev"),
            ("Мельник", "melnyk"),
            ("Новиков", "novikov"),
            ("Петров", "petrov"),
            ("Смирнов", "smirnov"),
            ("Соколов", "sokolov"),
            ("Фёдоров", "fyodorov"),
            ("Шевченко", "shevchenko"),
            ("Щербаков", "shcherbakov"),
        ],
        joined: false,
    },
    Culture {
        share: 30,
        first: &[
            ("Αθηνά", "athina"),
            ("Αλέξανδρος", "alexandros"),
            ("Γιώργος", "giorgos"),
            ("Ελένη", "eleni"),
            ("Ιωάννα", "ioanna"),
            ("Κώστας", "kostas"),
            ("Μαρία", "maria"),
            ("Νίκος", "nikos"),
            ("Σοφία", "sofia"),
            ("Χρήστος", "christos"),
        ],
        last: &[
            ("Αντωνίου", "antoniou"),
            ("Γεωργίου", "georgiou"),
            ("Δημητρίου", "dimitriou"),
            ("Ιωαννίδης", "ioannidis"),
            ("Καραγιάννης", "karagiannis"),
            ("Νικολάου", "nikolaou"),
            ("Παπαδόπουλος", "papadopoulos"),
            ("Παππάς", "pappas"),
            ("Οικονόμου", "oikonomou"),
            ("Χατζής", "chatzis"),
        ],
        joined: false,
    },
    Culture {
        share: 65,
        first: &[
            ("أحمد", "ahmad"),
            ("أمينة", "amina"),
            ("خالد", "khalid"),
            ("زينب", "zaynab"),
            ("سارة", "sara"),
            ("عمر", "umar"),
            ("فاطمة", "fatima"),
            ("ليلى", "layla"),
            ("محمد", "muhammad"),
            ("مريم", "maryam"),
            ("نور", "nur"),
            ("يوسف", "yusuf"),
        ],
        last: &[
            ("الأنصاري", "alansari"),
            ("البغدادي", "albaghdadi"),
            ("الحسيني", "alhusayni"),
            ("الخطيب", "alkhatib"),
            ("الشريف", "alsharif"),
            ("العلي", "alali"),
            ("المصري", "almasri"),
            ("النجار", "alnajjar"),
            ("بن سعيد", "binsaid"),
            ("حداد", "haddad"),
            ("خوري", "khuri"),
            ("منصور", "mansur"),
        ],
        joined: false,
    },
    Culture {
        share: 20,
        first: &[
            ("אבי", "avi"),
            ("דוד", "david"),
            ("יעל", "yael"),
            ("מרים", "miriam"),
            ("משה", "moshe"),
            ("נועה", "noa"),
            ("רחל", "rachel"),
            ("שרה", "sara"),
        ],
        last: &[
            ("אברהם", "avraham"),
            ("ביטון", "biton"),
            ("גולדברג", "goldberg"),
            ("כהן", "cohen"),
            ("לוי", "levi"),
            ("מזרחי", "mizrahi"),
            ("פרץ", "peretz"),
            ("פרידמן", "friedman"),
        ],
        joined: false,
    },
    Culture {
        share: 60,
        first: &[
            ("अर्जुन", "arjun"),
            ("आरती", "aarti"),
            ("कविता", "kavita"),
            ("दीपक", "deepak"),
            ("प्रिया", "priya"),
            ("मीना", "meena"),
            ("रवि", "ravi"),
            ("राहुल", "rahul"),
            ("लक्ष्मी", "lakshmi"),
            ("संजय", "sanjay"),
            ("सुनीता", "sunita"),
            ("हरीश", "harish"),
        ],
        last: &[
            ("अग्रवाल", "agarwal"),
            ("कुमार", "kumar"),
            ("गुप्ता", "gupta"),
            ("चौधरी", "chaudhary"),
            ("जोशी", "joshi"),
            ("पटेल", "patel"),
            ("मिश्रा", "mishra"),
            ("यादव", "yadav"),
            ("रेड्डी", "reddy"),
            ("वर्मा", "varma"),
            ("शर्मा", "sharma"),
            ("सिंह", "singh"),
        ],
        joined: false,
    },
    Culture {
        share: 25,
        first: &[
            ("กนกวรรณ", "kanokwan"),
            ("ณัฐพล", "nattaphon"),
            ("ธนากร", "thanakorn"),
            ("ปิยะ", "piya"),
            ("พรทิพย์", "pornthip"),
            ("วิชัย", "wichai"),
            ("สมชาย", "somchai"),
            ("อรุณี", "arunee"),
        ],
        last: &[
            ("แก้วมณี", "kaewmanee"),
            ("จันทร์แก้ว", "chankaew"),
            ("ทองดี", "thongdee"),
            ("บุญมี", "boonmee"),
            ("ศรีสุข", "srisuk"),
            ("สุวรรณรัตน์", "suwannarat"),
            ("แสงทอง", "saengthong"),
            ("รักษาวงศ์", "raksawong"),
        ],
        joined: false,
    },
    Culture {
        share: 60,
        first: &[
            ("伟", "wei"),
            ("芳", "fang"),
            ("秀英", "xiuying"),
            ("强", "qiang"),
            ("静", "jing"),
            ("建国", "jianguo"),
            ("丽华", "lihua"),
            ("志明", "zhiming"),
            ("雪", "xue"),
            ("家豪", "jiahao"),
            ("淑芬", "shufen"),
            ("宇轩", "yuxuan"),
        ],
        last: &[
            ("王", "wang"),
            ("李", "li"),
            ("张", "zhang"),
            ("刘", "liu"),
            ("陳", "chen"),
            ("杨", "yang"),
            ("黃", "huang"),
            ("赵", "zhao"),
            ("吴", "wu"),
            ("周", "zhou"),
            ("欧阳", "ouyang"),
            ("司马", "sima"),
        ],
        joined: true,
    },
    Culture {
        share: 40,
        first: &[
            ("さくら", "sakura"),
            ("ひなた", "hinata"),
            ("ハルカ", "haruka"),
            ("ケン", "ken"),
            ("陽菜", "hina"),
            ("蓮", "ren"),
            ("美咲", "misaki"),
            ("大輔", "daisuke"),
            ("あおい", "aoi"),
            ("ユミ", "yumi"),
        ],
        last: &[
            ("佐藤", "sato"),
            ("鈴木", "suzuki"),
            ("高橋", "takahashi"),
            ("田中", "tanaka"),
            ("伊藤", "ito"),
            ("渡辺", "watanabe"),
            ("山本", "yamamoto"),
            ("小林", "kobayashi"),
            ("いしかわ", "ishikawa"),
            ("サトウ", "satou"),
        ],
        joined: true,
    },
    Culture {
        share: 40,
        first: &[
            ("민준", "minjun"),
            ("서연", "seoyeon"),
            ("지훈", "jihun"),
            ("하은", "haeun"),
            ("도윤", "doyun"),
            ("수아", "sua"),
            ("영수", "youngsoo"),
            ("은지", "eunji"),
            ("현우", "hyunwoo"),
            ("미경", "mikyung"),
        ],
        last: &[
            ("김", "kim"),
            ("이", "lee"),
            ("박", "park"),
            ("최", "choi"),
            ("정", "jung"),
            ("강", "kang"),
            ("조", "cho"),
            ("윤", "yoon"),
            ("남궁", "namgung"),
            ("황보", "hwangbo"),
        ],
        joined: true,
    },
];

/// People with one name. The last name has to be something, so it is a dash, as such people are used to.
const ONE_WORD: &[Pair] = &[
    ("Sukarni", "sukarni"),
    ("Wulandari", "wulandari"),
    ("Tenzing", "tenzing"),
    ("Ma'afu", "maafu"),
    ("သီတာ", "thida"),
    ("Björk", "bjork"),
    ("ஜானகி", "janaki"),
    ("Bambang", "bambang"),
    ("དཔལ་མོ", "palmo"),
    ("Ǿlva", "olva"),
];

/// What is put together to very long names.
const LONG_FIRST: &[&str] = &[
    "Maria de los Ángeles",
    "Wilhelmina Friederike",
    "Kahananuionālani",
    "Oluwaseun Temitope",
    "Venkata Narasimha",
    "Hubertus Maximilian",
    "Ratnayake Mudiyanselage",
    "José Ignacio",
    "Anne-Élisabeth",
    "Kaleimomiokalani",
];
const LONG_LAST: &[&str] = &[
    "Wolfeschlegelsteinhausenbergerdorff",
    "Fernández de Córdoba y Álvarez de Toledo",
    "Papatheodorokoumoundourogiannakopoulos",
    "Rajapaksha Pathirannehelage",
    "von und zu Hohenlohe-Schillingsfürst",
    "Srinivasaraghavan Ramanujachariar",
    "Ramírez de Arellano y Gutiérrez de Salamanca",
    "Featherstonehaugh-Cholmondeley",
];

const ORG_PLACES: &[&str] = &[
    "Aarhus",
    "Åland",
    "Alpine",
    "Baltic",
    "Beijing 北京",
    "Bosporus",
    "Cairo القاهرة",
    "Cedar",
    "Curaçao",
    "Delta",
    "Évora",
    "Fjord",
    "Galway",
    "Harbour",
    "İzmir",
    "Jaipur जयपुर",
    "Kyiv Київ",
    "Lagos",
    "Lakeside",
    "Łódź",
    "Malmö",
    "Maple",
    "Nairobi",
    "Northern",
    "Orchard",
    "Oslo",
    "Pacific",
    "Québec",
    "Riverside",
    "São Paulo",
    "Seoul 서울",
    "Silver",
    "Southern",
    "Summit",
    "Thessaly Θεσσαλία",
    "Tōkyō 東京",
    "Union",
    "Valparaíso",
    "Western",
    "Zürich",
];
const ORG_TRADES: &[&str] = &[
    "Bakeries",
    "Books",
    "Brewery",
    "Clinic",
    "Cloud",
    "Consulting",
    "Council",
    "Credit Union",
    "Energy",
    "Farms",
    "Film",
    "Foods",
    "Foundation",
    "Gardens",
    "Hospital",
    "Hotels",
    "Insurance",
    "Labs",
    "Library",
    "Logistics",
    "Marine",
    "Media",
    "Museum",
    "Optics",
    "Pharma",
    "Post",
    "Press",
    "Railways",
    "Robotics",
    "School",
    "Shipping",
    "Software",
    "Solar",
    "Steel",
    "Telecom",
    "Textiles",
    "Theatre",
    "Tools",
    "University",
    "Water",
];
const GROUPS: &[&str] = &[
    "Operations",
    "Support",
    "Finance",
    "Night shift",
    "Contratación",
    "Vertrieb",
    "Développement",
    "Logística",
    "On call",
    "Legal",
    "Büroleitung",
    "Отдел кадров",
    "Υποστήριξη",
    "المبيعات",
    "בקרת איכות",
    "विपणन",
    "ฝ่ายบัญชี",
    "研发部",
    "営業部",
    "개발팀",
    "Apprentices",
    "Board",
    "Drivers",
    "Early shift",
    "Facilities",
    "First aid",
    "Newsletter",
    "Reception",
    "Research",
    "Sécurité",
    "Training",
    "Works council",
];

/// The tables above, with what is in addresses made once.
pub(super) struct Names {
    first: Vec<(&'static str, String)>,
    last: Vec<(&'static str, String)>,
}

impl Names {
    pub(super) fn new() -> Self {
        let with_mailbox =
            |names: &[&'static str]| names.iter().map(|name| (*name, mailbox_of(name))).collect();
        Self {
            first: with_mailbox(LATIN_FIRST),
            last: with_mailbox(LATIN_LAST),
        }
    }

    /// Somebody.
    pub(super) fn person(&self, random: &mut StdRng) -> PersonName {
        let mut lot = random.random_range(0..1_000);
        for culture in OTHERS {
            if lot < culture.share {
                return culture.person(random);
            }
            lot -= culture.share;
        }
        match lot {
            0..12 => one_word(random),
            12..17 => long(random),
            _ => self.latin(random),
        }
    }

    fn latin(&self, random: &mut StdRng) -> PersonName {
        let (first, given) = pick(random, &self.first);
        let (last, family) = pick(random, &self.last);
        let mut person = PersonName {
            first: (*first).to_owned(),
            last: (*last).to_owned(),
            display: None,
            mailbox: format!("{given}.{family}"),
        };
        match random.random_range(0..100) {
            0..15 => {
                let (second, _) = pick(random, &self.first);
                person.first = format!("{first} {second}");
            }
            15..25 => {
                let (second, _) = pick(random, &self.last);
                person.last = format!("{last}-{second}");
            }
            25..28 => person.display = Some(format!("Dr. {first} {last}")),
            28..30 => person.display = Some(format!("{last}, {first}")),
            _ => {}
        }
        person
    }
}

impl Culture {
    fn person(&self, random: &mut StdRng) -> PersonName {
        let (first, given) = pick(random, self.first);
        let (last, family) = pick(random, self.last);
        PersonName {
            first: (*first).to_owned(),
            last: (*last).to_owned(),
            display: self.joined.then(|| format!("{last}{first}")),
            mailbox: match random.random_range(0..20) {
                // A few use their own script in addresses too.
                0 => format!("{}.{}", mailbox_of(first), mailbox_of(last)),
                _ => format!("{given}.{family}"),
            },
        }
    }
}

fn one_word(random: &mut StdRng) -> PersonName {
    let (name, mailbox) = pick(random, ONE_WORD);
    PersonName {
        first: (*name).to_owned(),
        last: "-".to_owned(),
        display: Some((*name).to_owned()),
        mailbox: (*mailbox).to_owned(),
    }
}

fn long(random: &mut StdRng) -> PersonName {
    let mut some = |names: &[&str], number: usize, between: &str| {
        let parts: Vec<_> = (0..number).map(|_| *pick(random, names)).collect();
        parts.join(between)
    };
    let (first, last) = (some(LONG_FIRST, 5, " "), some(LONG_LAST, 4, "-"));
    let mailbox = mailbox_of(first.split([' ', '-']).next().unwrap_or_default());
    PersonName {
        first,
        last,
        display: None,
        mailbox,
    }
}

/// What stands of a name in an address.
fn mailbox_of(name: &str) -> String {
    fold::search(name)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

fn pick<'a, T>(random: &mut StdRng, list: &'a [T]) -> &'a T {
    &list[random.random_range(0..list.len())]
}

/// The name of the org with this number: no two are alike.
pub(super) fn org(number: usize) -> String {
    let (places, trades) = (ORG_PLACES.len(), ORG_TRADES.len());
    // Neighbours differ in both words, and all pairs come before any comes again.
    let round = number / (places * trades);
    let place = number % places;
    let trade = (number / places + place * 7) % trades;
    numbered(
        &format!("{} {}", ORG_PLACES[place], ORG_TRADES[trade]),
        round,
    )
}

/// The name of an org's group with this number: no two of an org are alike.
pub(super) fn group(number: usize) -> String {
    numbered(GROUPS[number % GROUPS.len()], number / GROUPS.len())
}

fn numbered(name: &str, round: usize) -> String {
    match round {
        0 => name.to_owned(),
        _ => format!("{name} {}", round + 1),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::SeedableRng;

    use super::*;
    use crate::domain::field::Name;

    #[test]
    fn no_two_orgs_and_no_two_groups_of_an_org_share_a_name() {
        for name in [org, group] {
            let keys: HashSet<_> = (0..10_000).map(|number| fold::key(&name(number))).collect();
            assert_eq!(keys.len(), 10_000);
        }
    }

    #[test]
    fn every_name_is_one_that_a_person_could_type() {
        let (names, mut random) = (Names::new(), StdRng::seed_from_u64(1));
        for _ in 0..20_000 {
            let person = names.person(&mut random);
            let display = person.display.as_deref().unwrap_or(&person.first);
            for text in [&person.first, &person.last, display] {
                let name = Name::parse("name", text).expect(text);
                assert_eq!(name.as_str(), text);
            }
        }
    }
}
