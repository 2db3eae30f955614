//! Tests of files of other systems.

use super::*;

fn read(file: &File) -> (Vec<Row>, Vec<String>) {
    let (rows, ignored) = file.read(&options(), true).expect("read");
    let rows = rows
        .into_iter()
        .collect::<Result<_, _>>()
        .expect("valid rows");
    (rows, ignored)
}

fn email(row: &Row) -> &str {
    row.email.as_ref().map_or("", |email| email.as_str())
}

#[test]
fn zendesk_import_is_read() {
    let file = csv(
        "name,email,external_id,details,notes,phone,role,restriction,organization,tags,brand,custom_fields.a\n\
        Ann Lee,ann@example.com,7,,,+1 2,end-user,,Acme,vip,,\n",
    );
    let (rows, ignored) = read(&file);
    let row = rows.first().expect("a row");
    assert_eq!(
        (email(row), row.org.as_deref()),
        ("ann@example.com", Some("Acme"))
    );
    assert_eq!(
        (&row.name, row.role),
        (&name("Ann Lee"), Some(MemberRole::User))
    );
    assert_eq!(row.external_id.value().expect("id").as_str(), "7");
    assert_eq!(
        ignored,
        [
            "brand",
            "custom_fields.a",
            "details",
            "notes",
            "phone",
            "restriction",
            "tags"
        ]
    );
    let agent = csv("name,email,role,details\nAnn,a@b.c,agent,\n").problem();
    assert_eq!(agent.code, Code::InvalidRole);
}

#[test]
fn google_files_are_read() {
    let file = csv(
        "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Org Unit Path [Required],Status [READ ONLY],Last Sign In [READ ONLY],Mobile Phone,Employee ID,New Status [UPLOAD ONLY]\n\
        Ann,Lee,ann@example.com,****,/,Active,Never logged in,,E1,Suspended\n\
        Bob,Ray,bob@example.com,****,/,Suspended,2024/01/31 07:55:13,+1 2,,\n\
        Cid,Fox,cid@example.com,****,/,Active,Never logged in,,,\n",
    );
    let (rows, ignored) = read(&file);
    let status: Vec<_> = rows.iter().map(|row| row.status).collect();
    let [active, retired] = [MemberStatus::Active, MemberStatus::Retired].map(Some);
    assert_eq!(status, [retired, retired, active]);
    let ann = rows.first().expect("a row");
    assert_eq!((&ann.first, &ann.last), (&name("Ann"), &name("Lee")));
    assert_eq!(ann.external_id.value().expect("id").as_str(), "E1");
    assert_eq!(
        ignored,
        ["Last Sign In [READ ONLY]", "Org Unit Path [Required]"]
    );
    let map = json!({"columns": {"Org Unit Path [Required]": "groups"}});
    let mapped = file.results(&Options {
        map: Some(map),
        ..options()
    });
    let ann = mapped.first().expect("a row").as_ref().expect("valid");
    assert_eq!(ann.groups, groups(&["/"]));
    let short = csv(
        "First Name [Required],Last Name [Required],Email Address [Required],Status [READ ONLY],Last Sign In [READ ONLY],Email Usage [READ ONLY]\nAnn,Lee,a@b.c,Archived,Never logged in,0\n",
    );
    let problem = short.problem();
    assert_eq!(problem.code, Code::InvalidStatus);
    assert!(
        problem.reason.contains("`active` or `suspended`"),
        "{}",
        problem.reason
    );
}

const ENTRA: &str = "version:v1.0,,,,\n\
    Name [displayName] Required, User name [userPrincipalName] Required,Initial password [passwordProfile] Required,Block sign in (Yes/No) [accountEnabled] Required,First name [givenName]\n\
    Example: Chris Green,chris@contoso.com,myPassword1234,No,Chris\n";

