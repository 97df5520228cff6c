//! The sample offices, fact by fact, against what the offices have published.
//!
//! Source: Dinas Kependudukan dan Pencatatan Sipil Kabupaten Magetan, standar pelayanan "Pelayanan KTP Elektronik di
//! Desa". Never here: how a file is read (that is `tests`).

use super::*;
use crate::domain::Attendance;

fn sample(name: &str) -> Office {
    let (_, source) = SAMPLES.iter().find(|(sample, _)| *sample == name).unwrap();
    Office::parse(source, &Outside::default()).unwrap()
}

fn service(office: &Office, letter: char) -> &Service {
    office.service(ServiceCode::new(letter).unwrap()).unwrap()
}

fn in_all_languages(text: &Text) -> [&str; 3] {
    [Language::Indonesian, Language::English, Language::Javanese].map(|language| text.get(language))
}

fn stages(service: &Service) -> Vec<&str> {
    service.journey.iter().map(|stage| stage.id.as_str()).collect()
}

fn documents<'a>(service: &'a Service, case: &str) -> Vec<&'a str> {
    let case = CaseId::new(case);
    service.documents(case.as_ref()).map(|document| document.get(Language::Indonesian)).collect()
}

#[test]
fn magetan_is_who_its_standard_says() {
    let office = sample("magetan");
    assert_eq!(office.name, "Dinas Kependudukan dan Pencatatan Sipil");
    assert_eq!(office.region, "Kabupaten Magetan");
    let address = "Jalan Raya Magetan - Madiun Km. 4.5, 63395";
    assert_eq!(office.address.as_deref(), Some(address));
    assert_eq!(office.zone, chrono_tz::Asia::Jakarta);
    let fee = ["Tidak dipungut biaya", "Free of charge", "Mboten dipunpundhuti wragad"];
    assert_eq!(office.fee.as_ref().map(in_all_languages), Some(fee));
    assert_eq!((office.call_limit, office.fairness.regular_per_priority), (3, 2));
    assert_eq!(office.fairness.cap_minutes, 90);
}

#[test]
fn the_hours_of_magetan_are_not_confirmed_and_say_so() {
    let office = sample("magetan");
    assert!(office.opening.is_unconfirmed());
    let midnight = "2026-11-23T00:00:00".parse().unwrap();
    assert_eq!(office.opening.at(midnight), None, "so they turn nobody away");
    let codes: Vec<&str> = office.overrides.iter().map(|o| o.code.as_str()).collect();
    assert_eq!(codes, ["gangguan", "janji", "kebijakan"]);
    assert!(office.services.iter().all(|service| service.quota.is_none()));
}

#[test]
fn the_services_of_magetan_are_those_of_its_catalogue() {
    let office = sample("magetan");
    let catalogue: [(char, [&str; 3], &[&str], u16); 8] = [
        (
            'T',
            ["KTP Elektronik (cetak)", "Electronic ID card", "KTP-el (cithak)"],
            &["verifikasi", "pemeriksaan", "cetak", "register", "penyerahan"],
            18,
        ),
        (
            'R',
            ["Perekaman KTP-el", "Biometric enrolment", "Ngrekam KTP-el"],
            &["verifikasi", "rekam"],
            10,
        ),
        (
            'K',
            ["Kartu Keluarga", "Family card", "Kertu Kulawarga"],
            &["verifikasi", "proses", "penyerahan"],
            15,
        ),
        (
            'N',
            ["Kartu Identitas Anak (KIA)", "Child ID card", "Kertu Identitas Lare (KIA)"],
            &["verifikasi", "cetak", "penyerahan"],
            10,
        ),
        (
            'L',
            ["Akta kelahiran / kematian", "Birth / death certificate", "Akta kelairan / kapejahan"],
            &["verifikasi", "proses", "penyerahan"],
            20,
        ),
        (
            'S',
            ["Pindah datang", "Moving out / in", "Serat pindhah"],
            &["verifikasi", "proses", "penyerahan"],
            15,
        ),
        ('Q', ["Aktivasi IKD", "Digital ID activation", "Aktivasi IKD"], &["layanan"], 7),
        (
            'U',
            ["Informasi dan pengaduan", "Information, complaints", "Katrangan lan pangaduan"],
            &["layanan"],
            5,
        ),
    ];
    let order: Vec<char> = office.services.iter().map(|service| service.code.letter()).collect();
    assert_eq!(order, catalogue.each_ref().map(|(letter, ..)| *letter));
    for (letter, names, journey, minutes) in catalogue {
        let service = service(&office, letter);
        assert_eq!(in_all_languages(&service.name), names);
        assert_eq!(stages(service), journey, "{letter}");
        assert_eq!(service.minutes, Some(minutes), "{letter}");
    }
}

