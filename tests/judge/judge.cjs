// Starts the Python inside Node, gives it the emulator and the evidence, and lets our program print on it over TCP.
//
// Belongs here: carrying bytes between the program, the evidence and the judge. Never here: what is right or wrong on
// paper (that is `judge.py`). Called by `run` with the folder it prepared.
"use strict";

const fs = require("fs");
const net = require("net");
const path = require("path");
const { spawn } = require("child_process");
const { loadPyodide } = require("pyodide");

const workshop = process.argv[2];
const evidence = path.join(workshop, "evidence");
const { program, office, jobs } = JSON.parse(fs.readFileSync(path.join(evidence, "evidence.json"), "utf8"));

// Profiles that print over TCP, and whether the emulator can answer everything they ask.
const LIVE = { "generic-80": true, "citizen-ct-s310ii": true, "epson-tm-t20iii": false };
// Faults that are set before a ticket is issued, and what has to be said of it.
const FAULTS = { "paper-out": "paper-out", "cover-open": "cover-open" };

// A file as the plain array that the Python inside Node takes.
const bytes = (file) => new Uint8Array(fs.readFileSync(file));

async function python() {
    const py = await loadPyodide();
    py.FS.mkdir("/judge");
    for (const wheel of fs.readdirSync(path.join(workshop, "wheels"))) {
        py.unpackArchive(bytes(path.join(workshop, "wheels", wheel)), "zip", { extractDir: "/judge" });
    }
    // The files of this folder are laid over them: what has no build for this Python stands in by name.
    for (const [folder, into] of [["stand-ins", "/judge"], [".", "/judge/ours"]]) {
        py.FS.mkdirTree(into);
        py.FS.mkdirTree("/mnt");
        py.FS.mount(py.FS.filesystems.NODEFS, { root: path.join(__dirname, folder) }, "/mnt");
        py.runPython(`import shutil; shutil.copytree("/mnt", "${into}", dirs_exist_ok=True)`);
        py.FS.unmount("/mnt");
    }
    py.runPython('import sys; sys.path[:0] = ["/judge", "/judge/ours"]');
    return py.pyimport("judge");
}

// One printer on a port of this machine, and a ticket issued on it.
async function issue(judge, py, name, fault) {
    const job = jobs.find((job) => job.profile === name);
    const live = judge.Live(py(job));
    if (fault) live.fault(fault, true);
    let count = 0;
    const server = net.createServer((socket) => {
        const connection = `c${(count += 1)}`;
        let open = true;
        const close = () => open && ((open = false), live.close(connection));
        live.open(connection);
        socket.on("data", (data) => {
            const answer = live.receive(connection, new Uint8Array(data)).toJs();
            if (answer.length) socket.write(answer);
        });
        socket.on("error", close);
        socket.on("close", close);
    });
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    const printer = `tcp://127.0.0.1:${server.address().port}`;
    const said = await run(["--data", office, "issue", "T", "--case", "baru", "--printer", printer, "--profile", name, "--json"]);
    await new Promise((closed) => server.close(closed));
    if (fault) live.fault(fault, false);
    return { said, sheets: live.sheets().toJs(), findings: live.findings().toJs() };
}

function run(parameters) {
    return new Promise((done) => {
        const child = spawn(program, parameters, { stdio: ["ignore", "pipe", "pipe"] });
        const heard = { out: "", err: "" };
        child.stdout.on("data", (data) => (heard.out += data));
        child.stderr.on("data", (data) => (heard.err += data));
        child.on("close", (code) => done({ code, ...heard }));
    });
}

async function overTcp(judge, py) {
    const findings = [];
    let printed = 0;
    const check = (holds, sentence) => holds || findings.push(sentence);
    for (const [name, answered] of Object.entries(LIVE)) {
        const { said, sheets, findings: unknown } = await issue(judge, py, name);
        unknown.forEach((finding) => findings.push(`${name} over TCP: ${finding}`));
        const number = (JSON.parse(said.out || "{}").number ?? "no number").toString();
        check(sheets.length === 1 && sheets[0].includes(number), `${name} over TCP: ${JSON.stringify(sheets)}`);
        const state = JSON.parse(said.out || "{}").print?.state;
        check(!answered || state === "printed", `${name} over TCP: ${state}: ${said.out}${said.err}`);
        printed += 1;
    }
    for (const [fault, cause] of Object.entries(FAULTS)) {
        const { said, sheets } = await issue(judge, py, "citizen-ct-s310ii", fault);
        const print = JSON.parse(said.out || "{}").print;
        check(print?.state === "failed" && print?.cause === cause, `${fault}: ${said.out}${said.err}`);
        check(sheets.length === 0, `${fault}: it printed all the same, when the fault was mended`);
        printed += 1;
    }
    return [printed, findings];
}

async function main() {
    const judge = await python();
    const py = (value) => judge.json.loads(JSON.stringify(value));
    const read = (file) => judge.bytes_of(bytes(path.join(evidence, file)));
    const [count, found] = judge.judge(py(jobs), read).toJs();
    const [printed, heard] = await overTcp(judge, py);
    const findings = [...found, ...heard];
    findings.forEach((finding) => console.log(`  ${finding}`));
    console.log(`the independent judge read ${count} jobs and drove ${printed} over TCP: ${findings.length} findings`);
    return findings.length ? 1 : 0;
}

main().then(
    (code) => process.exit(code),
    (error) => {
        console.error(error.stack);
        process.exit(1);
    },
);
