#!/usr/bin/env python3
"""The studio of a program, asked as its page asks it: a project, a preview, the files of it, the end.

    release/tests/studio.py FOLDER PROGRAM [WORD …]      FOLDER is new; PROGRAM may be `wine biaoyu.exe`

What two programs leave in their folders is the same, the preview as `preview.bmp` beside the project.
"""
import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

folder, program = sys.argv[1], sys.argv[2:]
os.makedirs(os.path.join(folder, "工作 台"))
os.environ.update(HOME=os.path.abspath(folder), SOURCE_DATE_EPOCH="1600000000", LC_ALL="C.UTF-8")
os.environ.pop("XDG_CONFIG_HOME", None)
child = subprocess.Popen([*program, "studio", "--no-open", "工作 台", "--lang", "zh"], cwd=folder,
                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
clock = threading.Timer(300, child.kill)
clock.start()
said, address = [], None
for line in child.stdout:
    said.append(line.decode(errors="replace").strip())
    if said[-1].startswith("http://127.0.0.1:"):
        address = said[-1]
        break
# Nobody reads on: what it says later must not fill the pipe.
threading.Thread(target=child.stdout.read, daemon=True).start()
if address is None:
    sys.exit("no address: " + " ".join(said))


def ask(path, body=None):
    """The bytes of an answer."""
    request = urllib.request.Request(address + path)
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    try:
        return urllib.request.urlopen(request, timeout=120).read()
    except urllib.error.HTTPError as error:
        sys.exit(f"{path}: {error.code} {error.read().decode(errors='replace')[:500]}")


try:
    page = ask("")
    assert b"<html" in page and b"main.js" in page, page[:200]
    assert len(ask("main.js")) > 1000
    name = "安全 月"
    at = "api/p/" + urllib.parse.quote(name)
    ask("api/projects", {"name": name, "door": "sheets", "campaign": "quality-month-2021"})
    preview = ask(at + "/page.img?product=poster-a2&slogan=3&layout=waves&w=600&h=600")
    assert preview[:2] == b"BM" and len(preview) > 500_000, len(preview)
    with open(os.path.join(folder, "preview.bmp"), "wb") as file:
        file.write(preview)
    way = {"way": "plain", "what": "sheets", "products": ["badge-58", "poster-a2"], "slogans": "1-3", "layouts": [],
           "paper": "a4", "tile": None, "shop": "offset", "quantity": None, "outlines": False, "tidy": False}
    ask(at + "/make", way)
    for _ in range(1200):
        state = json.loads(ask(at + "/make"))
        if state["state"] not in ("running", "idle"):
            break
        time.sleep(0.2)
    assert state["state"] == "done" and state["files_made"] >= 6, state
    files = json.loads(ask(at + "/output?way=plain"))["files"]
    assert any(file["path"].endswith(".pdf") for file in files), files
    ask("api/quit", {})
    code = child.wait(60)
    assert code == 0, f"ends with {code}"
    print(f"{len(files)} files")
finally:
    clock.cancel()
    child.kill()
