//! Office files as people write them: right, and wrong in many places at once.

use super::*;

fn parse(source: &str) -> Result<Office, Vec<Fault>> {
    let profile = |name: &str| match name {
        "generic-80" | "generic-58" => Ok(()),
        other => Err(format!("no printer profile \"{other}\"")),
    };
    let address = |text: &str| {
        if text.contains("://") { Ok(()) } else { Err("is no printer address".to_owned()) }
    };
    Office::parse(source, &Outside { address: &address, profile: &profile })
}

fn faults(source: &str) -> Vec<String> {
    parse(source).map(|_| ()).unwrap_err().iter().map(Fault::to_string).collect()
}

fn magetan() -> Office {
    parse(SAMPLES[0].1).unwrap()
}

#[test]
fn the_samples_are_valid() {
    for (name, source) in SAMPLES {
        assert_eq!(parse(source).err(), None, "{name}");
    }
}

#[test]
fn the_standard_of_magetan_is_in_its_sample() {
    let office = magetan();
    let ktp = office.service(ServiceCode::new('T').unwrap()).unwrap();
    let stages: Vec<&str> = ktp.journey.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(stages, ["verifikasi", "pemeriksaan", "cetak", "register", "penyerahan"]);
    assert_eq!(ktp.minutes, Some(18));
    let table: Vec<_> = ktp.norms.iter().map(|n| n.table.unwrap()).collect();
    assert_eq!(table, [2, 1, 5, 1, 1]);
    // Bringing the file is 2 of the 18 minutes of the list and happens before the number.
    let list: u16 = ktp.norms.iter().map(|n| n.list.unwrap()).sum();
    assert_eq!(list + 2, 18);
    let lost = CaseId::new("hilang").unwrap();
    let documents: Vec<&str> =
        ktp.documents(Some(&lost)).map(|d| d.get(Language::Indonesian)).collect();
    assert_eq!(documents, ["Kartu Keluarga (KK)", "Surat kehilangan dari kepolisian"]);
    let codes: String = office.services.iter().map(|s| s.code.letter()).collect();
    assert_eq!(codes, "TRKNLSQU");
    assert_eq!(office.fee.unwrap().get(Language::Indonesian), "Tidak dipungut biaya");
}

#[test]
fn a_text_without_translation_is_shown_in_indonesian() {
    let text = Text::indonesian("Loket 1").with(Language::English, "Counter 1");
    assert_eq!(text.get(Language::English), "Counter 1");
    assert_eq!(text.get(Language::Javanese), "Loket 1");
}

#[test]
fn all_faults_are_listed_with_line_and_key() {
    let source = r#"
[office]
name = "Dinas"
region = 7
timezone = "Mars/Olympus"
colour = "red"

[queue]
call_limit = 30

[printer]
address = "usb"
profile = "epson"

[[stage]]
id = "Verifikasi!"
name = "Verifikasi"

[[stage]]
id = "layanan"
name = "Layanan"

[[service]]
code = "O"
name = "Salah"
journey = [{ stage = "layanan" }]

[[service]]
code = "T"
name = ""
journey = [{ stage = "cetak" }]

[[service]]
code = "T"
name = { en = "Twice" }
journey = [{ stage = "layanan" }]

[[counter]]
number = 0
name = "Loket"
services = ["X"]
"#;
    let expected = [
        "line 4: office.region: expected a text in quotes, found integer",
        "line 5: office.timezone: \"Mars/Olympus\" is not a time zone",
        "line 6: office.colour: is unknown; known here: address, complaints, fee",
        "line 9: queue.call_limit: expected a whole number from 1 to 9, found 30",
        "line 12: printer.address: is no printer address",
        "line 13: printer.profile: no printer profile \"epson\"",
        "line 16: stage[1].id: \"Verifikasi!\" is not a short word",
        "line 24: service[1].code: \"O\" is not one letter",
        "line 30: service[2].name: must not be empty",
        "line 31: service[2].journey[1].stage: no stage \"cetak\"; stages are layanan",
        "line 34: service[3].code: service T stands here twice",
        "line 34: service[3]: no counter serves stage \"layanan\" of service T",
        "line 35: service[3].name.id: is missing",
        "line 39: counter[1].number: expected a whole number from 1 to 99, found 0",
        "line 41: counter[1].services[1]: no service \"X\"",
    ];
    let found = faults(source);
    for line in expected {
        assert!(found.iter().any(|f| f.starts_with(line)), "{line}\nnot in\n{}", found.join("\n"));
    }
    assert_eq!(found.len(), expected.len(), "{}", found.join("\n"));
}

#[test]
fn a_missing_section_is_one_fault_not_one_for_each_key() {
    let found = faults("");
    assert_eq!(found.iter().filter(|f| f.contains("office")).count(), 1, "{}", found.join("\n"));
}

#[test]
fn a_text_that_is_no_toml_is_reported_at_its_line() {
    let broken = SAMPLES[0].1.replacen("region = \"", "region = ", 1);
    let found = faults(&broken);
    assert!(found[0].starts_with("line 7: not valid TOML"), "{}", found.join("\n"));
}
