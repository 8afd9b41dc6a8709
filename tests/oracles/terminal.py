"""Runs a program at a terminal of its own and types to it: terminal.py FOLDER PROGRAM STEPS.

STEPS is a JSON list of [wait for this text, type this]; a step whose text does not come within the time is a failure.
Prints all that was shown without the terminal's own marks, and the exit code last.
"""
import json, os, pty, re, select, sys, time

folder, program, steps = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
pid, terminal = pty.fork()
if pid == 0:
    os.chdir(folder)
    os.execve(program, [program], {"HOME": folder, "LC_ALL": "zh_CN.UTF-8", "TERM": "xterm"})
shown, passed = b"", 0


def read(until, seconds):
    """Reads until a text is shown after the one before, or the program has gone."""
    global shown, passed
    end = time.time() + seconds
    while time.time() < end:
        if until is not None and until.encode() in shown[passed:]:
            passed = shown.index(until.encode(), passed) + len(until.encode())
            return True
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                more = os.read(terminal, 65536)
            except OSError:
                return until is None
            if not more:
                return until is None
            shown += more
    return False


for wanted, typed in steps:
    if not read(wanted, 30):
        sys.exit(f"`{wanted}` was not shown:\n{shown.decode('utf8', 'replace')}")
    # What draws the question also sets the terminal up for the answer.
    time.sleep(0.2)
    os.write(terminal, typed.encode())
if not read(None, 120):
    sys.exit(f"still waiting:\n{shown.decode('utf8', 'replace')}")
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode("utf8", "replace")))
print(code)
