#!/usr/bin/env python3
"""A file dropped on the Windows program: it runs in a console of its own, which must stay until Enter.

    release/tests/dropped.py PROGRAM.exe FILE.pdf      under Wine, in a pseudo-terminal, without what shells leave in the environment
"""
import os
import pty
import select
import sys
import time

program, file = sys.argv[1], sys.argv[2]
for mark in ("PROMPT", "WT_SESSION", "TERM", "SHELL", "MSYSTEM", "BIAOYU_STAY"):
    os.environ.pop(mark, None)
child, master = pty.fork()
if child == 0:
    os.execvp("wine", ["wine", program, file, "--lang", "zh"])
seen, entered, end = b"", False, time.monotonic() + 60
while time.monotonic() < end:
    if select.select([master], [], [], 0.5)[0]:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    elif "按回车键".encode() in seen and not entered:
        # It waits: nothing came for half a second, and the process is there.
        if os.waitpid(child, os.WNOHANG)[0]:
            break
        os.write(master, b"\r")
        entered = True
if not entered:
    os.kill(child, 9)
_, status = os.waitpid(child, 0)
text = seen.decode(errors="replace")
if not entered or "panicked" in text:
    sys.exit(f"the console did not stay: {text[-600:]}")
print(os.waitstatus_to_exitcode(status))
