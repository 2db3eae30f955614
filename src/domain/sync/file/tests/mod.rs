//! Tests of whole files: from bytes to rows, and from rows to bytes and back.

use proptest::prelude::*;
use serde_json::json;

use crate::{
    domain::{
        field::{ExternalId, Name},
        sync::changes::Options,
        user::Mobile,
    },
    entity::{
        membership::{MemberRole, MemberStatus},
        sync_upload::FileFormat,
    },
    error::{Code, Result},
};

use super::*;

mod presets;

fn options() -> Options {
    Options {
        preset: "auto".to_owned(),
        map: None,
        empty_clears: false,
        create_groups: false,
        take_over: false,
        default_role: MemberRole::User,
    }
}

/// A file that was split.
#[derive(Debug, PartialEq, Eq)]
struct File {
    format: FileFormat,
    summary: Summary,
    pieces: Vec<Piece>,
}

fn split_by(format: FileFormat, bytes: &[u8], size: usize) -> Result<File, FileError> {
    let mut splitter = Splitter::new(format);
    let mut pieces = Vec::new();
    for chunk in bytes.chunks(size.max(1)) {
        splitter.push(chunk)?;
        while let Some(piece) = splitter.take_piece() {
            pieces.push(piece);
        }
    }
    let mut summary = splitter.finish()?;
    pieces.extend(summary.last.take());
    let counted: i32 = pieces.iter().map(|piece| piece.rows).sum();
    assert_eq!(summary.rows, counted);
    for piece in &pieces {
        let lines = piece.records.lines().count();
        assert_eq!(usize::try_from(piece.rows), Ok(lines));
    }
    Ok(File {
        format,
        summary,
        pieces,
    })
}

fn csv(text: &str) -> File {
    split_by(FileFormat::Csv, text.as_bytes(), usize::MAX).expect("valid")
}

fn jsonl(text: &str) -> File {
    split_by(FileFormat::Jsonl, text.as_bytes(), usize::MAX).expect("valid")
}

fn refused(format: FileFormat, bytes: &[u8]) -> FileError {
    split_by(format, bytes, usize::MAX).expect_err("refused")
}

/// A row, or why it cannot be read.
type Read = Result<Row, RowProblem>;

impl File {
    fn read(&self, options: &Options, has_org: bool) -> Result<(Vec<Read>, Vec<String>)> {
        let columns = self.summary.columns.as_deref();
        let mut interpreter = Interpreter::new(self.format, columns, options, has_org)?;
        let mut rows = Vec::new();
        for piece in &self.pieces {
            rows.extend(interpreter.read(&piece.records)?);
        }
        Ok((rows, interpreter.ignored_columns()))
    }

    fn results(&self, options: &Options) -> Vec<Read> {
        self.read(options, true).expect("read").0
    }

    fn rows(&self) -> Vec<Row> {
        let results = self.results(&options());
        results
            .into_iter()
            .collect::<Result<_, _>>()
            .expect("valid rows")
    }

    fn row(&self) -> Row {
        let mut rows = self.rows();
        assert_eq!(rows.len(), 1);
        rows.remove(0)
    }

    fn problem(&self) -> RowProblem {
        let mut results = self.results(&options());
        assert_eq!(results.len(), 1);
        results.remove(0).expect_err("a problem")
    }
}

fn name(text: &str) -> Cell<Name> {
    Cell::Value(Name::parse("name", text).expect("valid"))
}

fn groups(names: &[&str]) -> Cell<Vec<Name>> {
    let name = |name: &&str| Name::parse("groups", name).expect("valid");
    Cell::Value(names.iter().map(name).collect())
}

#[test]
fn native_columns_are_read() {
    let row = csv("Email,external_id,first,last,name,mobile,timezone,org,role,status,groups,is_default,user_external_id\n\
        ann@example.com, A1 ,Ann,Lee,Dr. Lee,+49 151 1,europe/berlin,Acme,ADMIN,Retired,Sales;R\\;D,TRUE,U1\n").row();
    assert_eq!(row.line, 2);
    assert_eq!(row.email.expect("email").as_str(), "ann@example.com");
    assert_eq!(row.external_id.value().expect("id").as_str(), " A1 ");
    assert_eq!(row.user_external_id.value().expect("id").as_str(), "U1");
    assert_eq!(
        (row.first, row.last, row.name),
        (name("Ann"), name("Lee"), name("Dr. Lee"))
    );
    assert_eq!(row.mobile.value().expect("mobile").as_str(), "+49 151 1");
    assert_eq!(
        row.timezone.value().expect("zone").as_str(),
        "Europe/Berlin"
    );
    assert_eq!(row.org.as_deref(), Some("Acme"));
    assert_eq!(
        (row.role, row.status),
        (Some(MemberRole::Admin), Some(MemberStatus::Retired))
    );
    assert_eq!(row.groups, groups(&["Sales", "R;D"]));
    assert!(row.is_default);
}

