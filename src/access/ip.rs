//! Lists of addresses from which a token may be used, or a member may act in an org.

use std::net::{IpAddr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::error::{Code, Error, Result};

/// Maximum number of entries in a list.
pub const MAX_ENTRIES: usize = 256;

/// Canonical networks without duplicates.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct AllowedIps(Vec<IpNet>);

/// Maximum number of entries that an error shows.
const MAX_SHOWN: usize = 20;

/// IPv6 networks that embed IPv4 addresses: compatible, mapped and translated (NAT64). Networks
/// within them are validated as IPv4.
const EMBEDDING: [&str; 3] = ["::/96", "::ffff:0:0/96", "64:ff9b::/96"];

/// Networks that no external client has. An entry within one is a mistake.
const REFUSED: [(&str, &str); 12] = [
    ("10.0.0.0/8", "private"),
    ("172.16.0.0/12", "private"),
    ("192.168.0.0/16", "private"),
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link-local"),
    ("100.64.0.0/10", "carrier-grade NAT"),
    ("224.0.0.0/4", "multicast"),
    ("::1/128", "loopback"),
    ("64:ff9b:1::/48", "private"),
    ("fc00::/7", "unique-local"),
    ("fe80::/10", "link-local"),
    ("ff00::/8", "multicast"),
];

impl AllowedIps {
    /// Parses addresses, networks (`203.0.113.0/24`) and patterns (`76.*.*.*`), of both families.
    ///
    /// # Errors
    /// `EMPTY_ALLOWED_IPS` for an empty list; `INVALID_IP` names the entries that are malformed,
    /// too wide, or of a network that no client comes from; `INVALID_VALUE` for more than
    /// [`MAX_ENTRIES`].
    pub fn parse(field: &'static str, entries: &[String]) -> Result<Self> {
        if entries.is_empty() {
            return Err(Error::new(
                Code::EmptyAllowedIps,
                format!(
                    "`{field}` is empty, which would lock out every member. Pass null for no limit."
                ),
            )
            .at(field));
        }
        if entries.len() > MAX_ENTRIES {
            return Err(Error::invalid(
                field,
                format!(
                    "has {} entries; at most {MAX_ENTRIES} are allowed",
                    entries.len()
                ),
            ));
        }
        let (mut networks, mut wrong) = (Vec::with_capacity(entries.len()), Vec::new());
        for entry in entries {
            match network(entry) {
                Ok(network) => networks.push(network),
                Err(why) => {
                    let shown: String = entry.chars().take(64).collect();
                    wrong.push(format!("`{shown}` {why}"));
                }
            }
        }
        if !wrong.is_empty() {
            let more = match wrong.len().saturating_sub(MAX_SHOWN) {
                0 => String::new(),
                more => format!("; and {more} more"),
            };
            wrong.truncate(MAX_SHOWN);
            let message = format!("`{field}`: {}{more}.", wrong.join("; "));
            return Err(Error::new(Code::InvalidIp, message).at(field));
        }
        networks.sort_unstable();
        networks.dedup();
        Ok(Self(networks))
    }

    /// Returns whether the address is in the list.
    #[must_use]
    pub fn allow(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Returns the networks as pairs of first and last address in the form of [`comparable`], for
    /// comparison in SQL.
    #[must_use]
    pub fn ranges(&self) -> Vec<[String; 2]> {
        let range = |network: &IpNet| [network.network(), network.broadcast()].map(comparable);
        self.0.iter().map(range).collect()
    }

    /// Returns the entries as stored: an address as itself, a network with its prefix length.
    #[must_use]
    pub fn entries(&self) -> Vec<String> {
        self.0
            .iter()
            .map(|network| {
                if network.prefix_len() == network.max_prefix_len() {
                    network.addr().to_string()
                } else {
                    network.to_string()
                }
            })
            .collect()
    }
}

impl From<AllowedIps> for Vec<String> {
    fn from(list: AllowedIps) -> Self {
        list.entries()
    }
}

/// Parses a stored list without validation: it was validated when it was created.
impl TryFrom<Vec<String>> for AllowedIps {
    type Error = ipnet::AddrParseError;

    fn try_from(entries: Vec<String>) -> Result<Self, Self::Error> {
        let networks = entries.iter().map(|entry| {
            let address = entry.parse::<IpAddr>().map(IpNet::from);
            address.or_else(|_| entry.parse())
        });
        networks.collect::<Result<_, _>>().map(Self)
    }
}

fn network(entry: &str) -> Result<IpNet, String> {
    let entry = entry.trim();
    let network = if entry.contains('*') {
        pattern(entry)
    } else if entry.contains('/') {
        entry.parse::<IpNet>().ok()
    } else {
        entry.parse::<IpAddr>().ok().map(IpNet::from)
    };
    let network = network
        .ok_or("is not an address, a network (203.0.113.0/24) or a pattern (203.0.113.*)")?;
    let network = canonical(network).trunc();
    if network.prefix_len() == 0 {
        return Err("covers every address; pass null for no limit".into());
    }
    refuse(network)?;
    for prefix in EMBEDDING {
        let prefix: IpNet = known(prefix)?;
        if network.contains(&prefix) {
            return Err(format!("overlaps {prefix}, which contains all of IPv4"));
        }
        if let Some(embedded) = embedded(network, prefix) {
            refuse(embedded)?;
        }
    }
    Ok(network)
}

fn refuse(network: IpNet) -> Result<(), String> {
    for (refused, kind) in REFUSED {
        let refused = known(refused)?;
        if refused.contains(&network) || network.contains(&refused) {
            return Err(format!("overlaps {refused}, which is {kind}"));
        }
    }
    Ok(())
}

fn known(network: &str) -> Result<IpNet, String> {
    network.parse().map_err(|_| "cannot be compared".into())
}

/// Returns the IPv4 network that is embedded in `network` within `prefix`.
fn embedded(network: IpNet, prefix: IpNet) -> Option<IpNet> {
    let IpNet::V6(v6) = network else { return None };
    let [.., a, b, c, d] = v6.addr().octets();
    let length = v6.prefix_len().checked_sub(prefix.prefix_len())?;
    let embedded = Ipv4Net::new([a, b, c, d].into(), length).ok()?;
    prefix.contains(&network).then_some(IpNet::V4(embedded))
}

/// Returns an address as text of fixed length whose text order is the address order: 32 hex digits.
/// An IPv4 address is written in its mapped form.
#[must_use]
pub fn comparable(address: IpAddr) -> String {
    let address: Ipv6Addr = match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_ipv6_mapped(),
        IpAddr::V6(v6) => v6,
    };
    format!("{:032x}", address.to_bits())
}

/// Converts an IPv6 network that embeds IPv4 to the IPv4 network.
fn canonical(network: IpNet) -> IpNet {
    if let IpNet::V6(v6) = network
        && v6.prefix_len() >= 96
        && let Some(v4) = v6.addr().to_ipv4_mapped()
        && let Ok(v4) = Ipv4Net::new(v4, v6.prefix_len() - 96)
    {
        return IpNet::V4(v4);
    }
    network
}

/// Parses a pattern with trailing stars. Each star stands for one whole part.
fn pattern(entry: &str) -> Option<IpNet> {
    let (separator, parts, bits) = if entry.contains(':') {
        (':', 8, 16_u8)
    } else {
        ('.', 4, 8_u8)
    };
    let given: Vec<&str> = entry.split(separator).collect();
    let fixed = given.iter().take_while(|part| **part != "*").count();
    let is_whole = given.len() == parts && given[fixed..].iter().all(|part| *part == "*");
    if !is_whole {
        return None;
    }
    let address: Vec<&str> = given
        .iter()
        .map(|part| if *part == "*" { "0" } else { part })
        .collect();
    let address = address.join(&separator.to_string());
    let length = u8::try_from(fixed).ok()? * bits;
    match address.parse().ok()? {
        IpAddr::V4(address) => Ipv4Net::new(address, length).ok().map(IpNet::V4),
        IpAddr::V6(address) => Ipv6Net::new(address, length).ok().map(IpNet::V6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(entry: &str) -> Result<Vec<String>> {
        AllowedIps::parse("allowedIps", &[entry.to_owned()]).map(|list| list.entries())
    }

    #[test]
    fn entries_are_kept_in_one_form() {
        for (entry, kept) in [
            ("203.0.113.7", "203.0.113.7"),
            (" 203.0.113.7/24 ", "203.0.113.0/24"),
            ("76.*.*.*", "76.0.0.0/8"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("2001:DB8::1", "2001:db8::1"),
            ("2001:db8:*:*:*:*:*:*", "2001:db8::/32"),
        ] {
            assert_eq!(parse(entry).expect(entry), [kept]);
        }
    }

    #[test]
    fn a_list_that_was_kept_is_read_as_it_was() {
        let entries = [
            "203.0.113.7",
            "198.51.100.0/24",
            "2001:db8::1",
            "2001:db8::/32",
        ];
        let list = AllowedIps::parse("allowedIps", &entries.map(str::to_owned)).expect("valid");
        let kept = serde_json::Value::from(list.entries());
        assert_eq!(serde_json::to_value(&list).expect("plain"), kept);
        let read: AllowedIps = serde_json::from_value(kept).expect("kept");
        assert_eq!(read, list);
    }

    #[test]
    fn what_no_client_comes_from_is_refused_and_named() {
        for entry in [
            "10.1.2.3",
            "172.16.0.0/12",
            "192.168.1.*",
            "127.0.0.1",
            "169.254.1.1",
            "100.64.0.1",
            "239.0.0.1",
            "0.0.0.0/0",
            "::/0",
            "*.*.*.*",
            "::1",
            "fd00::1",
            "fe80::1",
            "ff02::1",
            "128.0.0.0/1",
            "8.0.0.0/5",
            "::ffff:10.0.0.1",
            "::ffff:0:0/96",
            "::ffff:0:0/90",
            "::/64",
            "64:ff9b::10.0.0.1",
            "64:ff9b::c0a8:0/112",
            "64:ff9b::/96",
            "64:ff9b::/32",
            "64:ff9b:1::5",
            "::10.0.0.1",
            "::192.168.0.0/112",
            "::/96",
        ] {
            let error = parse(entry).expect_err(entry);
            assert_eq!(error.code(), Code::InvalidIp, "{entry}");
            assert!(error.message().contains(entry), "{error}");
        }
    }

    #[test]
    fn all_entries_that_are_wrong_are_named() {
        let entries = ["10.0.0.1", "203.0.113.7", "x", "::1"].map(str::to_owned);
        let error = AllowedIps::parse("allowedIps", &entries).expect_err("refused");
        let message = error.message();
        assert!(
            ["`10.0.0.1`", "`x`", "`::1`"]
                .iter()
                .all(|entry| message.contains(entry))
        );
        assert!(!message.contains("203.0.113.7`"), "{message}");
        let many: Vec<String> = (0..MAX_ENTRIES).map(|n| format!("x{n}")).collect();
        let error = AllowedIps::parse("allowedIps", &many).expect_err("refused");
        assert!(error.message().ends_with("; and 236 more."), "{error}");
    }

    #[test]
    fn nonsense_is_refused() {
        for entry in [
            "",
            "1.2.3",
            "1.2.3.4.5",
            "1.*.3.4",
            "1.2.3.4/33",
            "*",
            "nobody",
            "2001:db8::*",
        ] {
            assert_eq!(
                parse(entry).expect_err(entry).code(),
                Code::InvalidIp,
                "{entry}"
            );
        }
        let none = AllowedIps::parse("allowedIps", &[]).expect_err("empty");
        assert_eq!(none.code(), Code::EmptyAllowedIps);
        let many = vec!["203.0.113.7".to_owned(); MAX_ENTRIES + 1];
        assert_eq!(
            AllowedIps::parse("allowedIps", &many)
                .expect_err("many")
                .code(),
            Code::InvalidValue
        );
    }

    #[test]
    fn a_range_holds_the_addresses_that_its_network_holds() {
        let entries = ["203.0.113.0/24", "2001:db8::/32", "198.51.100.7"];
        let list = AllowedIps::parse("allowedIps", &entries.map(str::to_owned)).expect("valid");
        let ranges = list.ranges();
        for address in [
            "203.0.112.255",
            "203.0.113.0",
            "203.0.113.255",
            "203.0.114.0",
            "::ffff:203.0.113.9",
            "198.51.100.6",
            "198.51.100.7",
            "198.51.100.8",
            "2001:db7:ffff::",
            "2001:db8::",
            "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
            "2001:db9::",
        ] {
            let address: IpAddr = address.parse().expect("address");
            let text = comparable(address);
            assert_eq!(text.len(), 32);
            let is_in = |[first, last]: &[String; 2]| (first..=last).contains(&&text);
            assert_eq!(ranges.iter().any(is_in), list.allow(address), "{address}");
        }
    }

    #[test]
    fn what_stands_for_an_address_that_clients_have_is_taken() {
        assert_eq!(
            parse("64:ff9b::8.8.8.8").expect("valid"),
            ["64:ff9b::808:808"]
        );
        assert_eq!(parse("::ffff:8.0.0.0/104").expect("valid"), ["8.0.0.0/8"]);
    }

    #[test]
    fn an_ipv4_client_on_an_ipv6_socket_is_recognised() {
        let list = AllowedIps::parse("allowedIps", &["203.0.113.0/24".to_owned()]).expect("valid");
        assert!(list.allow("::ffff:203.0.113.9".parse().expect("address")));
        assert!(!list.allow("203.0.114.1".parse().expect("address")));
    }
}
