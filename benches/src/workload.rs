//! What every case builds, checks or renders: one set of data in three sizes.

use flockml::markup::UserId;
use serde::{Serialize, Serializer};

/// A document of alerts.
#[derive(Debug, Serialize)]
pub(crate) struct Digest {
    pub(crate) alerts: Vec<Alert>,
}

/// A bold title, rows, two links, a mention and an action.
#[derive(Debug, Serialize)]
pub(crate) struct Alert {
    pub(crate) title: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) runbook: String,
    pub(crate) dashboard: String,
    #[serde(serialize_with = "as_str")]
    pub(crate) owner: UserId,
    pub(crate) owner_name: String,
    pub(crate) action: String,
}

/// A label and a value.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) label: String,
    pub(crate) value: String,
}

fn as_str<S: Serializer>(id: &UserId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(id.as_str())
}

/// The sizes, by name.
pub(crate) fn digests() -> [(&'static str, Digest); 3] {
    [
        ("alert", Digest::of(1)),
        ("report", Digest::of(11)),
        ("digest", Digest::of(430)),
    ]
}

impl Digest {
    fn of(alerts: usize) -> Self {
        Self {
            alerts: (0..alerts).map(Alert::new).collect(),
        }
    }
}

impl Alert {
    fn new(number: usize) -> Self {
        let pick = |words: &[&str], by: usize| words[number * by % words.len()].to_owned();
        let row = |label: &str, value: String| Row {
            label: label.to_owned(),
            value,
        };
        let host = pick(
            &["db-1", "web-12", "cache-3.eu", "queue", "auth-proxy-2"],
            1,
        );
        Self {
            title: format!("{host} is {}", pick(&["down", "degraded", "slow"], 2)),
            rows: vec![
                row("Host", format!("{host} <10.0.{}.7>", number % 256)),
                row("Since", format!("09:{:02} UTC", number % 60)),
                row(
                    "Disk",
                    pick(
                        &["97 % > 90 % of 512 GB", "41 % of 2 TB", "88 % & rising"],
                        1,
                    ),
                ),
                row(
                    "Error",
                    pick(
                        &[
                            "I/O error & \"timeout\" after 30 s",
                            "<none>",
                            "a < b && c > d, retry later",
                        ],
                        2,
                    ),
                ),
                row("Region", pick(&["eu-west-1", "us-east-2", "Zürich"], 1)),
                row("Team", pick(&["R&D", "Storage", "Plattform"], 3)),
            ],
            runbook: format!("https://example.com/run?id={number}&v=2"),
            dashboard: format!("https://example.com/d/{host}?a=1&b=2"),
            owner: UserId::new("u:isgpwwyralhf9aso").expect("a user id"),
            owner_name: pick(&["Ada", "Grace", "Łukasz"], 1),
            action: format!("ack:{number}"),
        }
    }
}

/// `length` bytes of prose, `percent` of them `&`, `<` or `>`.
pub(crate) fn prose(length: usize, percent: usize) -> String {
    const WORDS: &str = "The quick brown fox jumps over the lazy dog and looks back once more. ";
    let plain = WORDS.bytes().cycle();
    plain
        .take(length)
        .enumerate()
        .map(|(at, byte)| {
            // Spread out, as far from a fixed distance as a simple rule allows.
            let special = percent > 0 && (at * 7_919 + at / 100 * 31) % 100 < percent;
            char::from(if special { b"&<>"[at % 3] } else { byte })
        })
        .collect()
}

/// Markdown of at least `length` bytes: what a report or a changelog holds.
pub(crate) fn markdown(length: usize) -> String {
    let mut out = String::new();
    let mut number = 0;
    while out.len() < length {
        number += 1;
        out.push_str(&format!(
            "## Release {number}.{}\n\n\
             Deployed by **Ada** & _Grace_ at 09:{:02}; the load was 0.{number} < 1.0 all day and nobody\n\
             was paged. See the [dashboard](https://example.com/d/web?a={number}&b=2) for `p99` figures.\n\n\
             - fix: `order <id>` is escaped in [#{number}](https://example.com/i/{number})\n\
             - feat: retries, with *back-off*\n  - first after 1 s\n  - then after 2 s\n\
             - [x] docs updated\n\n\
             | host | before | after |\n|:-----|-------:|------:|\n\
             | web-{number} | 120 ms | 41 ms |\n| db-{number} | 3.1 ms | **2.9 ms** |\n\n\
             > Rolled back once, see ![chart](https://example.com/c/{number}.png).\n\n\
             ```sh\nkubectl rollout undo deploy/web --to-revision={number}\n```\n\n",
            number % 7,
            number % 60,
        ));
    }
    out
}
