//! From the text of an office file to an [`Office`], or to all its faults.

use super::fault_log::{FaultLog, Placed, no_doubles};
use super::outside::Outside;
use super::reader::Section;
use super::{Case, Counter, Fault, Norm, Office, Screens, Service, ServiceIcon, StageInfo};
use super::{Opening, People, ScreenHours, Serving, Standard, Step, TicketTemplate, VoiceSettings};
use super::{opening, printer, standard, walls};
use crate::domain::{Attendance, CaseId, CounterNumber, Fairness, ServiceCode, Stage, StageId};
use std::collections::BTreeMap;
use toml::de::DeTable;

/// How many letters a name may have. A tile of the kiosk has two lines for a service, and its heading as many for the
/// office; on 58 mm paper a name in large letters takes four lines.
const OFFICE_LETTERS: usize = 100;
const REGION_LETTERS: usize = 60;
const SERVICE_LETTERS: usize = 60;
/// A counter's name stands in the largest letters of the wall, beside the number.
const COUNTER_LETTERS: usize = 40;

pub(super) fn parse(source: &str, outside: &Outside<'_>) -> Result<Office, Vec<Fault>> {
    let log = FaultLog::new(source);
    let (table, syntax) = DeTable::parse_recoverable(source);
    let begin = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
    if let Some(first) = syntax.iter().min_by_key(|error| begin(error)) {
        // What is read behind it is a guess: a section would be missing whose head was not closed.
        log.add(begin(first), "", format!("not valid TOML: {}", first.message()));
        return Err(log.into_faults());
    }
    let office = read(&log, &Section::root(&log, table.get_ref()), outside);
    if let Some(office) = &office {
        log.extend((outside.paper)(office));
    }
    let faults = log.into_faults();
    match office {
        Some(office) if faults.is_empty() => Ok(office),
        _ => Err(faults),
    }
}

fn read<'a>(log: &'a FaultLog, root: &Section<'a>, outside: &Outside<'_>) -> Option<Office> {
    let identity = root.section("office");
    let name = identity.text("name");
    let region = identity.text("region");
    for (line, most) in [(&name, OFFICE_LETTERS), (&region, REGION_LETTERS)] {
        line.iter().for_each(|line| log.at_most(most, &log.text(line)));
    }
    let address = identity.optional_text("address");
    let zone = identity.parsed(
        "timezone",
        "a time zone such as Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT)",
        |name| name.parse().ok(),
    );
    let telephone = identity.optional_text("telephone");
    let decree = identity.optional_text("decree");
    let fee = identity.optional_words("fee");
    let (complaints, unconfirmed_complaints) = standard::channels(root);
    let header = [&name, &region].into_iter().flatten().map(|line| log.text(line)).collect();
    let ticket =
        TicketTemplate::standard(header).changed_by(log, root.optional_section("ticket"), outside);

    let queue = root.section("queue");
    let call_limit = queue.number_or("call_limit", 1..=9, 3);
    let recall_seconds = queue.number_or("recall_seconds", 0..=300, 0);
    let present_after = queue.number_or("present_after", 0..=50, 5);
    let fairness = Fairness {
        regular_per_priority: small(queue.number_or("regular_per_priority", 0..=20, 2)),
        cap_minutes: small(queue.number_or("cap_minutes", 1..=600, 90)),
    };

    let opening = Opening::read(log, root);
    let overrides = opening::overrides(log, root);
    let people = People::read(log, root.optional_section("people"));
    let standard = queue.parsed_or("standard", "\"list\" or \"table\"", Standard::from_code);
    let printers = printer::printers(log, root, outside);
    let of_screens = root.optional_section("screens");
    let screens = Screens::read(log, of_screens.as_ref());
    let running_text = of_screens.map_or_else(Vec::new, |s| s.words_list("running_text"));
    let voice = VoiceSettings::read(log, root.optional_section("voice"), &screens.languages);
    let stages = stages(log, root);
    let services = services(log, root, &stages, &ticket, standard, outside);
    let counters = counters(log, root, &services, &stages);
    every_stage_has_a_counter(log, &services, &counters);
    let walls_of_file = walls::walls(log, root, &services, &counters);
    let rotation = walls::rotation(log, root);
    let screen_hours = ScreenHours::read(log, root, &opening);
    let serving = Serving::read(log, root);

    Some(Office {
        name: name?.value,
        region: region?.value,
        address: address.map(|a| a.value),
        telephone: telephone.map(|t| t.value),
        zone: zone?.value,
        decree: decree.map(|d| d.value),
        fee,
        complaints,
        unconfirmed_complaints,
        running_text,
        fairness,
        call_limit: small(call_limit),
        opening,
        overrides,
        people,
        ticket,
        recall_seconds: small(recall_seconds),
        present_after: small(present_after),
        printers,
        screens,
        voice,
        walls: walls_of_file,
        rotation,
        screen_hours,
        serving,
        stages,
        services: services.into_iter().map(|s| s.value).collect(),
        counters: counters.into_iter().map(|c| c.value).collect(),
    })
}