#[test]
fn row_is_stored_without_absent_fields() {
    let row = csv("email,name,last\na@b.c,\\N,\n").row();
    let stored = serde_json::to_value(&row).expect("stored");
    assert_eq!(
        stored,
        json!({"line": 2, "email": {"typed": "a@b.c", "key": "a@b.c"}, "name": null})
    );
    assert_eq!(serde_json::from_value::<Row>(stored).expect("read"), row);
}

#[test]
fn empty_cells_leave_fields_unless_they_clear() {
    let file = csv(
        "external_id,user_external_id,email,first,last,name,mobile,timezone,org,role,status,groups,is_default\n1,, ,,,, ,,,,,,\n",
    );
    let row = file.row();
    assert_eq!(row.email, None);
    assert!(row.first.is_absent() && row.mobile.is_absent() && row.user_external_id.is_absent());
    let clearing = Options {
        empty_clears: true,
        ..options()
    };
    let row = file.results(&clearing).remove(0).expect("valid");
    let Row {
        user_external_id,
        first,
        last,
        name,
        mobile,
        timezone,
        ..
    } = &row;
    assert_eq!(*user_external_id, Cell::Clear);
    assert_eq!(
        (first, last, name),
        (&Cell::Clear, &Cell::Clear, &Cell::Clear)
    );
    assert_eq!(*mobile, Cell::Clear);
    assert_eq!(*timezone, Cell::Clear);
    assert_eq!(
        (row.email, row.org, row.role, row.status),
        (None, None, None, None)
    );
    assert!(row.groups.is_absent() && !row.is_default);
}

#[test]
fn clearing_cell_is_a_problem_where_nothing_can_be_cleared() {
    for column in ["email", "role", "status", "is_default", "org"] {
        let columns = if column == "email" {
            "external_id,email"
        } else {
            &format!("external_id,{column}")
        };
        let problem = csv(&format!("{columns}\n1,\\N\n")).problem();
        assert_eq!(problem.code, Code::InvalidValue, "{column}");
        assert!(problem.reason.contains(column) && problem.reason.contains("leave the cell empty"));
    }
    let row = csv("email,groups,name,external_id\na@b.c,\\N,\\N,\\N\n").row();
    assert_eq!(
        (row.groups, row.name, row.external_id),
        (Cell::Clear, Cell::Clear, Cell::Clear)
    );
}

#[test]
fn escapes_of_cells_are_taken_off_in_csv_only() {
    let row = csv("email,name,external_id,first,groups\na@b.c,\\\\N,'=1+1,''@x,'=A;-B\n").row();
    assert_eq!((row.name, row.first), (name("\\N"), name("'@x")));
    assert_eq!(row.external_id.value().expect("id").as_str(), "=1+1");
    assert_eq!(row.groups, groups(&["=A", "-B"]));
    let row = jsonl(
        r#"{"email":"a@b.c","name":"\\N","first":"'=x","groups":["'=A","\\N","a;b"],"last":null}"#,
    )
    .row();
    assert_eq!(
        (row.name, row.first, row.last),
        (name("\\N"), name("'=x"), Cell::Clear)
    );
    assert_eq!(row.groups, groups(&["'=A", "\\N", "a;b"]));
}

#[test]
fn values_of_json_lines_have_their_types() {
    let row = jsonl("{\"external_id\":12345,\"is_default\":true,\"groups\":[]}\n").row();
    assert_eq!(row.external_id.value().expect("id").as_str(), "12345");
    assert!(row.is_default);
    assert_eq!(row.groups, groups(&[]));
    let row = jsonl("{\"email\":\"a@b.c\",\"groups\":null,\"external_id\":null}\n").row();
    assert_eq!((row.groups, row.external_id), (Cell::Clear, Cell::Clear));
    for line in [
        r#"{"email":"a@b.c","groups":"A;B"}"#,
        r#"{"email":["a@b.c"]}"#,
        r#"{"email":null,"external_id":"1"}"#,
        r#"{"email":"a@b.c","role":null}"#,
    ] {
        assert_eq!(jsonl(line).problem().code, Code::InvalidValue, "{line}");
    }
}

