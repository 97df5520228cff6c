//! Office files that tests work with.

use super::machine_time;
use antre::office::SAMPLES;
use chrono::Timelike;

/// The sample of the city office, which prints nothing and asks nobody for a PIN unless a test says so.
pub fn magetan() -> String {
    let sample = SAMPLES.iter().find(|(name, _)| *name == "magetan").unwrap().1;
    sample
        .replace("address = \"virtual://\"", "address = \"\"")
        .replace("sign_in = true", "sign_in = false")
}

/// The same with a code on its tickets, by which their pictures are known.
pub fn with_codes() -> String {
    let source = magetan();
    let coded = source.replacen("\"estimate\", \"fee\"", "\"estimate\", \"qr\", \"fee\"", 1);
    assert_ne!(coded, source);
    coded
}

/// Three services, each one stage, and eight counters whose services overlap, with the services of each counter.
pub const OVERLAP: [(u8, &str); 8] =
    [(1, "ABC"), (2, "AB"), (3, "BC"), (4, "A"), (5, "B"), (6, "C"), (7, "AC"), (8, "ABC")];

/// The office of [`OVERLAP`].
pub fn overlapping() -> String {
    let mut source = head();
    source += "[[stage]]\nid = \"layanan\"\nname = \"Pelayanan\"\n";
    for code in ["A", "B", "C"] {
        source += &format!(
            "[[service]]\ncode = \"{code}\"\nname = \"Layanan {code}\"\njourney = [{{ stage = \"layanan\" }}]\n"
        );
    }
    for (number, services) in OVERLAP {
        let services: Vec<String> = services.chars().map(|c| format!("\"{c}\"")).collect();
        let services = services.join(", ");
        source += &format!(
            "[[counter]]\nnumber = {number}\nname = \"Loket {number}\"\nservices = [{services}]\n"
        );
    }
    source
}

/// Two services that share a stage, a back-office stage, and three counters: what the state machine plays with. Only
/// service A asks for documents.
pub fn small() -> String {
    head()
        + r#"
[[stage]]
id = "depan"
name = "Depan"

[[stage]]
id = "belakang"
name = "Belakang"
public_call = false

[[service]]
code = "A"
name = "Layanan A"
requirements = ["KK", "KTP"]
journey = [{ stage = "depan" }, { stage = "belakang" }]

[[service]]
code = "B"
name = "Layanan B"
journey = [{ stage = "depan" }]

[[counter]]
number = 1
name = "Loket 1"
stages = ["depan"]

[[counter]]
number = 2
name = "Loket 2"
services = ["B"]

[[counter]]
number = 3
name = "Loket 3"
"#
}

fn head() -> String {
    r#"
[office]
name = "Kantor"
region = "Kabupaten"
timezone = "Asia/Jakarta"

[queue]
call_limit = 3
recall_seconds = 20
present_after = 2
regular_per_priority = 2
cap_minutes = 90

[[printer]]
id = "kios"
address = ""
profile = "generic-80"

"#
    .to_owned()
}

/// A zone whose clocks show between 12:00 and 13:00 at this moment.
pub fn zone_where_it_is_noon() -> String {
    // The names of these zones count westwards: Etc/GMT-7 is seven hours ahead of Greenwich.
    match 12 - i64::from(machine_time().hour()) {
        ahead @ 1.. => format!("Etc/GMT-{ahead}"),
        0 => "Etc/GMT".to_owned(),
        behind => format!("Etc/GMT+{}", -behind),
    }
}
