// The program, a folder of projects, a browser, and what every check of the page asks.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { chromium } from "playwright-core";

/** Where Debian, Kylin and others put a Chromium. */
const BROWSERS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export function browser() {
  return BROWSERS.find((path) => path && existsSync(path)) ?? null;
}

/** Starts the studio on a folder of its own; `end` leaves nothing behind. */
export async function studio(program, folder = mkdtempSync(join(tmpdir(), "studio-"))) {
  // Nothing of the machine's user is read or kept.
  const own = mkdtempSync(join(tmpdir(), "studio-user-"));
  const env = { ...process.env, XDG_CONFIG_HOME: own, HOME: own, LC_ALL: "zh_CN.UTF-8" };
  const process_ = spawn(program, ["studio", folder, "--no-open"], { stdio: ["ignore", "pipe", "pipe"], env });
  let said = "";
  process_.stderr.on("data", (bytes) => { said += bytes; });
  const address = await new Promise((done, fail) => {
    let out = "";
    process_.stdout.on("data", (bytes) => {
      out += bytes;
      const found = out.match(/http:\S+/);
      if (found) done(found[0]);
    });
    process_.on("exit", (code) => fail(new Error(`the studio ended with ${code}: ${said}`)));
  });
  const gone = new Promise((done) => process_.on("exit", done));
  return { address, folder, gone, process: process_, end: async () => { process_.kill(); await gone; for (const left of [folder, own]) rmSync(left, { recursive: true, force: true }); } };
}

/** A window of the browser. What the page complains of is gathered, and is a fault at the end. */
export async function window_(size = { width: 1366, height: 768 }) {
  const own = await chromium.launch({ executablePath: browser(), args: ["--disable-gpu", "--no-sandbox", "--force-color-profile=srgb"] });
  const context = await own.newContext({ viewport: size, locale: "zh-CN", acceptDownloads: true });
  const page = await context.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.stack ?? String(error)));
  page.on("console", (message) => {
    // What the server refuses on purpose is no fault of the page.
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) complaints.push(message.text());
  });
  const foreign = [];
  context.on("request", (request) => { if (!/^(http:\/\/127\.0\.0\.1:|blob:|data:)/.test(request.url())) foreign.push(request.url()); });
  return { page, context, complaints, foreign, close: () => own.close() };
}

/** Until all pictures that are in sight are drawn. */
export async function drawn(page, most = 60_000) {
  await page.waitForTimeout(120);
  await page.waitForFunction(() => [...document.querySelectorAll("by-sheet")].every((sheet) => {
    const box = sheet.getBoundingClientRect();
    return sheet.dataset.state !== "loading" || box.width === 0 || box.bottom < 0 || box.top > innerHeight;
  }), null, { timeout: most, polling: 50 });
}

/** Everything is on the disk. */
export async function saved(page) {
  await page.waitForFunction(() => document.querySelector(".saving")?.textContent !== "……" && document.querySelector(".saving")?.textContent !== "…", null, { polling: 30 });
}

/** Drops files on an element, as a desk does. */
export async function drop(page, selector, files) {
  const given = files.map(({ name, bytes }) => ({ name, bytes: bytes.toString("base64") }));
  const data = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, bytes } of all) transfer.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name));
    return transfer;
  }, given);
  await page.dispatchEvent(selector, "dragover", { dataTransfer: data });
  await page.dispatchEvent(selector, "drop", { dataTransfer: data });
}

