//! The published standard of the sample offices, fact by fact, and what never gets into it.
//!
//! Source: Dinas Kependudukan dan Pencatatan Sipil Kabupaten Magetan, standar pelayanan "Pelayanan KTP Elektronik di
//! Desa". Never here: the catalogue of services and counters (`sample_tests`).

use super::*;

fn office(name: &str, change: impl Fn(&str) -> String) -> Office {
    let (_, source) = SAMPLES.iter().find(|(sample, _)| *sample == name).unwrap();
    Office::parse(&change(source), &Outside::default()).unwrap()
}

fn published(office: &Office, letter: char, language: Language) -> ServiceStandard {
    let code = ServiceCode::new(letter).unwrap();
    office.service(code).unwrap().published(office, language)
}

type Line<'a> = (&'a str, &'a str, Option<u16>);

fn steps(standard: &ServiceStandard) -> Vec<Line<'_>> {
    let steps = standard.steps.iter();
    steps.map(|s| (s.name.as_str(), s.who.as_deref().unwrap_or(""), s.minutes)).collect()
}

#[test]
fn the_standard_of_the_identity_card_says_what_magetan_has_published() {
    let office = office("magetan", str::to_owned);
    let card = published(&office, 'T', Language::Indonesian);
    assert_eq!(office.telephone.as_deref(), Some("895195"));
    assert_eq!(card.decree, None, "the document leaves the number of the decree empty");
    assert_eq!(card.eligibility.as_deref(), Some("Usia 17 tahun, atau sudah / pernah menikah"));
    assert_eq!(card.requirements, ["Kartu Keluarga (KK)"]);
    let moved = "Surat keterangan / bukti perubahan Peristiwa Kependudukan atau Peristiwa Penting";
    let cases: [(&str, &[&str]); 6] = [
        ("Baru", &["Bukti perekaman"]),
        ("Rusak", &["KTP-el lama"]),
        ("Hilang", &["Surat kehilangan dari kepolisian"]),
        ("Ubah data", &["KTP-el lama", moved]),
        ("Pindah", &["Surat keterangan pindah"]),
        ("Orang asing", &["Dokumen Perjalanan", "Kartu izin tinggal"]),
    ];
    assert_eq!(card.cases.len(), cases.len());
    for (case, (name, documents)) in card.cases.iter().zip(cases) {
        assert_eq!(case.name, name);
        assert_eq!(case.requirements, documents, "{name}");
    }
    assert_eq!(card.minutes, Some(18));
    assert_eq!(card.fee.as_deref(), Some("Tidak dipungut biaya"));
    assert_eq!(card.product.as_deref(), Some("KTP Elektronik"));
    let channels: Vec<(&str, Option<&str>)> =
        card.complaints.iter().map(|c| (c.name.as_str(), c.at.as_deref())).collect();
    assert_eq!(
        channels,
        [
            ("Kotak saran (tertulis, kepada Kepala Dinas)", None),
            ("Facebook", Some("dispenduk magetan")),
            ("Instagram", Some("dispenduk.magetan")),
            ("Situs web", Some("dispenduk.magetan.go.id")),
            ("E-mail", Some("dispenduk@magetan.go.id")),
        ]
    );
}

#[test]
fn the_list_adds_up_to_the_promise_and_the_table_to_fifteen() {
    let officer = "Operator / Petugas Register Desa";
    let registrar = "Petugas Cetak dan Register";
    let list: [Line<'_>; 7] = [
        ("Membawa berkas lengkap", "Pemohon", Some(2)),
        ("Mengambil nomor antrean", "Pemohon", None),
        ("Verifikasi", officer, Some(4)),
        ("Pemeriksaan", "Kasi / Kabid", Some(5)),
        ("Pencetakan", registrar, Some(3)),
        ("Register", registrar, Some(2)),
        ("Penyerahan", "Petugas", Some(2)),
    ];
    let by_list = office("magetan", str::to_owned);
    let card = published(&by_list, 'T', Language::Indonesian);
    assert_eq!(steps(&card), list);
    let sum = |standard: &ServiceStandard| standard.steps.iter().flat_map(|s| s.minutes).sum();
    assert_eq!(Some(sum(&card)), card.minutes, "18 minutes");

    let by_table = office("magetan", |s| s.replace("standard = \"list\"", "standard = \"table\""));
    let card = published(&by_table, 'T', Language::Indonesian);
    let table: Vec<Option<u16>> = card.steps.iter().map(|step| step.minutes).collect();
    assert_eq!(table, [4, 1, 2, 1, 5, 1, 1].map(Some));
    assert_eq!((sum(&card), card.minutes), (15, Some(18)), "the headline stays the promise");
}

