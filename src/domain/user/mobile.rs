//! Mobile numbers, stored as typed and matched by digits and extension.

use crate::{
    domain::field::no_control_characters,
    entity::user::Model,
    error::{Error, Result},
    normalize,
};

/// The maximum length of a number in characters.
const MAX: usize = 64;

/// A mobile number as typed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Mobile(String);

impl Mobile {
    /// Parses a number.
    ///
    /// # Errors
    /// `INVALID_VALUE` if the text is empty, too long or contains control characters.
    pub fn parse(field: &'static str, text: &str) -> Result<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::invalid(field, "is empty; pass null for none"));
        }
        if text.chars().count() > MAX {
            return Err(Error::invalid(
                field,
                format!("is too long; at most {MAX} characters are allowed"),
            ));
        }
        no_control_characters(field, text)?;
        Ok(Self(text.to_owned()))
    }

    /// Returns a number that a row has.
    #[must_use]
    pub(in crate::domain) fn stored(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Returns the number as typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the normalized number, which comparisons use.
    #[must_use]
    pub fn key(&self, region: Option<&str>) -> String {
        key(&self.0, region)
    }
}

/// Returns the key that different spellings of a number share. The key consists of the E.164 digits
/// if the text is a number of `region` or contains a country code, or else of the text without
/// spaces, dashes, dots, slashes and brackets. An extension follows.
fn key(text: &str, region: Option<&str>) -> String {
    let country = region.and_then(|region| region.parse().ok());
    let (number, extension) = normalize::phone(text);
    let (mut key, known) = match phonenumber::parse(country, &number) {
        Ok(number) => (
            number.format().mode(phonenumber::Mode::E164).to_string(),
            number.extension().map(ToString::to_string),
        ),
        Err(_) => {
            let is_said = |c: &char| !c.is_whitespace() && !"-./()[]".contains(*c);
            let said: String = number.chars().filter(is_said).collect();
            (normalize::case(&said), None)
        }
    };
    if let Some(extension) = extension.or(known) {
        key.push_str(";ext=");
        key.push_str(&extension);
    }
    key
}

/// Sets the number and its key in the row.
pub fn set(user: &mut Model, mobile: Option<&Mobile>, region: Option<&str>) {
    user.mobile = mobile.map(|mobile| mobile.as_str().to_owned());
    user.mobile_key = mobile.map(|mobile| mobile.key(region));
}

/// Recalculates the key of the user's number.
pub(super) fn rekey(user: &mut Model, region: Option<&str>) {
    let before = user.mobile_key.take();
    let mobile = user.mobile.as_deref();
    user.mobile_key = mobile.and_then(|mobile| again(mobile, before, region));
}

/// Returns the recalculated key of a number. A key in E.164 form stays in that form, because a
/// command may run without the region that is configured for the servers.
fn again(mobile: &str, before: Option<String>, region: Option<&str>) -> Option<String> {
    let is_understood = |key: &String| key.starts_with('+');
    let after = key(mobile, region);
    match before {
        Some(before) if is_understood(&before) && !is_understood(&after) => Some(before),
        _ => Some(after),
    }
}

/// Returns whether the region is supported for national numbers.
#[must_use]
pub fn is_region(region: &str) -> bool {
    region.parse::<phonenumber::country::Id>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str, region: Option<&str>) -> String {
        Mobile::parse("mobile", text).expect("valid").key(region)
    }

    #[test]
    fn one_number_has_one_key_however_it_is_written() {
        let keys = [
            "+49 151 234-567 89",
            "+4915123456789",
            "+49 (0)151 23456789",
            "+49.151.23456789",
            "+49‑151–234—567−89",
            "＋４９ー１５１ー２３４５６７８９",
            "+٤٩ ١٥١ ٢٣٤٥٦٧٨٩",
            "\u{202a}+49 151 23456789\u{202c}",
            "tel:+49-151-23456789",
        ]
        .map(|text| key(text, None));
        assert!(keys.iter().all(|one| one == "+4915123456789"), "{keys:?}");
    }

    #[test]
    fn a_national_number_matches_where_its_region_is_configured() {
        assert_eq!(key("0151 23456789", Some("DE")), "+4915123456789");
        assert_eq!(key("0151 23456789", None), "015123456789");
        assert_eq!(key("Front Desk (2)", None), "frontdesk2");
    }

    #[test]
    fn an_extension_is_a_part_of_the_key() {
        for text in [
            "+49 30 1234567 ext. 12",
            "+49 30 1234567x12",
            "+49301234567;ext=12",
            "tel:+49-30-1234567;ext=12",
        ] {
            assert_eq!(key(text, None), "+49301234567;ext=12", "{text}");
        }
        assert_eq!(key("030 1234567 #12", None), "0301234567;ext=12");
        assert_eq!(key("030 1234567 #12", Some("DE")), "+49301234567;ext=12");
    }

    #[test]
    fn a_number_that_was_understood_stays_so() {
        let before = |mobile_key: &str| Some(mobile_key.to_owned());
        for (old, expected) in [
            ("+4915123456789", "+4915123456789"),
            ("0151 23456789", "015123456789"),
        ] {
            let again = again("0151 23456789", before(old), None);
            assert_eq!(again.as_deref(), Some(expected), "{old}");
        }
        let again = again("0151 23456789", before("015123456789"), Some("DE"));
        assert_eq!(again.as_deref(), Some("+4915123456789"));
    }
}
