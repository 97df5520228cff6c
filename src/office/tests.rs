//! Office files as people write them: right, and wrong in many places at once.

use super::*;

fn parse(source: &str) -> Result<Office, Vec<Fault>> {
    let profile = |name: &str| match name {
        "generic-80" | "generic-58" => Ok(()),
        other => Err(format!("no printer profile \"{other}\"")),
    };
    let address = |text: &str| match text.contains("://") {
        true => Ok(text.to_ascii_lowercase()),
        false => Err("is no printer address".to_owned()),
    };
    Office::parse(source, &Outside { address: &address, profile: &profile, ..Outside::default() })
}

fn faults(source: &str) -> Vec<String> {
    parse(source).map(|_| ()).unwrap_err().iter().map(Fault::to_string).collect()
}

#[test]
fn the_samples_are_valid() {
    for (name, source) in SAMPLES {
        assert_eq!(parse(source).err(), None, "{name}");
    }
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

[[printer]]
id = "Kios!"
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
        "line 6: office.colour: is unknown; known here: address, decree, fee",
        "line 9: queue.call_limit: expected a whole number from 1 to 9, found 30",
        "line 12: printer[1].id: \"Kios!\" is not a short word",
        "line 13: printer[1].address: is no printer address",
        "line 14: printer[1].profile: no printer profile \"epson\"",
        "line 17: stage[1].id: \"Verifikasi!\" is not a short word",
        "line 25: service[1].code: \"O\" is not one letter",
        "line 31: service[2].name: must not be empty",
        "line 32: service[2].journey[1].stage: no stage \"cetak\"; stages are layanan",
        "line 35: service[3].code: service T stands here twice",
        "line 35: service[3]: no counter serves stage \"layanan\" of service T",
        "line 36: service[3].name.id: is missing",
        "line 40: counter[1].number: expected a whole number from 1 to 99, found 0",
        "line 42: counter[1].services[1]: no service \"X\"",
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

#[test]
fn what_follows_from_a_text_that_is_no_toml_is_not_told_beside_it() {
    let magetan = SAMPLES[0].1;
    for (head, broken) in [
        ("[queue]", "[queue"),
        ("[queue]", "queue]"),
        ("[queue]", "[que ue]"),
        ("[queue]", "[]"),
        ("[office]", "[office"),
        ("timezone = ", "timezone "),
    ] {
        let line = 1 + magetan.lines().position(|line| line.starts_with(head)).unwrap();
        let found = faults(&magetan.replacen(head, broken, 1));
        assert_eq!(found.len(), 1, "{broken}: {found:?}");
        assert!(found[0].starts_with(&format!("line {line}: not valid TOML")), "{found:?}");
    }
}

fn with_ticket(section: &str) -> String {
    let (_, desa) = SAMPLES[1];
    let begin = desa.find("[ticket]").unwrap();
    let end = desa.find("[screens]").unwrap();
    format!("{}{section}\n{}", &desa[..begin], &desa[end..])
}

fn template(office: &Office, letter: char) -> &TicketTemplate {
    office.template(ServiceCode::new(letter).unwrap())
}

fn indonesian(texts: &[Text]) -> Vec<&str> {
    texts.iter().map(|text| text.get(Language::Indonesian)).collect()
}

#[test]
fn an_office_that_says_nothing_about_its_ticket_has_the_one_of_the_standard() {
    let office = parse(&with_ticket("")).unwrap();
    let ticket = template(&office, 'T');
    assert_eq!(indonesian(&ticket.header), [&*office.name, &*office.region]);
    use TicketLine::*;
    let standard = [Office, Time, Service, Case, Number, Priority, WaitAt, Ahead, Estimate, Fee];
    assert_eq!(ticket.lines, [&standard[..], &[Missed, Complaints]].concat());
    assert!(ticket.footer.is_empty() && ticket.copies.is_empty());
}

#[test]
fn a_service_changes_only_what_it_names() {
    let source = with_ticket("[ticket]\nfooter = [\"Terima kasih\"]\ncopies = [\"Satu\", \"Dua\"]");
    let own =
        "[service.ticket]\nlines = [\"number\", \"rule\", \"time\", \"rule\"]\ncopies = []\n\n";
    let source = source.replacen("[[counter]]", &format!("{own}[[counter]]"), 1);
    let office = parse(&source).unwrap();
    let (first, last) = (template(&office, 'T'), template(&office, 'K'));
    assert_eq!(indonesian(&first.copies), ["Satu", "Dua"]);
    assert_eq!(first.lines.len(), 12);
    use TicketLine::{Number, Rule, Time};
    assert_eq!(last.lines, [Number, Rule, Time, Rule]);
    assert_eq!(indonesian(&last.footer), ["Terima kasih"]);
    assert!(last.copies.is_empty());
}

#[test]
fn faults_of_the_ticket_have_their_line_and_key() {
    let source = with_ticket(
        "[ticket]\nheader = 7\nlines = [\"office\", \"nomor\", \"time\",\n  \"time\"]\ncopies = [\"\", \
         \"b\", \"c\", \"d\", \"e\"]\nfont = \"large\"",
    );
    let line = 1 + source[..source.find("header = 7").unwrap()].matches('\n').count();
    let expected = [
        format!("line {line}: ticket.header: expected a list in [ ], found integer"),
        format!("line {}: ticket.lines: must have \"number\"", line + 1),
        format!("line {}: ticket.lines[2]: no line \"nomor\"; lines are office, ", line + 1),
        format!("line {}: ticket.lines[4]: \"time\" stands here twice", line + 2),
        format!("line {}: ticket.copies[1]: must not be empty", line + 3),
        format!(
            "line {}: ticket.font: is unknown; known here: copies, footer, header, lines, logo",
            line + 4
        ),
    ];
    let found = faults(&source);
    for line in &expected {
        assert!(found.iter().any(|f| f.starts_with(line)), "{line}\nnot in\n{}", found.join("\n"));
    }
    assert_eq!(found.len(), expected.len(), "{}", found.join("\n"));
    let five = with_ticket("[ticket]\ncopies = [\"a\", \"b\", \"c\", \"d\", \"e\"]");
    assert!(faults(&five)[0].ends_with("ticket.copies: at most 4 sheets for a ticket"));
}

#[test]
fn what_does_not_fit_the_paper_is_listed_with_the_other_faults() {
    let paper = |office: &Office| {
        let name = &office.services[0].name;
        let Place { line, key } = name.place(Language::English).clone();
        vec![Fault { line, key, problem: "does not fit".to_owned() }]
    };
    let source = with_ticket("[ticket]\nlines = []");
    let found = Office::parse(&source, &Outside { paper: &paper, ..Outside::default() });
    let found: Vec<String> = found.map(|_| ()).unwrap_err().iter().map(Fault::to_string).collect();
    assert!(found[0].contains("ticket.lines: must have \"number\""), "{found:?}");
    assert!(found[1].ends_with("service[1].name.en: does not fit"), "{found:?}");
}

#[test]
fn a_logo_is_a_file_of_the_offices_folder() {
    let picture = |file: &str| match file {
        "logo.png" => Ok(vec![1, 2, 3]),
        other => Err(format!("cannot read \"{other}\"")),
    };
    let read = |ticket: &str, of_k: &str| {
        let of_k = format!("[service.ticket]\n{of_k}\n\n[[counter]]");
        let source = with_ticket(ticket).replacen("[[counter]]", &of_k, 1);
        Office::parse(&source, &Outside { picture: &picture, ..Outside::default() })
    };
    let logo = |office: &Office, letter| {
        template(office, letter).logo.as_ref().map(|logo| logo.png.to_vec())
    };
    let office = read("[ticket]\nlogo = \"logo.png\"", "logo = \"\"").unwrap();
    assert_eq!((logo(&office, 'T'), logo(&office, 'K')), (Some(vec![1, 2, 3]), None));
    let office = read("[ticket]\nlogo = \"\"", "logo = \"logo.png\"").unwrap();
    assert_eq!((logo(&office, 'T'), logo(&office, 'K')), (None, Some(vec![1, 2, 3])));
    let faults = read("[ticket]\nlogo = \"lgo.png\"", "").unwrap_err();
    assert!(faults[0].to_string().ends_with("ticket.logo: cannot read \"lgo.png\""), "{faults:?}");
}

#[test]
fn faults_of_hours_holidays_and_overrides_are_found_at_their_lines() {
    let source = SAMPLES[0].1;
    let found = |wrong: &str, right: &str| {
        assert!(source.contains(right), "{right}");
        faults(&source.replacen(right, wrong, 1)).join("\n")
    };
    let monday = "monday = [\"08:00-15:00\"]";
    assert!(
        found("monday = [\"8 to 3\"]", monday)
            .contains("hours.monday[1]: \"8 to 3\" is not a time")
    );
    let overlap = found("monday = [\"08:00-12:00\", \"11:00-15:00\"]", monday);
    assert!(
        overlap.contains("hours.monday[2]: 11:00-15:00 begins before the one in front of it ends")
    );
    assert!(found("senin = [\"08:00-15:00\"]", monday).contains("hours.senin: is unknown"));
    let date = "date = \"2026-12-25\"";
    assert!(found("date = \"Natal\"", date).contains("holiday[1].date: \"Natal\" is not a date"));
    assert!(found("date = \"2027-01-01\"", date).contains("stands here twice"));
    assert!(
        found("code = \"Sakit!\"", "code = \"janji\"")
            .contains("override[2].code: \"Sakit!\" is not a short word")
    );
    assert!(
        found("code = \"gangguan\"", "code = \"janji\"")
            .contains("override gangguan stands here twice")
    );
    assert!(
        found("quota = 0", "# quota = 250")
            .contains("service[1].quota: expected a whole number from 1")
    );
    let standard = found("standard = \"both\"", "standard = \"list\"");
    assert!(standard.contains("queue.standard: \"both\" is not \"list\" or"), "{standard}");
}

/// The sample with another `[voice]`.
fn with_voice(section: &str) -> Result<Office, Vec<Fault>> {
    let (_, desa) = SAMPLES[1];
    parse(&desa.replace("languages = [\"id\"]\nplayer = \"auto\"\n", section))
}

#[test]
fn a_call_is_spoken_in_the_languages_of_the_office() {
    let languages = |section: &str| with_voice(section).unwrap().voice.languages;
    assert_eq!(languages(""), [Language::Indonesian]);
    assert_eq!(languages("languages = [\"jv\", \"en\"]"), [Language::Javanese, Language::English]);
    let told: Vec<String> =
        with_voice("languages = [\"id\", \"fr\", \"id\"]\nplayer = '\"aplay'\nvolume = 3\n")
            .unwrap_err()
            .iter()
            .map(Fault::to_string)
            .collect();
    for expected in [
        "voice.languages[2]: \"fr\" is none of id, jv and en",
        "voice.languages[3]: language \"id\" stands here twice",
        "voice.player: a quotation mark is not closed",
        "voice.volume: is unknown; known here: languages, player",
    ] {
        assert!(
            told.iter().any(|fault| fault.ends_with(expected)),
            "{expected} is not in {told:?}"
        );
    }
}

#[test]
fn whether_officers_sign_in_is_said_by_the_office_and_else_they_do_not() {
    let people = |source: &str| parse(source).unwrap().people;
    let (magetan, desa) = (people(SAMPLES[0].1), people(SAMPLES[1].1));
    assert_eq!((magetan.sign_in, desa.sign_in), (true, false));
    let silent = SAMPLES[1].1.replace("[people]\nsign_in = false\n", "");
    assert_eq!(people(&silent), People::default());
    let found = |wrong: &str| faults(&SAMPLES[1].1.replace("sign_in = false", wrong)).join("\n");
    let line = 1 + SAMPLES[1].1.lines().position(|line| line == "sign_in = false").unwrap();
    assert_eq!(
        found("sign_in = \"ja\""),
        format!("line {line}: people.sign_in: expected true or false, found string")
    );
    assert!(found("").contains("people.sign_in: is missing; expected true or false"));
    assert!(
        found("sign_in = true\nlock_minutes = 300")
            .contains("people.lock_minutes: expected a whole number")
    );
    assert!(found("sign_in = true\npin = \"1357\"").contains("people.pin: is unknown"));
}

#[test]
fn an_invisible_character_in_a_text_is_a_fault_with_its_line_and_key() {
    let desa = SAMPLES[1].1;
    let name = "en = \"Electronic ID card\"";
    let line = 1 + desa[..desa.find(name).unwrap()].matches('\n').count();
    for (escaped, said) in [
        ("\\u0000", "has the invisible character U+0000; take it out"),
        ("\\u0007", "has the invisible character U+0007"),
        ("\\u202e", "has the invisible character U+202E"),
        ("\\u2066", "has the invisible character U+2066"),
        ("\u{202e}", "has the invisible character U+202E"),
        ("\\n", "must be on one line"),
    ] {
        let wrong = format!("en = \"Electronic {escaped} card\"");
        let found = faults(&desa.replacen(name, &wrong, 1));
        assert!(
            found[0].starts_with(&format!("line {line}: service[1].name.en: {said}")),
            "{found:?}"
        );
        assert_eq!(found.len(), 1, "{found:?}");
        let found = faults(&desa.replacen("region = \"", &format!("region = \"Desa{escaped}"), 1));
        assert!(
            found[0].contains(&format!("office.region: {said}")) && found.len() == 1,
            "{found:?}"
        );
        let label = format!("copies = [\"Un{escaped}tuk\"]");
        let found = faults(&with_ticket(&format!("[ticket]\n{label}")));
        assert!(found[0].contains(&format!("ticket.copies[1]: {said}")), "{found:?}");
    }
    // What belongs to a script that runs from right to left is no trick.
    let arabic = "\u{200f}\u{628}\u{637}\u{627}\u{642}\u{629}";
    parse(&desa.replacen(name, &format!("en = \"{arabic}\""), 1)).unwrap();
}

#[test]
fn a_name_that_no_screen_has_room_for_is_a_fault_in_whichever_language() {
    let desa = SAMPLES[1].1;
    let found = |from: &str, to: &str, letters: usize| {
        assert!(desa.contains(from), "{from}");
        let fits = desa.replacen(from, &format!("{to}{}\"", "n".repeat(letters)), 1);
        assert_eq!(parse(&fits).err(), None);
        let found = faults(&desa.replacen(from, &format!("{to}{}\"", "n".repeat(letters + 1)), 1));
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    };
    let office = found("name = \"Titik Layanan Adminduk Desa\"", "name = \"", 100);
    assert!(office.contains("office.name: has 101 letters; at most 100 have room"), "{office}");
    let service = found("en = \"Electronic ID card\"", "en = \"", 60);
    assert!(service.contains("service[1].name.en: has 61 letters; at most 60"), "{service}");
    let counter = found("en = \"Service desk\"", "en = \"", 40);
    assert!(counter.contains("counter[1].name.en: has 41 letters; at most 40"), "{counter}");
    let long = format!("region = \"{}\"", "r".repeat(61));
    let line = desa.lines().find(|line| line.starts_with("region = ")).unwrap();
    assert!(
        faults(&desa.replacen(line, &long, 1))[0]
            .contains("office.region: has 61 letters; at most 60")
    );
}

#[test]
fn one_mistake_is_one_fault() {
    let magetan = SAMPLES[0].1;
    let found = |from: &str, to: &str| {
        assert!(magetan.contains(from), "{from}");
        faults(&magetan.replacen(from, to, 1))
    };
    // The letter I looks like the digit; the picture of that service is none the worse for it.
    let code = found("code = \"K\"\n", "code = \"I\"\n");
    assert!(code[0].contains(".code: \"I\" is not one letter"), "{code:?}");
    assert!(!code.iter().any(|fault| fault.contains("icon")), "{code:?}");
    let line = magetan.lines().find(|line| line.starts_with("call_limit = ")).unwrap();
    let value = found(line, "call_limit =");
    assert!(value.len() == 1 && value[0].contains("not valid TOML"), "{value:?}");
}

#[test]
fn hours_that_end_before_they_begin_and_sheets_of_one_label_say_what_is_wrong() {
    let magetan = SAMPLES[0].1;
    let monday = |hours: &str| {
        faults(&magetan.replacen(
            "monday = [\"08:00-15:00\"]",
            &format!("monday = [\"{hours}\"]"),
            1,
        ))
        .join("\n")
    };
    assert!(
        monday("15:00-08:00").contains("hours.monday[1]: \"15:00-08:00\" ends before it begins")
    );
    assert!(monday("08:00-08:00").contains("\"08:00-08:00\" ends when it begins"));
    let copies = faults(&with_ticket("[ticket]\ncopies = [\"a\", \"b\", \"a\"]"));
    assert!(
        copies.len() == 1 && copies[0].contains("ticket.copies[3]: \"a\" stands here twice"),
        "{copies:?}"
    );
}
