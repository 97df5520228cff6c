"""What the independent emulator says of our jobs: unknown bytes, text, codes, cuts.

Belongs here: our bytes held against what the emulator read in them, and what it lacks, each with its reason. Never here:
starting anything, or the network (that is `judge.cjs`).
"""

import json  # noqa: F401: judge.cjs hands over values as JSON

from emupos.config import FontCell, PrinterProfile
from emupos.printer.printer import Printer, PrinterFault

# What our program sends and the emulator does not know: how the bytes begin, and why that is no fault of ours.
LACKS = {
    "1d 28 48 06 00 30 30": "GS ( H function 48, the acknowledgement of Epson: the emulator never answers it",
    "10 14 08 01 03 14 01 06 02 08": "DLE DC4 function 8, which empties a printer: the emulator has only its drawer pulse",
    "10 05 02": "DLE ENQ 2, which gives up the job after a cutter fault: the emulator has no cutter faults",
}

# Sizes of the pieces in which a job arrives; the reader must not care.
PIECES = (1 << 20, 7)


def emulator(job):
    """A printer like the job's profile says."""
    cell = FontCell(width=job["cell"][0], height=job["cell"][1])
    profile = PrinterProfile(
        type="printer",
        name=job["name"],
        dpi=job["dpi"],
        width_dots=job["dots"],
        font_a=cell,
        font_b=cell,
        code_pages={int(number): page for number, page in job["pages"].items()},
        default_code_page=0,
        drawer_sensor_open_level="low",
    )
    return Printer("judge", profile, sensor_open_level="low", job_idle_timeout_ms=3_600_000)


class Read:
    """What the emulator made of the bytes of one connection or several."""

    def __init__(self):
        self.unknown = []
        self.receipts = []

    def take(self, output):
        for event in output.events:
            kind = str(event.type)
            if kind.endswith("printer.command.unknown"):
                self.unknown.append(event.data["bytes"])
            elif kind.endswith("printer.codepage.unsupported"):
                self.unknown.append(f"code page {event.data}")
        self.receipts += output.receipts
        return b"".join(write.data for write in output.writes)

    def findings(self):
        """The unknown bytes that no reason of the list above covers."""
        def is_lacking(raw):
            return any(raw.startswith(known) for known in LACKS)

        return [f"unknown bytes: {raw[:60]}" for raw in self.unknown if not is_lacking(raw)]


def lines(text):
    """The lines of a receipt that carry something; neighbouring pictures are one."""
    seen = []
    for line in text.split("\n"):
        line = "[picture]" if line.startswith("[image ") else line.rstrip()
        if line and not (line == "[picture]" and seen[-1:] == [line]):
            seen.append(line)
    return seen


def check(job, data, piece):
    """Everything that is wrong with `data` as the bytes of `job`."""
    printer, read = emulator(job), Read()
    read.take(printer.open_connection("a", 0.0))
    answers = b""
    for start in range(0, len(data), piece):
        answers += read.take(printer.receive("a", data[start : start + piece], 0.0))
    read.take(printer.close_connection("a", 0.0))
    return read.findings() + compare(job, read.receipts) + ([f"it answered {answers.hex()}"] if answers else [])


def compare(job, receipts):
    """What the receipts lack or have too much."""
    expected = job["sheets"]
    boundary = "cut"
    if not job["blade"]:
        expected, boundary = [[line for sheet in expected for line in sheet]], "connection-closed"
    if len(receipts) != len(expected):
        return [f"{len(receipts)} sheets instead of {len(expected)}"]
    findings = []
    for receipt, sheet in zip(receipts, expected):
        if receipt.boundary != boundary:
            findings.append(f"the sheet ends with {receipt.boundary} instead of {boundary}")
        wanted, seen = lines("\n".join(sheet)), lines(receipt.text)
        for position in range(max(len(wanted), len(seen))):
            pair = (wanted[position : position + 1], seen[position : position + 1])
            if pair[0] != pair[1]:
                findings.append(f"line {position + 1} is {pair[1]} instead of {pair[0]}")
                break
    return findings


def spoilt(data):
    """The same job with one fault: the name of the fault, and the bytes."""
    cut = data.rfind(b"\x1dV")
    line = data.index(b"\n")
    yield "a command that nobody knows", data[:2] + b"\x1b\x01" + data[2:]
    yield "a byte in the middle of a command", data[: cut + 1] + b"\x00" + data[cut + 1 :]
    yield "the last byte is missing", data[:-1]
    yield "the cut is missing", data[:cut]
    yield "another letter", data[: line - 1] + bytes([data[line - 1] ^ 1]) + data[line:]
    yield "a page that was never selected", data[:2] + b"\x1bt\x63" + data[2:]


def bytes_of(buffer):
    """The bytes of a buffer of Node."""
    return buffer.to_bytes()


def judge(jobs, read_file):
    """Reads every job. Returns how many there were and what was found."""
    findings = []
    for job in jobs:
        data = read_file(job["file"])
        for piece in PIECES:
            findings += [f"{job['name']}: {finding}" for finding in check(job, data, piece)]
    # A judge that cannot say no is worth nothing.
    job = next(job for job in jobs if job["blade"])
    for fault, data in spoilt(read_file(job["file"])):
        if not check(job, data, PIECES[0]):
            findings.append(f"{job['name']}: the judge does not notice this: {fault}")
    return len(jobs), findings


class Live:
    """One printer on a port: `judge.cjs` carries the bytes."""

    def __init__(self, job):
        self.job, self.printer, self.read = job, emulator(job), Read()

    def open(self, connection):
        self.read.take(self.printer.open_connection(connection, 0.0))

    def receive(self, connection, data):
        return self.read.take(self.printer.receive(connection, bytes_of(data), 0.0))

    def close(self, connection):
        self.read.take(self.printer.close_connection(connection, 0.0))

    def fault(self, name, active):
        self.read.take(self.printer.set_fault(PrinterFault(name), active, 0.0))

    def sheets(self):
        return [lines(receipt.text) for receipt in self.read.receipts]

    def findings(self):
        return self.read.findings()
