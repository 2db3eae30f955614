//! Names of people, orgs and groups, in many scripts and lengths, combined randomly from the words
//! in `words.rs`.

use rand::{RngExt, rngs::StdRng};

use crate::normalize;

use super::words::{
    Culture, GROUPS, LATIN_FIRST, LATIN_LAST, LONG_FIRST, LONG_LAST, ONE_WORD, ORG_PLACES,
    ORG_TRADES, OTHERS,
};

/// A name, and its spelling in an e-mail address.
type Pair = (&'static str, String);

/// The names of a person, and the local part of their e-mail address without its number.
pub(super) struct PersonName {
    pub(super) first: String,
    pub(super) last: String,
    /// The display name, if it differs from first and last name.
    pub(super) display: Option<String>,
    pub(super) mailbox: String,
}

/// The parsed words.
pub(super) struct Names {
    latin: People,
    others: Vec<(&'static Culture, People)>,
    one_word: Vec<Pair>,
    long: (Vec<&'static str>, Vec<&'static str>),
    places: Vec<&'static str>,
    trades: Vec<&'static str>,
    groups: Vec<&'static str>,
}

struct People {
    first: Vec<Pair>,
    last: Vec<Pair>,
}

impl Names {
    pub(super) fn new() -> Self {
        let latin = |words| split(words).map(|name| (name, mailbox_of(name))).collect();
        Self {
            latin: People {
                first: latin(LATIN_FIRST),
                last: latin(LATIN_LAST),
            },
            others: OTHERS
                .iter()
                .map(|culture| {
                    let people = People {
                        first: pairs(culture.first),
                        last: pairs(culture.last),
                    };
                    (culture, people)
                })
                .collect(),
            one_word: pairs(ONE_WORD),
            long: (split(LONG_FIRST).collect(), split(LONG_LAST).collect()),
            places: split(ORG_PLACES).collect(),
            trades: split(ORG_TRADES).collect(),
            groups: split(GROUPS).collect(),
        }
    }

    /// Returns a random person.
    pub(super) fn person(&self, random: &mut StdRng) -> PersonName {
        let mut lot = random.random_range(0..1_000);
        for (culture, people) in &self.others {
            if lot < culture.share {
                return people.person(culture.joined, random);
            }
            lot -= culture.share;
        }
        match lot {
            0..12 => self.one_word(random),
            12..17 => self.long(random),
            _ => self.latin(random),
        }
    }

    fn latin(&self, random: &mut StdRng) -> PersonName {
        let (first, given) = pick(random, &self.latin.first);
        let (last, family) = pick(random, &self.latin.last);
        let mut person = PersonName {
            first: (*first).to_owned(),
            last: (*last).to_owned(),
            display: None,
            mailbox: format!("{given}.{family}"),
        };
        match random.random_range(0..100) {
            0..15 => {
                let (second, _) = pick(random, &self.latin.first);
                person.first = format!("{first} {second}");
            }
            15..25 => {
                let (second, _) = pick(random, &self.latin.last);
                person.last = format!("{last}-{second}");
            }
            25..28 => person.display = Some(format!("Dr. {first} {last}")),
            28..30 => person.display = Some(format!("{last}, {first}")),
            _ => {}
        }
        person
    }

    fn one_word(&self, random: &mut StdRng) -> PersonName {
        // People without a last name often type a dash into forms that require one.
        let (name, mailbox) = pick(random, &self.one_word);
        PersonName {
            first: (*name).to_owned(),
            last: "-".to_owned(),
            display: Some((*name).to_owned()),
            mailbox: (*mailbox).to_owned(),
        }
    }

    fn long(&self, random: &mut StdRng) -> PersonName {
        let mut some = |names: &[&str], number: usize, between: &str| {
            let parts: Vec<_> = (0..number).map(|_| *pick(random, names)).collect();
            parts.join(between)
        };
        let (first, last) = (some(&self.long.0, 5, " "), some(&self.long.1, 4, "-"));
        let mailbox = mailbox_of(first.split([' ', '-']).next().unwrap_or_default());
        PersonName {
            first,
            last,
            display: None,
            mailbox,
        }
    }

    /// Returns the name of the org with this number. Names are unique.
    pub(super) fn org(&self, number: usize) -> String {
        let (places, trades) = (self.places.len(), self.trades.len());
        // Consecutive names differ in both words, and all pairs are used before one repeats.
        let round = number / (places * trades);
        let place = number % places;
        let trade = (number / places + place * 7) % trades;
        numbered(
            &format!("{} {}", self.places[place], self.trades[trade]),
            round,
        )
    }

    /// Returns the name of a group by its number in the org. Names are unique in an org.
    pub(super) fn group(&self, number: usize) -> String {
        numbered(
            self.groups[number % self.groups.len()],
            number / self.groups.len(),
        )
    }
}

impl People {
    fn person(&self, joined: bool, random: &mut StdRng) -> PersonName {
        let (first, given) = pick(random, &self.first);
        let (last, family) = pick(random, &self.last);
        PersonName {
            first: (*first).to_owned(),
            last: (*last).to_owned(),
            display: joined.then(|| format!("{last}{first}")),
            mailbox: match random.random_range(0..20) {
                // A few people use their own script in e-mail addresses, too.
                0 => format!("{}.{}", mailbox_of(first), mailbox_of(last)),
                _ => format!("{given}.{family}"),
            },
        }
    }
}

/// Splits a list of words at its commas.
fn split(words: &'static str) -> impl Iterator<Item = &'static str> {
    words.split(", ")
}

/// Parses names that are followed by their spelling in an e-mail address.
fn pairs(words: &'static str) -> Vec<Pair> {
    split(words)
        .filter_map(|pair| pair.rsplit_once(' '))
        .map(|(name, mailbox)| (name, mailbox.to_owned()))
        .collect()
}

/// Returns the spelling of a name in an e-mail address.
fn mailbox_of(name: &str) -> String {
    normalize::letters(name)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

fn pick<'a, T>(random: &mut StdRng, list: &'a [T]) -> &'a T {
    &list[random.random_range(0..list.len())]
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
        let names = Names::new();
        for name in [Names::org, Names::group] {
            let keys: HashSet<_> = (0..10_000)
                .map(|number| normalize::key(&name(&names, number)))
                .collect();
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