/** A PNG of 24 bits: a disc on white. */
export function disc(side, [r, g, b]) {
  const rows = [];
  for (let y = 0; y < side; y += 1) {
    const row = Buffer.alloc(1 + side * 3, 255);
    row[0] = 0;
    for (let x = 0; x < side; x += 1) {
      const far = Math.hypot(x - side / 2, y - side / 2);
      if (far < side * 0.4 && far > side * 0.24) row.set([r, g, b], 1 + x * 3);
    }
    rows.push(row);
  }
  const table = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
  const crc = (bytes) => { let c = 0xffffffff; for (const byte of bytes) c = table[(c ^ byte) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };
  const chunk = (type, data) => {
    const head = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(8 + data.length + 4);
    out.writeUInt32BE(data.length, 0);
    head.copy(out, 4);
    out.writeUInt32BE(crc(head), 8 + data.length);
    return out;
  };
  const about = Buffer.alloc(13);
  about.writeUInt32BE(side, 0);
  about.writeUInt32BE(side, 4);
  about.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", about), chunk("IDAT", deflateSync(Buffer.concat(rows))), chunk("IEND", Buffer.alloc(0))]);
}

/** Texts whose contrast with their ground is under 4.5:1 (WCAG 2.2, 1.4.3; 3:1 from 24 px, or 18.66 px bold), and controls without a name. */
export function accessible(page) {
  return page.evaluate(() => {
    const parse = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = (element) => {
      for (let e = element; e; e = e.parentElement) {
        const [r, g, b, a = 1] = parse(getComputedStyle(e).backgroundColor);
        if (a > 0.9) return [r, g, b];
      }
      return [255, 255, 255];
    };
    const wrong = [];
    for (const element of document.querySelectorAll("by-app *")) {
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      if (!box.width || style.visibility === "hidden" || Number(style.opacity) < 0.1 || element.closest("[disabled], .unset")) continue;
      const named = () => element.getAttribute("aria-label") || element.textContent.trim() || element.title || document.querySelector(`label[for="${element.id}"]`) || element.closest("label");
      if (element.matches("button, a[href], input, select, textarea") && !named()) wrong.push(`no name: ${element.outerHTML.slice(0, 120)}`);
      if (element.matches("img") && !element.hasAttribute("alt")) wrong.push(`no alt: ${element.outerHTML.slice(0, 120)}`);
      if (![...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue.trim())) continue;
      const [a, b] = [light(parse(style.color)), light(ground(element))].sort((x, y) => y - x);
      const ratio = (a + 0.05) / (b + 0.05);
      const size = parseFloat(style.fontSize);
      const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
      if (ratio < least) wrong.push(`${ratio.toFixed(2)}:1 ${element.className} “${element.textContent.trim().slice(0, 20)}”`);
    }
    return [...new Set(wrong)];
  });
}

/** Files packed as Word and Excel pack theirs, by another program's hands. */
function packed(files) {
  const make = "import sys,json,zipfile,io\nb=io.BytesIO()\nz=zipfile.ZipFile(b,'w',zipfile.ZIP_DEFLATED)\n[z.writestr(n,t) for n,t in json.load(sys.stdin).items()]\nz.close()\nsys.stdout.buffer.write(b.getvalue())";
  return execFileSync("python3", ["-c", make], { input: JSON.stringify(files), env: { ...process.env, PYTHONIOENCODING: "utf-8", PYTHONUTF8: "1" } });
}

const TYPES = (main, kind) => `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${main}" ContentType="application/vnd.openxmlformats-officedocument.${kind}.main+xml"/></Types>`;
const RELATED = (id, kind, to) => `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${to}"/></Relationships>`;

/** A Word file of these paragraphs. */
export function docx(paragraphs) {
  const body = paragraphs.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join("");
  return packed({
    "[Content_Types].xml": TYPES("word/document.xml", "wordprocessingml.document"), "_rels/.rels": RELATED("r1", "officeDocument", "word/document.xml"),
    "word/document.xml": `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
  });
}

/** A workbook of one sheet of texts. */
export function xlsx(rows) {
  const cells = rows.map((row, y) => `<row r="${y + 1}">${row.map((text, x) => `<c r="${"ABCDEFGH"[x]}${y + 1}" t="inlineStr"><is><t>${text}</t></is></c>`).join("")}</row>`).join("");
  return packed({
    "[Content_Types].xml": TYPES("xl/workbook.xml", "spreadsheetml.sheet"), "_rels/.rels": RELATED("r1", "officeDocument", "xl/workbook.xml"), "xl/_rels/workbook.xml.rels": RELATED("r1", "worksheet", "worksheets/sheet1.xml"),
    "xl/workbook.xml": `<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="员工" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/worksheets/sheet1.xml": `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${cells}</sheetData></worksheet>`,
  });
}