#[test]
fn the_documents_of_an_identity_card_are_those_of_the_standard() {
    let office = sample("magetan");
    let card = service(&office, 'T');
    let changed =
        "Surat keterangan / bukti perubahan Peristiwa Kependudukan atau Peristiwa Penting";
    let cases: [(&str, &[&str]); 6] = [
        ("baru", &["Bukti perekaman"]),
        ("rusak", &["KTP-el lama"]),
        ("hilang", &["Surat kehilangan dari kepolisian"]),
        ("ubah-data", &["KTP-el lama", changed]),
        ("pindah", &["Surat keterangan pindah"]),
        ("orang-asing", &["Dokumen Perjalanan", "Kartu izin tinggal"]),
    ];
    for (case, besides) in cases {
        assert_eq!(documents(card, case), [&["Kartu Keluarga (KK)"], besides].concat(), "{case}");
    }
    assert_eq!(card.cases.len(), cases.len());
    let who = "Usia 17 tahun, atau sudah / pernah menikah";
    let eligibility = card.eligibility.as_ref().map(|text| text.get(Language::Indonesian));
    assert_eq!(eligibility, Some(who));
}

#[test]
fn the_documents_of_the_other_services_are_listed() {
    let office = sample("magetan");
    let listed: [(char, &str, &[&str]); 7] = [
        (
            'K',
            "",
            &[
                "KK asli atau surat kehilangan",
                "Fotokopi surat nikah / akta cerai",
                "Surat kelahiran (tambah anak)",
                "Surat pindah masuk",
            ],
        ),
        ('N', "", &["Fotokopi akta kelahiran", "Kartu Keluarga (KK)", "KTP kedua orang tua"]),
        (
            'L',
            "kelahiran",
            &[
                "Surat keterangan kelahiran",
                "Buku nikah / akta kawin",
                "Kartu Keluarga (KK)",
                "KTP-el orang tua",
            ],
        ),
        ('L', "kematian", &["Surat kematian", "Kartu Keluarga (KK)", "KTP almarhum"]),
        ('S', "", &["Formulir pindah", "KK asli", "KTP asli"]),
        ('Q', "", &["Sudah rekam KTP-el", "Ponsel dan e-mail aktif"]),
        ('U', "", &[]),
    ];
    for (letter, case, expected) in listed {
        assert_eq!(documents(service(&office, letter), case), expected, "{letter} {case}");
    }
}

#[test]
fn both_norms_of_the_standard_are_kept_for_every_stage_of_the_card() {
    let office = sample("magetan");
    let card = service(&office, 'T');
    let norms: Vec<_> = card.norms.iter().map(|norm| (norm.table, norm.list)).collect();
    let published = [(2, 4), (1, 5), (5, 3), (1, 2), (1, 2)];
    assert_eq!(norms, published.map(|(table, list)| (Some(table), Some(list))));
    // Bringing the file is 2 of the 18 minutes of the list and happens before the number.
    assert_eq!(published.iter().map(|(_, list)| list).sum::<u16>() + 2, 18);
}

