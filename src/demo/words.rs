//! The words of demo names. Each list contains names separated by commas. In `OTHERS` and
//! `ONE_WORD`, the last word of each entry is the spelling of the name in an e-mail address.

/// First and last names of one culture.
pub(super) struct Culture {
    /// The number of people out of a thousand who have such a name. The rest have Latin names.
    pub(super) share: u32,
    pub(super) first: &'static str,
    pub(super) last: &'static str,
    /// Whether the display name is the family name and the first name, without a space.
    pub(super) joined: bool,
}

/// Latin names, with accents.
pub(super) const LATIN_FIRST: &str = "Ada, Agnieszka, Aïcha, Alice, Álvaro, Amélie, Ana, Anders, Andrés, Ann, Anton, Åsa, Ayşe, Beatriz, Ben, Björn, \
    Bob, Božena, Carlos, Çağla, Chloé, Clara, Daniel, Dóra, Edward, Elif, Emma, Éva, Fatou, Françoise, George, \
    Gözde, Grace, Guðrún, Hannah, Inês, Ivan, James, Jānis, Jiří, João, José, Jürgen, Katarína, Kwame, Léa, Liam, \
    Linh, Łukasz, Maja, María, Māra, Minh, Mohamed, Nguyệt, Niamh, Noah, Oğuz, Olivia, Ørjan, Oscar, Paweł, Peter, \
    Quang, Renée, Rosa, Ruairí, Siân, Sofía, Søren, Stéphane, Štěpán, Thandiwe, Thị Hoa, Tomáš, Tuğba, Ursula, \
    Vít, Wanjiru, Xenia, Yannick, Zoë, Žofie";
pub(super) const LATIN_LAST: &str = "Åberg, Adeyemi, Andersen, Ångström, Bąk, Bauer, Becker, Brown, Çelik, Černý, Chukwu, Costa, Da Silva, \
    de la Cruz, Demir, Díaz, Dlamini, Dubois, Dvořák, Evans, Fernández, Fischer, García, Gonçalves, Großmann, \
    Guðmundsdóttir, Hansen, Horváth, Ibáñez, Jansen, Johnson, Jørgensen, Kaya, Kovač, Kowalski, Lefèvre, Li, \
    López, Lý, Martínez, Mbeki, Mensah, Meyer, Müller, Muñoz, Nagy, Ndiaye, Nguyễn, Nilsson, Novák, Nowak, \
    O'Brien, O'Connor, Okafor, Öztürk, Peña, Petrović, Phạm, Rodríguez, Rossi, Şahin, Sánchez, Schäfer, Schmidt, \
    Smith, Sørensen, Świątek, Szabó, Tamm, Taylor, Tóth, Trần, van den Berg, van Dijk, Vũ, Walker, Weiß, Williams, \
    Wójcik, Yılmaz, Żak, Zieliński";

