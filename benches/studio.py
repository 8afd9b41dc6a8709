#!/usr/bin/env python3
"""How long the studio takes from a keystroke to the bytes of the picture, and for the wall: `studio.py PROGRAM [ROUNDS]`.

A keystroke is a change of a slogan's words, written to the disk and answered, and then the picture of its page at 1200 pixels, both over one connection, as the
page of the studio asks for them. The wall is 7 slogans on 6 products at 200 pixels, over six connections. The first picture is told by itself.
"""
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

PROGRAM = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 200
PRODUCTS = ["poster-a2", "flag-4", "badge-58", "banner-6000x700", "rollup-800x2000", "screen-1920x1080"]
SLOGANS = ["质量先行 顾客为上", "安全第一 预防为主 综合治理", "人人讲安全 个个会应急", "生命至上 安全发展", "质量为先 守正创新", "用质量经营应对变化与发展", "强化质量意识 提升服务水平"]


class Studio:
    def __init__(self, folder):
        environment = dict(os.environ, HOME=folder, XDG_CONFIG_HOME=folder)
        command = [PROGRAM, "studio", folder, "--no-open", "--lang", "en"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
        port, self.token = re.match(r"http://127.0.0.1:(\d+)/(\w+)/", self.process.stdout.readline().decode()).groups()
        self.port = int(port)

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, connection, method, path, body=None):
        path = f"/{self.token}/" + urllib.parse.quote(path, safe="/?=&%")
        headers = {"Content-Type": "application/json"} if body is not None else {}
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        data = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{path}: {answer.status} {data[:300]}")
        return data


def main():
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(folder)
        try:
            measure(studio)
        finally:
            studio.process.terminate()
            studio.process.wait(10)


def measure(studio):
    connection = studio.connect()
    ask = lambda method, path, body=None: studio.ask(connection, method, path, body)
    ask("POST", "api/projects", {"name": "p", "door": "sheets"})
    ask("POST", "api/p/p/paste", {"text": "\n".join(SLOGANS)})
    ops = [{"op": "set", "field": "title", "value": "质量月"}, {"op": "set", "field": "unit", "value": "某某发电厂"}, {"op": "products", "ids": PRODUCTS}]
    ask("POST", "api/p/p/change", {"ops": ops})
    picture = "api/p/p/page.img?product=poster-a2&slogan=1&w=1200&h=1200"
    for layout in ["waves", "glyph", "official"]:
        ask("POST", "api/p/p/change", {"ops": [{"op": "layouts", "ids": [layout]}]})
        begun = time.perf_counter()
        ask("GET", picture)
        first = time.perf_counter() - begun
        times = []
        for i in range(ROUNDS):
            text = SLOGANS[i % len(SLOGANS)] + "好" * (i % 3)
            begun = time.perf_counter()
            ask("POST", "api/p/p/change", {"ops": [{"op": "slogan", "number": 1, "text": text}]})
            ask("GET", picture)
            times.append(time.perf_counter() - begun)
        times.sort()
        p = lambda share: times[min(len(times) - 1, int(share * len(times)))] * 1000
        print(f"{layout}: first {first * 1000:.0f} ms; keystroke to bytes p50 {p(0.5):.1f} ms, p90 {p(0.9):.1f} ms, p99 {p(0.99):.1f} ms ({ROUNDS} rounds)")
    walls = []
    for i in range(5):
        ask("POST", "api/p/p/change", {"ops": [{"op": "slogan", "number": 2, "text": SLOGANS[1] + "新" * (i + 1)}]})
        begun = time.perf_counter()
        pages = [p["page"] for p in json.loads(ask("GET", "api/p/p/wall"))["pages"] if p["slogan"] != "0"]
        rest = iter(pages)
        lock = threading.Lock()

        def work():
            own = studio.connect()
            while True:
                with lock:
                    page = next(rest, None)
                if page is None:
                    return
                studio.ask(own, "GET", f"api/p/p/page.img?{page}&of=wall&w=200&h=200")

        hands = [threading.Thread(target=work) for _ in range(6)]
        [hand.start() for hand in hands]
        [hand.join() for hand in hands]
        walls.append(time.perf_counter() - begun)
    print(f"wall of {len(pages)} pages: median {statistics.median(walls) * 1000:.0f} ms of {len(walls)}")


main()