#[test]
fn entra_template_is_read_without_its_example() {
    let file = csv(ENTRA);
    assert_eq!(file.summary.rows, 0);
    let file = csv(&format!(
        "{ENTRA}Ann Lee,ann@example.com,secret,Yes,Ann\nBob,bob@example.com,secret,No,Bob\n"
    ));
    let (rows, ignored) = read(&file);
    assert!(ignored.is_empty());
    let found: Vec<_> = rows
        .iter()
        .map(|row| (row.line, email(row), row.status))
        .collect();
    assert_eq!(
        found,
        [
            (4, "ann@example.com", Some(MemberStatus::Retired)),
            (5, "bob@example.com", Some(MemberStatus::Active)),
        ]
    );
    let other = csv(&format!(
        "{ENTRA}Ann Lee,ann@example.com,secret,False,Ann\n"
    ));
    assert_eq!(other.problem().code, Code::InvalidStatus);
    // Another system may have a person of this name.
    assert_eq!(csv("name,email\nExample: Ann,a@b.c\n").summary.rows, 1);
}

#[test]
fn entra_downloads_are_read() {
    let header =
        "userPrincipalName,displayName,surname,mail,givenName,objectId,accountEnabled,mobile";
    let file = csv(&format!(
        "{header}\n\
        ann@contoso.com,Ann Lee,Lee,,Ann,o1,True,\n\
        bob@contoso.com,Bob,,bob@example.com,Bob,o2,False,+1 2\n\
        eve_gmail.com#EXT#@contoso.onmicrosoft.com,Eve,,,Eve,o3,True,\n"
    ));
    let (rows, _) = read(&file);
    let found: Vec<_> = rows.iter().map(|row| (email(row), row.status)).collect();
    let [active, retired] = [MemberStatus::Active, MemberStatus::Retired].map(Some);
    assert_eq!(
        found,
        [
            ("ann@contoso.com", active),
            ("bob@example.com", retired),
            ("", active)
        ]
    );
    let ids: Vec<_> = rows
        .iter()
        .filter_map(|row| row.external_id.value())
        .collect();
    assert_eq!(ids.len(), 3);
    let newer = csv(
        "userPrincipalName,displayName,mail,id,accountEnabled,mobilePhone,officeLocation\na@b.c,Ann,,x1,Yes,+1,\n",
    );
    assert_eq!(newer.problem().code, Code::InvalidStatus);
}

#[test]
fn microsoft_365_and_okta_files_are_read() {
    let m365 = csv(
        "Username,First name,Last name,Display name,Job title,Mobile phone\nann@example.com,Ann,Lee,Ann Lee,CEO,+1 2\n",
    );
    let (rows, ignored) = read(&m365);
    assert_eq!(rows.first().map(email), Some("ann@example.com"));
    assert_eq!(ignored, ["Job title"]);
    let okta = csv(
        "login,firstName,lastName,email,displayName,mobilePhone,timezone,employeeNumber,organization,favouriteColour\n\
        ann,Ann,Lee,ann@example.com,,,Europe/Berlin,42,Acme,red\n",
    );
    let (rows, ignored) = read(&okta);
    let row = rows.first().expect("a row");
    assert_eq!(
        (email(row), row.org.as_deref()),
        ("ann@example.com", Some("Acme"))
    );
    assert_eq!(row.external_id.value().expect("id").as_str(), "42");
    assert!(row.name.is_absent());
    assert_eq!(ignored, ["favouriteColour", "login"]);
}

#[test]
fn named_preset_is_used_for_json_lines() {
    let file = jsonl(r#"{"login":"ann","email":"a@b.c","employeeNumber":42}"#);
    let okta = Options {
        preset: "okta".to_owned(),
        ..options()
    };
    let row = file.results(&okta).remove(0).expect("valid");
    assert_eq!(row.external_id.value().expect("id").as_str(), "42");
    let (row, ignored) = read(&file);
    assert!(row.first().expect("a row").external_id.is_absent());
    assert_eq!(ignored, ["employeeNumber", "login"]);
}