#[test]
fn the_public_is_called_to_the_first_stage_and_to_the_handover() {
    let office = sample("magetan");
    let public = office.stages.iter().filter(|s| s.stage.attendance == Attendance::Public);
    let public: Vec<&str> = public.map(|info| info.stage.id.as_str()).collect();
    assert_eq!(public, ["verifikasi", "rekam", "layanan", "penyerahan"]);
    let counters: [(u8, &str, &str, &[&str]); 5] = [
        (1, "Loket 1", "NQRT", &["verifikasi", "rekam", "layanan"]),
        (2, "Loket 2", "KLSU", &["verifikasi", "layanan"]),
        (3, "Pengambilan", "KLNQRSTU", &["penyerahan"]),
        (4, "Ruang Cetak", "KLNQRSTU", &["proses", "cetak", "register"]),
        (5, "Kasi", "KLNQRSTU", &["pemeriksaan"]),
    ];
    assert_eq!(office.counters.len(), counters.len());
    for (counter, (number, name, services, stages)) in office.counters.iter().zip(counters) {
        assert_eq!((counter.number.get(), counter.name.get(Language::Indonesian)), (number, name));
        let mut letters: Vec<char> = counter.services.iter().map(|code| code.letter()).collect();
        letters.sort_unstable();
        assert_eq!(letters.iter().collect::<String>(), services, "{name}");
        let served: Vec<&str> = counter.stages.iter().map(StageId::as_str).collect();
        assert_eq!(served, stages, "{name}");
    }
}

#[test]
fn only_what_was_made_where_nobody_waits_is_handed_over() {
    let office = sample("magetan");
    let handed_over = |service, stage| {
        office.is_handover(ServiceCode::new(service).unwrap(), &StageId::new(stage).unwrap())
    };
    assert!(handed_over('T', "penyerahan") && handed_over('K', "penyerahan"));
    // Fingerprints are taken of whoever has just come from the first counter.
    assert!(!handed_over('R', "rekam") && !handed_over('R', "verifikasi"));
    assert!(!handed_over('T', "verifikasi") && !handed_over('U', "layanan"));
}

#[test]
fn a_village_checks_and_forwards_and_prints_a_sheet_for_the_file() {
    let office = sample("desa");
    for service in &office.services {
        assert_eq!(stages(service), ["verifikasi", "kirim"], "{}", service.code);
    }
    assert_eq!(office.stages[1].stage.attendance, Attendance::BackOffice);
    assert_eq!(documents(service(&office, 'T'), "rusak"), ["Kartu Keluarga (KK)", "KTP-el lama"]);
    let labels: Vec<&str> =
        office.ticket.copies.iter().map(|label| label.get(Language::Indonesian)).collect();
    assert_eq!(labels, ["Untuk pemohon", "Untuk berkas"]);
    assert!(office.ticket.lines.contains(&TicketLine::Case), "the file needs it");
    assert_eq!(office.printers[0].profile, "generic-58");
}

#[test]
fn every_text_of_the_samples_is_translated() {
    for (name, source) in SAMPLES {
        for (number, line) in
            source.lines().enumerate().filter(|(_, line)| line.contains("{ id = "))
        {
            let all = line.contains("en = ") && line.contains("jv = ");
            assert!(all, "{name}, line {}: {line}", number + 1);
        }
    }
}

#[test]
fn every_stage_of_the_card_has_the_officer_that_the_standard_names() {
    let office = sample("magetan");
    let role = |stage: &Stage| {
        let info = office.stages.iter().find(|info| info.stage.id == stage.id).unwrap();
        info.role.as_ref().unwrap().get(Language::Indonesian).to_owned()
    };
    let roles: Vec<String> = service(&office, 'T').journey.iter().map(role).collect();
    assert_eq!(
        roles,
        [
            "Operator / Petugas Register Desa",
            "Kasi / Kabid",
            "Petugas Cetak dan Register",
            "Petugas Cetak dan Register",
            "Petugas"
        ]
    );
}

#[test]
fn an_office_chooses_which_of_the_two_lists_it_is_held_to() {
    let norm = |source: &str| {
        let office = Office::parse(source, &Outside::default()).unwrap();
        let stage = office.stages[0].stage.id.clone();
        service(&office, 'T').norm_minutes(&stage)
    };
    let source = SAMPLES[0].1;
    assert_eq!(norm(source), Some(4));
    assert_eq!(norm(&source.replace("standard = \"list\"", "standard = \"table\"")), Some(2));
}
