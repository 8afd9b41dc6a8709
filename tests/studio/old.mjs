// The page in the oldest Chromium that it is meant for (86, October 2020), without a graphics card: every step is shown, nothing
// complains. Spoken to by the pipe that DevTools have, which today's drivers of browsers no longer speak to one so old.
//
//   node old.mjs PROGRAM [--pictures FOLDER]      CHROMIUM_OLD=FILE, else that of npm's chrome-aws-lambda 5.3.1 is fetched

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { studio } from "./world.mjs";

const program = resolve(process.argv[2] ?? "target/debug/biaoyu");
const pictures = process.argv.includes("--pictures") ? resolve(process.argv[process.argv.indexOf("--pictures") + 1]) : null;

function chromium() {
  if (process.env.CHROMIUM_OLD) return process.env.CHROMIUM_OLD;
  const folder = resolve(import.meta.dirname, "../../target/chromium-86");
  const file = join(folder, "chromium");
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const packed = execFileSync("npm", ["pack", "chrome-aws-lambda@5.3.1", "--silent"], { cwd: folder, encoding: "utf8" }).trim();
    execFileSync("tar", ["-xf", packed, "package/bin/chromium.br"], { cwd: folder });
    writeFileSync(file, brotliDecompressSync(readFileSync(join(folder, "package/bin/chromium.br"))), { mode: 0o755 });
    rmSync(join(folder, packed));
    rmSync(join(folder, "package"), { recursive: true });
  }
  return file;
}

/** A browser on a pipe: questions, answers, events. */
function browser(profile) {
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-zygote", "--disable-dev-shm-usage", "--remote-debugging-pipe", "--window-size=1366,768", "--lang=zh-CN", `--user-data-dir=${profile}`, "about:blank"];
  const child = spawn(chromium(), flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const waiting = new Map();
  const heard = [];
  let [number, rest] = [0, ""];
  child.stdio[4].setEncoding("utf8").on("data", (text) => {
    const parts = (rest + text).split("\0");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const message = JSON.parse(part);
      const wait = waiting.get(message.id);
      if (wait) {
        waiting.delete(message.id);
        if (message.error) wait.fail(new Error(`${wait.method}: ${message.error.message}`));
        else wait.done(message.result);
      } else heard.push(message);
    }
  });
  const gone = new Promise((_, fail) => child.on("exit", (code) => fail(new Error(`the browser ended with ${code}`))));
  gone.catch(() => {});
  const ask = (method, params = {}, sessionId = undefined) => Promise.race([gone, new Promise((done, fail) => {
    number += 1;
    waiting.set(number, { done, fail, method });
    child.stdio[3].write(`${JSON.stringify({ id: number, method, params, sessionId })}\0`);
  })]);
  return { ask, heard, end: () => child.kill("SIGKILL") };
}

const profile = mkdtempSync(join(tmpdir(), "studio-old-"));
const place = await studio(program);
const { ask, heard, end } = browser(profile);
try {
  const { product } = await ask("Browser.getVersion");
  console.log(product);
  assert.match(product, /Chrome\/8[0-6]\./, "that is no old Chromium");
  const { targetId } = await ask("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await ask("Target.attachToTarget", { targetId, flatten: true });
  const page = (method, params) => ask(method, params, sessionId);
  for (const domain of ["Page", "Runtime", "Log"]) await page(`${domain}.enable`);
  await page("Emulation.setDeviceMetricsOverride", { width: 1366, height: 768, deviceScaleFactor: 1, mobile: false });
  const run = async (expression) => {
    const { result, exceptionDetails } = await page("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  };
  const until = async (expression, most = 60_000) => {
    for (const end_ = Date.now() + most; !(await run(expression)); await new Promise((done) => setTimeout(done, 100))) {
      if (Date.now() > end_) throw new Error(`never so: ${expression}`);
    }
  };
  const drawn = () => until(`[...document.querySelectorAll("by-sheet")].every((s) => { const b = s.getBoundingClientRect(); return s.dataset.state !== "loading" || !b.width || b.bottom < 0 || b.top > innerHeight; })`);
  const shown = async (name) => {
    await new Promise((done) => setTimeout(done, 150));
    await drawn();
    assert.ok(await run("document.documentElement.scrollWidth <= innerWidth"), `${name}: wider than the window`);
    if (!pictures) return;
    mkdirSync(pictures, { recursive: true });
    const { data } = await page("Page.captureScreenshot", { format: "jpeg", quality: 82 });
    writeFileSync(join(pictures, `${name}.jpg`), Buffer.from(data, "base64"));
  };
  const click = (selector) => run(`document.querySelector(${JSON.stringify(selector)}).click()`);

  await page("Page.navigate", { url: place.address });
  await until(`document.querySelectorAll(".door").length === 3`);
  await shown("doors");
  await click(".door.sheets");
  await until(`document.querySelector("#paste")`);
  await run(`document.querySelector("#paste").focus()`);
  await page("Input.insertText", { text: "2026 年“安全生产月”宣传标语\n1. 人人讲安全，个个会应急\n2. 生命至上 安全发展\n某某发电厂" });
  await until(`document.querySelectorAll(".slogan input").length === 2 && document.querySelector(".preview by-sheet[data-state=ready] img")`);
  await shown("slogans");
  for (const [i, step] of [[2, "sign"], [3, "look"], [4, "products"], [5, "pages"], [6, "make"]]) {
    await click(`.steps li:nth-child(${i}) a`);
    await until(`location.hash.endsWith("/${step}") && document.querySelector(".step h1, .step h2")`);
    await shown(step);
  }
  await click(".go button");
  await until(`document.querySelector(".made.done")`, 180_000);
  await click(".steps li:nth-child(5) a");
  await until(`document.querySelector("a.picture")`);
  await click("a.picture");
  await until(`document.querySelector(".editor .large by-sheet[data-state=ready] img") && document.querySelector(".strip button")`);
  await shown("page");
  const complaints = heard.filter(({ method, params }) => method === "Runtime.exceptionThrown" || (method === "Log.entryAdded" && params.entry.level === "error" && params.entry.source !== "network"));
  assert.deepEqual(complaints.map(({ params }) => params.exceptionDetails?.exception?.description ?? params.entry?.text), [], "the page complains");
  console.log("the page is whole in it");
} finally {
  end();
  await place.end();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