/// A number that was read within a range that fits.
fn small<T: TryFrom<i64> + Default>(number: i64) -> T {
    T::try_from(number).unwrap_or_default()
}

fn at_least_one<T>(log: &FaultLog, root: &Section<'_>, name: &str, found: &[T]) {
    if found.is_empty() {
        log.add(root.place().at, name, format!("is missing; expected at least one [[{name}]]"));
    }
}

const STAGE_WORD: &str = "a short word of a-z, 0-9 and -";

fn stages(log: &FaultLog, root: &Section<'_>) -> Vec<StageInfo> {
    let sections = root.sections("stage");
    at_least_one(log, root, "stage", &sections);
    let mut ids = Vec::new();
    let mut stages = Vec::new();
    for section in sections {
        let id = section.parsed("id", STAGE_WORD, StageId::new);
        let name = section.words("name");
        let role = section.optional_words("role");
        let attendance = if section.flag_or("public_call", true) {
            Attendance::Public
        } else {
            Attendance::BackOffice
        };
        if let Some(id) = id {
            stages.push(StageInfo {
                stage: Stage { id: id.value.clone(), attendance },
                name,
                role,
            });
            ids.push(id);
        }
    }
    no_doubles(log, "stage", &ids);
    stages
}

fn services(
    log: &FaultLog,
    root: &Section<'_>,
    stages: &[StageInfo],
    ticket: &TicketTemplate,
    standard: Standard,
    outside: &Outside<'_>,
) -> Vec<Placed<Service>> {
    let sections = root.sections("service");
    at_least_one(log, root, "service", &sections);
    let mut codes = Vec::new();
    let mut services = Vec::new();
    for section in sections {
        let code =
            section.parsed("code", "one letter from A to Z without I and O", ServiceCode::parse);
        let mut procedure = standard::steps_before(&section, norm);
        let (journey, steps) = journey(log, &section, stages);
        let norms = steps.iter().map(|step| step.norm).collect();
        procedure.extend(steps);
        let name = section.words("name");
        log.at_most(SERVICE_LETTERS, &name);
        // Read before a code that is none ends this round: a key that nobody asks for counts as unknown.
        let icon = ServiceIcon::read(&section);
        let minutes = section.optional_number("minutes", 1..=1440).map(|m| small(m.value));
        let quota = section.optional_number("quota", 1..=9999).map(|n| small(n.value));
        let product = section.optional_words("product");
        let eligibility = section.optional_words("eligibility");
        let requirements = section.words_list("requirements");
        let question = section.optional_words("question");
        let cases = cases(log, &section);
        let ticket = ticket.changed_by(log, section.optional_section("ticket"), outside);
        let Some(code) = code else { continue };
        let service = Service {
            code: code.value,
            name,
            icon,
            minutes,
            quota,
            journey,
            norms,
            procedure,
            standard,
            product,
            eligibility,
            requirements,
            question,
            cases,
            ticket,
        };
        services.push(Placed { value: service, at: code.at, key: section.place().key });
        codes.push(code);
    }
    no_doubles(log, "service", &codes);
    services
}

fn norm(step: &Section<'_>) -> Norm {
    let minutes = |name| step.optional_number(name, 1..=1440).map(|m| small(m.value));
    Norm { table: minutes("table_minutes"), list: minutes("list_minutes") }
}