#[test]
fn problems_of_rows_name_the_column_and_the_fix() {
    for (line, code, reason) in [
        (
            "nobody,,,,",
            Code::InvalidValue,
            "`email` is not an e-mail address",
        ),
        ("a@b.c,owner,,,", Code::InvalidRole, "map other words"),
        (
            "a@b.c,,gone,,",
            Code::InvalidStatus,
            "`active` or `retired`",
        ),
        ("a@b.c,,,yes,", Code::InvalidValue, "`is_default` must be"),
        (
            "a@b.c,,,,x\u{1}y",
            Code::InvalidValue,
            "`name` contains the control character",
        ),
        (",user,,,Ann", Code::UserNotFound, "`email`"),
        ("bad,owner,gone,,", Code::InvalidValue, "`email`"),
    ] {
        let problem = csv(&format!("email,role,status,is_default,name\n{line}\n")).problem();
        assert_eq!((problem.code, problem.line), (code, 2), "{line}");
        assert!(problem.reason.contains(reason), "{}", problem.reason);
    }
    let file = csv("email,org\na@b.c,\n");
    let (mut rows, _) = file.read(&options(), false).expect("read");
    assert_eq!(rows.remove(0).expect_err("no org").code, Code::OrgNotFound);
    let error = csv("email\na@b.c\n")
        .read(&options(), false)
        .expect_err("no org");
    assert_eq!(error.code(), Code::OrgNotFound);
}

#[test]
fn maps_name_columns_and_words() {
    let map = json!({
        "columns": {"Mail": "email", "Firma": "org", "Rolle": "role", "Stand": "status"},
        "roles": {"agent": "admin"}, "status": {"weg": "retired"}, "orgs": {"Acme Inc": "Acme"},
    });
    let options = Options {
        map: Some(map),
        ..options()
    };
    let file = csv(
        "Mail;Firma;Rolle;Stand;Farbe\na@b.c;acme inc;Agent;weg;rot\nb@b.c;Other;user;active;blau\n",
    );
    let (rows, ignored) = file.read(&options, false).expect("read");
    let rows: Vec<Row> = rows.into_iter().collect::<Result<_, _>>().expect("valid");
    assert_eq!(ignored, ["Farbe"]);
    let of = |row: &Row| (row.org.clone().expect("org"), row.role, row.status);
    assert_eq!(
        rows.iter().map(of).collect::<Vec<_>>(),
        [
            (
                "Acme".to_owned(),
                Some(MemberRole::Admin),
                Some(MemberStatus::Retired)
            ),
            (
                "Other".to_owned(),
                Some(MemberRole::User),
                Some(MemberStatus::Active)
            ),
        ]
    );
    let error = csv("Mail,Org\na@b.c,x\n")
        .read(&options, true)
        .expect_err("missing");
    assert_eq!(error.field(), Some("map"));
    let unknown = csv("a,b\n1,2\n")
        .read(&super::tests::options(), true)
        .expect_err("no key");
    assert!(
        unknown.message().contains("`a`, `b`"),
        "{}",
        unknown.message()
    );
}