pub(super) const OTHERS: &[Culture] = &[
    Culture {
        share: 80,
        first: "Александр aleksandr, Анна anna, Борис boris, Виктория viktoria, Дмитрий dmitri, Екатерина ekaterina, \
            Зоран zoran, Иван ivan, Євгенія yevheniya, Любовь lyubov, Мария maria, Наталья natalya, \
            Олексій oleksiy, Пётр pyotr, Светлана svetlana, Юлия yulia",
        last: "Бондаренко bondarenko, Волков volkov, Георгиев georgiev, Иванов ivanov, Йовановић jovanovic, \
            Ковальчук kovalchuk, Кузнецов kuznetsov, Лебедев lebedev, Мельник melnyk, Новиков novikov, \
            Петров petrov, Смирнов smirnov, Соколов sokolov, Фёдоров fyodorov, Шевченко shevchenko, \
            Щербаков shcherbakov",
        joined: false,
    },
    Culture {
        share: 30,
        first: "Αθηνά athina, Αλέξανδρος alexandros, Γιώργος giorgos, Ελένη eleni, Ιωάννα ioanna, Κώστας kostas, \
            Μαρία maria, Νίκος nikos, Σοφία sofia, Χρήστος christos",
        last: "Αντωνίου antoniou, Γεωργίου georgiou, Δημητρίου dimitriou, Ιωαννίδης ioannidis, \
            Καραγιάννης karagiannis, Νικολάου nikolaou, Παπαδόπουλος papadopoulos, Παππάς pappas, \
            Οικονόμου oikonomou, Χατζής chatzis",
        joined: false,
    },
    Culture {
        share: 65,
        first: "أحمد ahmad, أمينة amina, خالد khalid, زينب zaynab, سارة sara, عمر umar, فاطمة fatima, ليلى layla, \
            محمد muhammad, مريم maryam, نور nur, يوسف yusuf",
        last: "الأنصاري alansari, البغدادي albaghdadi, الحسيني alhusayni, الخطيب alkhatib, الشريف alsharif, \
            العلي alali, المصري almasri, النجار alnajjar, بن سعيد binsaid, حداد haddad, خوري khuri, منصور mansur",
        joined: false,
    },
    Culture {
        share: 20,
        first: "אבי avi, דוד david, יעל yael, מרים miriam, משה moshe, נועה noa, רחל rachel, שרה sara",
        last: "אברהם avraham, ביטון biton, גולדברג goldberg, כהן cohen, לוי levi, מזרחי mizrahi, פרץ peretz, \
            פרידמן friedman",
        joined: false,
    },
    Culture {
        share: 60,
        first: "अर्जुन arjun, आरती aarti, कविता kavita, दीपक deepak, प्रिया priya, मीना meena, रवि ravi, राहुल rahul, \
            लक्ष्मी lakshmi, संजय sanjay, सुनीता sunita, हरीश harish",
        last: "अग्रवाल agarwal, कुमार kumar, गुप्ता gupta, चौधरी chaudhary, जोशी joshi, पटेल patel, मिश्रा mishra, \
            यादव yadav, रेड्डी reddy, वर्मा varma, शर्मा sharma, सिंह singh",
        joined: false,
    },
    Culture {
        share: 25,
        first: "กนกวรรณ kanokwan, ณัฐพล nattaphon, ธนากร thanakorn, ปิยะ piya, พรทิพย์ pornthip, วิชัย wichai, \
            สมชาย somchai, อรุณี arunee",
        last: "แก้วมณี kaewmanee, จันทร์แก้ว chankaew, ทองดี thongdee, บุญมี boonmee, ศรีสุข srisuk, \
            สุวรรณรัตน์ suwannarat, แสงทอง saengthong, รักษาวงศ์ raksawong",
        joined: false,
    },
    Culture {
        share: 60,
        first: "伟 wei, 芳 fang, 秀英 xiuying, 强 qiang, 静 jing, 建国 jianguo, 丽华 lihua, 志明 zhiming, 雪 xue, 家豪 jiahao, \
            淑芬 shufen, 宇轩 yuxuan",
        last: "王 wang, 李 li, 张 zhang, 刘 liu, 陳 chen, 杨 yang, 黃 huang, 赵 zhao, 吴 wu, 周 zhou, 欧阳 ouyang, 司马 sima",
        joined: true,
    },
    Culture {
        share: 40,
        first: "さくら sakura, ひなた hinata, ハルカ haruka, ケン ken, 陽菜 hina, 蓮 ren, 美咲 misaki, 大輔 daisuke, あおい aoi, ユミ yumi",
        last: "佐藤 sato, 鈴木 suzuki, 高橋 takahashi, 田中 tanaka, 伊藤 ito, 渡辺 watanabe, 山本 yamamoto, 小林 kobayashi, \
            いしかわ ishikawa, サトウ satou",
        joined: true,
    },
    Culture {
        share: 40,
        first: "민준 minjun, 서연 seoyeon, 지훈 jihun, 하은 haeun, 도윤 doyun, 수아 sua, 영수 youngsoo, 은지 eunji, 현우 hyunwoo, \
            미경 mikyung",
        last: "김 kim, 이 lee, 박 park, 최 choi, 정 jung, 강 kang, 조 cho, 윤 yoon, 남궁 namgung, 황보 hwangbo",
        joined: true,
    },
];

/// The names of people with only one name.
pub(super) const ONE_WORD: &str = "Sukarni sukarni, Wulandari wulandari, Tenzing tenzing, Ma'afu maafu, သီတာ thida, Björk bjork, ஜானகி janaki, \
    Bambang bambang, དཔལ་མོ palmo, Ǿlva olva";

/// The words of very long names.
pub(super) const LONG_FIRST: &str = "Maria de los Ángeles, Wilhelmina Friederike, Kahananuionālani, Oluwaseun Temitope, Venkata Narasimha, \
    Hubertus Maximilian, Ratnayake Mudiyanselage, José Ignacio, Anne-Élisabeth, Kaleimomiokalani";
pub(super) const LONG_LAST: &str = "Wolfeschlegelsteinhausenbergerdorff, Fernández de Córdoba y Álvarez de Toledo, \
    Papatheodorokoumoundourogiannakopoulos, Rajapaksha Pathirannehelage, von und zu Hohenlohe-Schillingsfürst, \
    Srinivasaraghavan Ramanujachariar, Ramírez de Arellano y Gutiérrez de Salamanca, \
    Featherstonehaugh-Cholmondeley";

/// The words of org names.
pub(super) const ORG_PLACES: &str = "Aarhus, Åland, Alpine, Baltic, Beijing 北京, Bosporus, Cairo القاهرة, Cedar, Curaçao, Delta, Évora, Fjord, \
    Galway, Harbour, İzmir, Jaipur जयपुर, Kyiv Київ, Lagos, Lakeside, Łódź, Malmö, Maple, Nairobi, Northern, \
    Orchard, Oslo, Pacific, Québec, Riverside, São Paulo, Seoul 서울, Silver, Southern, Summit, Thessaly Θεσσαλία, \
    Tōkyō 東京, Union, Valparaíso, Western, Zürich";
pub(super) const ORG_TRADES: &str = "Bakeries, Books, Brewery, Clinic, Cloud, Consulting, Council, Credit Union, Energy, Farms, Film, Foods, \
    Foundation, Gardens, Hospital, Hotels, Insurance, Labs, Library, Logistics, Marine, Media, Museum, Optics, \
    Pharma, Post, Press, Railways, Robotics, School, Shipping, Software, Solar, Steel, Telecom, Textiles, Theatre, \
    Tools, University, Water";

pub(super) const GROUPS: &str = "Operations, Support, Finance, Night shift, Contratación, Vertrieb, Développement, Logística, On call, Legal, \
    Büroleitung, Отдел кадров, Υποστήριξη, المبيعات, בקרת איכות, विपणन, ฝ่ายบัญชี, 研发部, 営業部, 개발팀, Apprentices, \
    Board, Drivers, Early shift, Facilities, First aid, Newsletter, Reception, Research, Sécurité, Training, \
    Works council";