#[test]
fn a_service_that_only_the_other_list_has_is_shown_by_that_one() {
    let other = office("magetan", |source| source.replace("list_minutes", "# list_minutes"));
    let card = published(&other, 'T', Language::Indonesian);
    let minutes: Vec<Option<u16>> = card.steps.iter().map(|step| step.minutes).collect();
    assert_eq!(minutes, [4, 1, 2, 1, 5, 1, 1].map(Some));
}

#[test]
fn the_standard_speaks_each_language_of_the_office() {
    let office = office("magetan", str::to_owned);
    for (language, name, bring, everyone) in [
        (Language::English, "Electronic ID card", "Bring the complete file", "Family card (KK)"),
        (Language::Javanese, "KTP-el (cithak)", "Mbekta berkas jangkep", "Kertu Kulawarga (KK)"),
    ] {
        let card = published(&office, 'T', language);
        assert_eq!((card.name.as_str(), card.steps[0].name.as_str()), (name, bring));
        assert_eq!(card.requirements, [everyone]);
    }
}

#[test]
fn what_the_office_has_not_confirmed_is_kept_and_never_shown() {
    let source = SAMPLES[0].1;
    assert!(source.contains("08133452502"), "kept in the file");
    let office = office("magetan", str::to_owned);
    let kept: Vec<&str> = office
        .unconfirmed_complaints
        .iter()
        .map(|channel| channel.name.get(Language::Indonesian))
        .collect();
    assert_eq!(kept, ["WhatsApp"]);
    for service in &office.services {
        for language in Language::ALL {
            let shown = format!("{:?}", service.published(&office, *language));
            assert!(!shown.contains("WhatsApp") && !shown.contains("08133452502"), "{shown}");
        }
    }
}

#[test]
fn a_confirmed_channel_and_a_decree_are_shown_once_the_office_has_written_them() {
    let office = office("magetan", |source| {
        let source = source.replace("verified = false", "verified = true");
        source.replace("decree = \"\"", "decree = \"188/45/2026\"")
    });
    let card = published(&office, 'T', Language::Indonesian);
    assert_eq!(card.complaints.last().unwrap().at.as_deref(), Some("08133452502"));
    assert_eq!(card.decree.as_deref(), Some("188/45/2026"));
    assert!(office.unconfirmed_complaints.is_empty());
}

#[test]
fn the_village_publishes_checking_and_forwarding() {
    let office = office("desa", str::to_owned);
    let card = published(&office, 'T', Language::Indonesian);
    let expected: [Line<'_>; 4] = [
        ("Membawa berkas lengkap", "Pemohon", Some(2)),
        ("Mengambil nomor antrean", "Pemohon", None),
        ("Verifikasi", "Petugas Register Desa", Some(4)),
        ("Pengiriman ke dinas", "", None),
    ];
    assert_eq!(steps(&card), expected);
    assert_eq!(card.minutes, None, "the village promises nothing for the office");
    assert_eq!(card.product.as_deref(), Some("KTP Elektronik (dicetak di dinas)"));
    assert_eq!(card.fee.as_deref(), Some("Tidak dipungut biaya"));
    assert_eq!(card.requirements, ["Kartu Keluarga (KK)"]);
    assert_eq!(card.complaints.len(), 2);
}