#[test]
fn passwords_are_dropped_before_anything_is_stored() {
    let file = csv("email,Password [Required],name\na@b.c,hunter2,Ann\n");
    assert_eq!(
        file.summary.columns.as_deref(),
        Some(&["email".to_owned(), "name".to_owned()][..])
    );
    assert_eq!(file.summary.dropped_columns, ["Password [Required]"]);
    assert!(!format!("{:?}", file.pieces).contains("hunter2"));
    assert_eq!(file.row().name, name("Ann"));
    let file = jsonl(r#"{"email":"a@b.c","user_PassWd":"hunter2","name":"Ann"}"#);
    assert_eq!(file.summary.dropped_columns, ["user_PassWd"]);
    assert!(!format!("{:?}", file.pieces).contains("hunter2"));
    assert_eq!(file.row().name, name("Ann"));
}

#[test]
fn blank_lines_are_not_rows() {
    let file = csv("\n email,name\n\n  \n,\na@b.c,Ann\r\n\r\n\"\",\"\"\nb@b.c,Bob");
    let lines: Vec<i32> = file.rows().iter().map(|row| row.line).collect();
    assert_eq!(lines, [6, 9]);
    assert_eq!(jsonl("\n{\"email\":\"a@b.c\"}\r\n \n").row().line, 2);
    assert_eq!(csv("email\n").summary.rows, 0);
    assert_eq!(jsonl("").summary.rows, 0);
}

#[test]
fn invalid_files_are_refused_with_the_position() {
    let long = format!("email,name\na@b.c,\"{}", "x".repeat(70_000));
    let wide = vec!["c"; MAX_COLUMNS + 1].join(",");
    for (bytes, code, line, column, message) in [
        (&b""[..], Code::InvalidValue, 1, 1, "no header"),
        (
            b"email\na@b.c\nM\xFCller\n",
            Code::InvalidValue,
            3,
            2,
            "0xFC",
        ),
        (b"email\na@b.c\0", Code::InvalidValue, 2, 6, "NUL"),
        (
            b"email\n\xC3",
            Code::InvalidValue,
            2,
            1,
            "middle of a character",
        ),
        (
            b"email,name\na@b.c,\"x\n",
            Code::InvalidValue,
            2,
            7,
            "not closed",
        ),
        (
            b"email,name\na@b.c,\"x\"y\n",
            Code::InvalidValue,
            2,
            10,
            "closing quote",
        ),
        (
            b"email,name,org\na@b.c,x,y\nb@b.c,x\n",
            Code::InvalidValue,
            3,
            1,
            "2 of 3 cells",
        ),
        (
            b"email,name\na@b.c,x,y\n",
            Code::InvalidValue,
            2,
            1,
            "more cells",
        ),
        (b"email,E-Mail\n", Code::InvalidValue, 1, 1, "read as one"),
        (b"\"email\n", Code::InvalidValue, 1, 1, "not closed"),
        (long.as_bytes(), Code::LimitExceeded, 2, 7, "64 KiB"),
        (wide.as_bytes(), Code::LimitExceeded, 1, 1, "1000 columns"),
    ] {
        let error = refused(FileFormat::Csv, bytes);
        let position = (error.code, error.line, error.column);
        assert_eq!(position, (code, line, column), "{error}");
        assert!(error.message.contains(message), "{error}");
    }
    let long = format!("{{\"email\":\"{}\"}}", "x".repeat(70_000));
    for (bytes, code, line, message) in [
        (
            &b"{\"email\":\"a@b.c\"}\n{\"email\":"[..],
            Code::InvalidValue,
            2,
            "not a valid row",
        ),
        (b"[1]", Code::InvalidValue, 1, "expected an object"),
        (
            b"{\"a\":{\"b\":1}}",
            Code::InvalidValue,
            1,
            "a list of strings",
        ),
        (b"{\"a\":[[1]]}", Code::InvalidValue, 1, "a string"),
        (
            b"{\"a\":1.5}",
            Code::InvalidValue,
            1,
            "write it as a string",
        ),
        (b"{\"a\":\"\\u0000\"}", Code::InvalidValue, 1, "NUL"),
        (
            b"\n{\"email\":1,\"E-Mail\":2}",
            Code::InvalidValue,
            2,
            "read as one",
        ),
        (
            b"{\"email\":1,\"email\":2}",
            Code::InvalidValue,
            1,
            "read as one",
        ),
        (long.as_bytes(), Code::LimitExceeded, 1, "64 KiB"),
    ] {
        let error = refused(FileFormat::Jsonl, bytes);
        assert_eq!((error.code, error.line), (code, line), "{error}");
        assert!(error.message.contains(message), "{error}");
    }
}

#[test]
fn cell_of_many_megabytes_fails_early() {
    for (format, start) in [
        (FileFormat::Csv, "email,name\na@b.c,\""),
        (FileFormat::Jsonl, "{\"name\":\""),
    ] {
        let mut splitter = Splitter::new(format);
        splitter.push(start.as_bytes()).expect("valid");
        let chunk = [b'x'; 1_000];
        let pushed = (0..10_000)
            .take_while(|_| splitter.push(&chunk).is_ok())
            .count();
        assert!(pushed <= MAX_RECORD / chunk.len(), "{pushed}");
    }
}

#[test]
fn pieces_are_bounded() {
    let many: String = (0..2_500).map(|n| format!("a{n}@b.c\n")).collect();
    let sizes: Vec<i32> = csv(&format!("email\n{many}"))
        .pieces
        .iter()
        .map(|one| one.rows)
        .collect();
    assert_eq!(sizes, [1_000, 1_000, 500]);
    let large = "x".repeat(60_000);
    let rows: String = (0..20).map(|n| format!("a{n}@b.c,{large}\n")).collect();
    let file = csv(&format!("email,name\n{rows}"));
    assert!(
        file.pieces
            .iter()
            .all(|piece| piece.records.len() <= 256 * 1024)
    );
    assert_eq!(file.summary.rows, 20);
}

#[test]
fn summary_has_the_hash_of_the_bytes_as_sent() {
    let file = split_by(FileFormat::Csv, b"\xEF\xBB\xBFemail\r\n", 1).expect("valid");
    assert_eq!(file.summary.bytes, 10);
    assert_eq!(
        file.summary.sha256,
        "d5e837e1d12de2a1841f55c41831861cabd80d3879fb71bfb5dbb015cc1b11a3"
    );
}

/// A value that a name can have.
fn a_name() -> impl Strategy<Value = String> {
    "[a-zN\\\\;=+@',\"é漢 -]{1,12}".prop_filter_map("not a name", |text| {
        Name::parse("name", &text)
            .ok()
            .map(|name| name.as_str().to_owned())
    })
}

fn an_id() -> impl Strategy<Value = String> {
    "[ aN\\\\;=+@',\"é-]{1,8}"
}

proptest! {
    #[test]
    fn borders_of_chunks_make_no_difference(
        text in "(email,name\n)?([ab,\"\n\r]{0,6}é?漢?\u{feff}?){0,6}",
        size in 1_usize..9,
        is_utf16 in any::<bool>(),
    ) {
        let bytes = if is_utf16 {
            std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        } else {
            text.into_bytes()
        };
        for format in [FileFormat::Csv, FileFormat::Jsonl] {
            let whole = split_by(format, &bytes, usize::MAX);
            prop_assert_eq!(split_by(format, &bytes, size), whole);
        }
    }

    #[test]
    fn exported_row_is_read_as_it_was(
        first in a_name(), last in a_name(), display in prop::option::of(a_name()),
        external_id in prop::option::of(an_id()), user_external_id in prop::option::of(an_id()),
        org in a_name(), names in prop::collection::vec(a_name(), 0..4),
        is_default in any::<bool>(), is_admin in any::<bool>(),
    ) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let row = ExportRow {
            email: "ann@example.com",
            external_id: external_id.as_deref(),
            first: Some(&first),
            last: Some(&last),
            name: display.as_deref(),
            mobile: Some("+49 151 1"),
            timezone: Some("Europe/Berlin"),
            org: &org,
            role: if is_admin { MemberRole::Admin } else { MemberRole::User },
            status: MemberStatus::Active,
            groups: &names,
            is_default,
            user_external_id: user_external_id.as_deref(),
        };
        for format in [FileFormat::Csv, FileFormat::Jsonl] {
            let mut writer = RowWriter::new(format).expect("header");
            writer.write(&row).expect("written");
            let bytes = writer.into_bytes().expect("bytes");
            let read = split_by(format, &bytes, usize::MAX).expect("valid").row();
            prop_assert_eq!(&read.first, &name(&first));
            prop_assert_eq!(&read.last, &name(&last));
            let text = |cell: &Cell<ExternalId>| cell.value().map(|id| id.as_str().to_owned());
            prop_assert_eq!(text(&read.external_id), external_id.clone());
            prop_assert_eq!(text(&read.user_external_id), user_external_id.clone());
            prop_assert_eq!(read.name.value().map(Name::as_str), display.as_deref());
            prop_assert_eq!(read.mobile.value().map(Mobile::as_str), row.mobile);
            prop_assert_eq!(read.timezone.value().map(|zone| zone.as_str()), row.timezone);
            prop_assert_eq!(read.org.as_deref(), Some(org.as_str()));
            prop_assert_eq!((read.role, read.status), (Some(row.role), Some(row.status)));
            prop_assert_eq!(read.is_default, is_default);
            let mut keys = std::collections::HashSet::new();
            let unique: Vec<&str> = names.iter().copied().filter(|one| keys.insert(crate::normalize::key(one))).collect();
            match &read.groups {
                Cell::Value(read) => prop_assert_eq!(read.iter().map(Name::as_str).collect::<Vec<_>>(), unique),
                _ => prop_assert!(unique.is_empty()),
            }
        }
    }
}