fn journey(log: &FaultLog, service: &Section<'_>, stages: &[StageInfo]) -> (Vec<Stage>, Vec<Step>) {
    let mut journey = Vec::new();
    let mut steps = Vec::new();
    let mut ids = Vec::new();
    for section in service.sections("journey") {
        let norm = norm(&section);
        let about = section.optional_words("about");
        let Some(id) = section.parsed("stage", STAGE_WORD, StageId::new) else { continue };
        match stages.iter().find(|s| s.stage.id == id.value) {
            Some(info) => {
                journey.push(info.stage.clone());
                steps.push(Step {
                    stage: Some(info.stage.id.clone()),
                    name: info.name.clone(),
                    about,
                    role: info.role.clone(),
                    norm,
                });
            }
            None => {
                let known: Vec<&str> = stages.iter().map(|s| s.stage.id.as_str()).collect();
                let known = known.join(", ");
                log.add(id.at, &*id.key, format!("no stage \"{}\"; stages are {known}", id.value));
            }
        }
        ids.push(id);
    }
    if ids.is_empty() {
        let place = service.place();
        log.add(place.at, format!("{}.journey", place.key), "is missing; a service needs a stage");
    }
    no_doubles(log, "stage", &ids);
    (journey, steps)
}

fn cases(log: &FaultLog, service: &Section<'_>) -> Vec<Case> {
    let mut ids = Vec::new();
    let mut cases = Vec::new();
    for section in service.sections("case") {
        let id = section.parsed("id", STAGE_WORD, CaseId::new);
        let name = section.words("name");
        let answer = section.optional_words("answer");
        log.at_most(SERVICE_LETTERS, answer.as_ref().unwrap_or(&name));
        let icon = ServiceIcon::read(&section);
        let requirements = section.words_list("requirements");
        if let Some(id) = id {
            cases.push(Case { id: id.value.clone(), name, answer, icon, requirements });
            ids.push(id);
        }
    }
    no_doubles(log, "case", &ids);
    cases
}

fn counters(
    log: &FaultLog,
    root: &Section<'_>,
    services: &[Placed<Service>],
    stages: &[StageInfo],
) -> Vec<Placed<Counter>> {
    let sections = root.sections("counter");
    at_least_one(log, root, "counter", &sections);
    let all_services: BTreeMap<String, ServiceCode> =
        services.iter().map(|s| (s.value.code.to_string(), s.value.code)).collect();
    let all_stages: BTreeMap<String, StageId> =
        stages.iter().map(|s| (s.stage.id.to_string(), s.stage.id.clone())).collect();
    let mut numbers = Vec::new();
    let mut counters = Vec::new();
    for section in sections {
        let name = section.words("name");
        log.at_most(COUNTER_LETTERS, &name);
        let services = chosen(log, &section, "services", "service", &all_services);
        let stages = chosen(log, &section, "stages", "stage", &all_stages);
        let Some(number) = section.number("number", 1..=99) else { continue };
        let Some(value) = CounterNumber::new(number.value) else { continue };
        let counter = Counter { number: value, name, services, stages };
        counters.push(Placed { value: counter, at: number.at, key: section.place().key });
        numbers.push(number);
    }
    no_doubles(log, "counter", &numbers);
    counters.sort_by_key(|c| c.value.number);
    counters
}

/// The named ones of `all`; absent means all of them.
fn chosen<T: Clone>(
    log: &FaultLog,
    section: &Section<'_>,
    key: &'static str,
    what: &str,
    all: &BTreeMap<String, T>,
) -> Vec<T> {
    let names = section.texts(key);
    if names.is_empty() {
        return all.values().cloned().collect();
    }
    let mut chosen = Vec::new();
    for name in names {
        match all.get(&name.value) {
            Some(found) => chosen.push(found.clone()),
            None => {
                let known: Vec<&str> = all.keys().map(String::as_str).collect();
                let known = known.join(", ");
                let problem = format!("no {what} \"{}\"; there are {known}", name.value);
                log.add(name.at, name.key, problem);
            }
        }
    }
    chosen
}

/// A ticket at a stage that no counter serves would wait for ever.
fn every_stage_has_a_counter(
    log: &FaultLog,
    services: &[Placed<Service>],
    counters: &[Placed<Counter>],
) {
    for service in services {
        let Service { code, journey, .. } = &service.value;
        for stage in journey {
            if !counters.iter().any(|c| c.value.serves(*code, &stage.id)) {
                let problem = format!("no counter serves stage \"{}\" of service {code}", stage.id);
                log.add(service.at, &*service.key, problem);
            }
        }
    }
}
