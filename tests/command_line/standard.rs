//! `antre standard` as a visitor's clerk and a script see it.

use crate::support::TempOffice;
use crate::support::offices::magetan;
use serde_json::json;

#[test]
fn the_published_standard_as_a_page_of_text() {
    let office = TempOffice::new(&magetan());
    let page = office.antre("standard T").ok();
    let order = [
        "Standar Pelayanan: KTP Elektronik (cetak) (T)",
        "Dinas Kependudukan dan Pencatatan Sipil, Kabupaten Magetan",
        "Jalan Raya Magetan - Madiun Km. 4.5, 63395. Telepon 895195",
        "Siapa yang dapat mengajukan",
        "Persyaratan",
        "Kartu Keluarga (KK)",
        "Hilang",
        "Surat kehilangan dari kepolisian",
        "1. Membawa berkas lengkap (Pemohon, 2 menit)",
        "2. Mengambil nomor antrean (Pemohon)",
        "7. Penyerahan (Petugas, 2 menit)",
        "18 menit sejak panggilan pertama",
        "Tidak dipungut biaya",
        "KTP Elektronik",
        "Kotak saran (tertulis, kepada Kepala Dinas)",
        "E-mail: dispenduk@magetan.go.id",
    ];
    let mut rest = page.as_str();
    for line in order {
        let at = rest.find(line).unwrap_or_else(|| panic!("{line} is not there in turn\n{page}"));
        rest = &rest[at + line.len()..];
    }
    assert!(!page.contains("WhatsApp") && !page.contains("No. SK"), "{page}");
    assert!(office.antre("check").ok().contains("WhatsApp is not confirmed yet"));
}

#[test]
fn the_published_standard_as_json() {
    let office = TempOffice::new(&magetan());
    let card = office.antre("standard T --lang en --json").json();
    assert_eq!((&card["service"], &card["minutes"]), (&json!("T"), &json!(18)));
    assert_eq!(card["fee"], "Free of charge");
    assert_eq!((&card["decree"], &card["telephone"]), (&json!(null), &json!("895195")));
    assert_eq!(
        card["steps"][0],
        json!({
            "stage": null, "name": "Bring the complete file", "who": "Applicant", "minutes": 2,
            "about": "Whoever has just been enrolled brings the proof of enrolment, too",
        })
    );
    assert_eq!(card["steps"][4]["stage"], "cetak");
    assert_eq!(
        card["cases"][2],
        json!({"case": "hilang", "name": "Lost", "requirements": ["Police report of the loss"]})
    );
    assert_eq!(card["complaints"][0]["at"], json!(null));
    let all = office.antre("standard --json").json();
    assert_eq!(all["standards"].as_array().unwrap().len(), 8);
    assert!(office.antre("standard X").refusal().contains("no service X"));
}
