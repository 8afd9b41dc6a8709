// Her story, from the first click to the folder for the shop, in a real browser; then the same files by the command line.
//
//   node story.mjs PROGRAM [--pictures FOLDER]

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, relative, resolve } from "node:path";
import { accessible, browser, disc, docx, drawn, drop, saved, studio, window_, xlsx } from "./world.mjs";

const program = resolve(process.argv[2] ?? "target/debug/biaoyu");
const pictures = process.argv.includes("--pictures") ? resolve(process.argv[process.argv.indexOf("--pictures") + 1]) : null;
if (!browser()) {
  console.error("no Chromium: apt-get install chromium, or CHROMIUM=FILE");
  process.exit(1);
}
/** A face of her own: one that the program carries will do. */
const FONTS = join(import.meta.dirname, "../../fonts");
const NOTICE = `2026 年“安全生产月”宣传标语
1. 人人讲安全，个个会应急
2. 安全第一，预防为主，综合治理
3. 筑牢安全防线，守护万家灯火
4. 遵章守纪保平安，违章作业伤自己
5. 质量是生命的保证，安全是
发展的基石
6. <img src=x onerror=alert(1)> 隐患险于明火
某某发电厂安全监察部
2026 年 5 月 20 日
`;
const STAFF = "姓名,部门,职务,工号\n王小明,运行部,值长,00017\n李红,检修部,班长,00018\n欧阳卫东,安监部,专工,00019\n,检修部,学员,00020\n李红,检修部,班长,00018\n合计,,,5\n";

const began = Date.now();
const place = await studio(program);
const { page, context, complaints, foreign, close } = await window_();
page.on("dialog", (dialog) => complaints.push(`a dialog: ${dialog.message()}`));
let step = "";
const at = (name) => { step = name; console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${name}`); };
const picture = async (name, of = page) => {
  await page.mouse.move(2, 2);
  await drawn(page);
  const wrong = await accessible(page);
  assert.deepEqual(wrong, [], `${name}: contrast and names`);
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await of.screenshot({ path: join(pictures, `${name}.jpg`), type: "jpeg", quality: 82 });
};
const go = async (label) => {
  await page.getByRole("navigation", { name: "步骤" }).getByRole("link", { name: label }).click();
  await page.waitForTimeout(50);
};

/** Presses 制作, until it is made. */
async function made() {
  await page.getByRole("button", { name: "制作", exact: true }).click();
  await page.locator(".running").waitFor({ timeout: 2000 }).catch(() => {});
  await page.locator(".made.done").waitFor({ timeout: 120_000 });
}

/** The files of a project are those that its command makes in a copy of its folder, byte for byte. */
function byCommand(own, command) {
  const copy = mkdtempSync(join(tmpdir(), "studio-copy-"));
  cpSync(own, copy, { recursive: true, filter: (path) => !/成品|output/.test(relative(own, path)) });
  const bin = join(copy, ".bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "biaoyu"), `#!/bin/sh\nexec '${program}' "$@"\n`, { mode: 0o755 });
  execFileSync("sh", ["-c", command], { cwd: copy, env: { ...process.env, HOME: bin, XDG_CONFIG_HOME: bin, PATH: `${bin}${delimiter}${process.env.PATH}` }, stdio: "pipe" });
  const files = (root) => readdirSync(root, { recursive: true }).map(String).filter((f) => statSync(join(root, f)).isFile()).sort();
  const out = "成品";
  const made = files(join(copy, out)).filter((f) => !f.endsWith("receipts.jsonl"));
  assert.ok(made.length > 10, `${made.length} files by the command line`);
  for (const file of made) {
    const [mine, theirs] = [join(own, out, file), join(copy, out, file)];
    assert.ok(existsSync(mine), `${file} of the command line is not in the studio's folder`);
    assert.ok(readFileSync(mine).equals(readFileSync(theirs)), `${file} differs from the command line's`);
  }
  console.log(`        ${made.length} files are those of the command line, byte for byte`);
  rmSync(copy, { recursive: true });
}

try {
  at("1 the page opens");
  await page.goto(place.address);
  await page.getByRole("heading", { name: "做什么？" }).waitFor();
  assert.match(await page.locator("footer").innerText(), /关掉这个窗口就退出/);

  at("2 three doors, the wall of the built-in campaign");
  for (const door of ["口号宣传品", "横幅和会标", "胸卡和证书"]) await page.getByRole("button", { name: new RegExp(door) }).waitFor();
  await picture("1-doors");

  at("3 the list is pasted");
  await page.getByRole("button", { name: /口号宣传品/ }).click();
  await page.getByLabel("粘贴在这里").fill(NOTICE);
  const rows = page.locator(".slogan input");
  await rows.first().waitFor();
  await saved(page);

  at("4 the list as read");
  assert.equal(await rows.first().inputValue(), "人人讲安全，个个会应急".replace("，", await rows.first().inputValue().then((v) => (v.includes("，") ? "，" : " "))));
  const before = await rows.count();
  assert.equal(before, 6, "slogans of the notice");
  const greyed = page.locator(".out");
  assert.ok(await greyed.count() >= 3, "heading, unit and date are greyed");
  await page.getByRole("button", { name: "拆开" }).first().click();
  await page.waitForFunction((n) => document.querySelectorAll(".slogan").length > n, before);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /撤销/ }).click();
  await page.waitForFunction((n) => document.querySelectorAll(".slogan").length === n, before);
  // Moved by the keyboard, faster than the answers: the list, the file and the keyboard agree.
  const words = () => rows.evaluateAll((all) => all.map((input) => input.value));
  const third = (await words())[2];
  await rows.nth(2).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await page.keyboard.press("Alt+ArrowUp");
  await page.waitForFunction((text) => document.activeElement?.value === text && document.activeElement.dataset.number === "1", third);
  await saved(page);
  const here = () => join(place.folder, decodeURIComponent(new URL(page.url()).hash.split("/")[2]), "活动.toml");
  const printed = [...readFileSync(here(), "utf8").matchAll(/^text = "(.*)"$/gm)].map((found) => found[1]);
  assert.deepEqual(printed.slice(0, 5), (await words()).slice(0, 5), "the order on the page and in the file");
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("Alt+ArrowDown");
  await page.waitForFunction((text) => document.querySelectorAll(".slogan input")[2]?.value === text, third);
  await saved(page);
  // What is HTML in a slogan is text on the page.
  assert.equal(await page.locator("by-app img[src='x']").count(), 0);
  await page.getByRole("button", { name: "去掉第 6 条" }).click();
  await page.waitForFunction((n) => document.querySelectorAll(".slogan").length < n, before);
  await picture("2-list");

  at("5 unit and title");
  await go("落款");
  const offers = page.locator(".offers .chip");
  if (await offers.count()) await page.getByRole("button", { name: "都用" }).or(offers.first()).first().click();
  await page.getByLabel("单位", { exact: true }).fill("某某发电厂");
  await page.getByLabel("主题", { exact: true }).fill("人人讲安全，个个会应急");
  await saved(page);
  const heading = await page.getByLabel("活动全称").inputValue() + await page.getByLabel("活动简称").inputValue();
  assert.ok(!heading.includes("质量月"), "never another campaign's title");

  at("6 the logo");
  await drop(page, ".logo-drop", [{ name: "标志.png", bytes: disc(400, [0, 87, 168]) }]);
  await page.getByRole("button", { name: "去白底" }).waitFor();
  await page.getByText("这个标志带着一块白底").waitFor();
  await page.getByRole("button", { name: "去白底" }).click();
  await saved(page);
  assert.equal(await page.getByRole("button", { name: "去白底" }).getAttribute("aria-pressed"), "true");
  for (const figure of await page.locator(".grounds img").all()) assert.ok(await figure.evaluate((i) => i.decode().then(() => i.naturalWidth)) > 0, "the logo is seen");
  await picture("3-sign");

  at("  two tabs and a reload lose nothing");
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByLabel("单位", { exact: true }).waitFor();
  await page.getByLabel("地点", { exact: true }).fill("<b>会议室</b>");
  await other.waitForFunction(() => document.querySelector("#f-place")?.value === "<b>会议室</b>");
  assert.equal(await other.locator("by-app b").count(), 0, "HTML in a field is text");
  await other.close();
  await page.getByLabel("地点", { exact: true }).fill("三楼会议室");
  await page.reload();
  await page.waitForFunction(() => document.querySelector("#f-place")?.value === "三楼会议室");
  await page.getByLabel("地点", { exact: true }).fill("");
  await saved(page);

  at("  two browsers: a change is seen within two seconds, and words typed at once are all kept");
  const beside = await window_();
  await beside.page.goto(page.url());
  await beside.page.locator("#f-place").waitFor();
  const since = Date.now();
  await page.locator("#f-place").fill("二楼会议室");
  await beside.page.waitForFunction(() => document.querySelector("#f-place")?.value === "二楼会议室", null, { polling: 30 });
  assert.ok(Date.now() - since < 2000, `${Date.now() - since} ms until the other browser shows it`);
  console.log(`        the other browser shows it after ${Date.now() - since} ms`);
  await Promise.all([page.locator("#f-place").pressSequentially("甲乙丙丁", { delay: 40 }), beside.page.locator("#f-date").pressSequentially("六月一日上午", { delay: 30 })]);
  for (const of of [page, beside.page]) await of.waitForFunction(() => document.querySelector("#f-place")?.value === "二楼会议室甲乙丙丁" && document.querySelector("#f-date")?.value === "六月一日上午");
  await drawn(beside.page);
  await page.waitForTimeout(400);
  const idle = [];
  beside.page.on("request", (request) => idle.push(...request.url().startsWith("http") ? [request.url()] : []));
  await page.waitForTimeout(2000);
  assert.ok(idle.length <= 1, `nothing is asked for while nothing happens: ${idle}`);
  assert.deepEqual(beside.complaints, []);
  await beside.close();
  for (const name of ["place", "date"]) await page.locator(`#f-${name}`).fill("");
  await saved(page);

  at("  who comes second sees what is so, and what was not kept");
  // News come too late.
  await page.route(/\/news\?/, () => {});
  await page.reload();
  await page.locator("#f-date").waitFor();
  const behind = (ops) => page.evaluate(async (all) => {
    const name = location.hash.split("/")[2];
    const answer = await fetch(`api/p/${name}/change`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ops: all }) });
    return answer.status;
  }, ops);
  assert.equal(await behind([{ op: "set", field: "date", value: "2026 年 6 月" }]), 200);
  const date = page.getByLabel("时间", { exact: true });
  await date.fill("七月");
  await page.getByText(/没有存下的字：“七月”/).waitFor();
  assert.equal(await date.inputValue(), "2026 年 6 月");
  await date.fill("");
  await saved(page);
  await page.unroute(/\/news\?/);
  await page.reload();
  await page.locator("#f-date").waitFor();

  at("7 the layouts with her first slogan");
  await go("版式");
  await page.getByRole("radio", { name: "大字" }).click();
  await saved(page);
  await page.getByRole("radio", { name: "三相" }).click();
  await saved(page);

  at("8 colours");
  const palettes = page.locator(".palette");
  assert.ok(await palettes.count() >= 15, "fourteen palettes and the layout's own");
  await page.getByLabel(/颜色：#0057a8/).fill("#0057a8");
  await page.locator(".inks").waitFor();
  await page.getByRole("button", { name: "从标志取色" }).click();
  await saved(page);
  // The blue mark would not be seen on its own blue: the ground is another, and that is said.
  await page.getByText(/标志放在自己的颜色上看不见，所以用白底/).waitFor();
  assert.equal(await page.getByLabel(/颜色：#0057a8/).inputValue(), "标志");
  await picture("4-look");
  await page.getByRole("radio", { name: /国旗红/ }).click();
  await saved(page);

  at("9 what to make");
  await go("做什么");
  for (const group of ["贴墙", "挂楼外", "易拉宝", "旗", "徽章", "微信图"]) await page.getByRole("heading", { name: new RegExp(`^${group}`) }).waitFor();
  const choose = async (name) => {
    const card = page.getByRole("checkbox", { name: new RegExp(`^${name}`) });
    if (await card.getAttribute("aria-checked") !== "true") await card.click();
    await saved(page);
  };
  await choose("A2 海报");
  await choose("58 mm 徽章");
  await page.getByLabel("长（宽）").fill("1.2");
  await page.getByLabel("高", { exact: true }).fill("0.6");
  await page.getByRole("button", { name: "加上" }).click();
  await page.locator(".product.on").nth(2).waitFor();
  await picture("5-products");
  // What cannot be made here is not chosen.
  assert.ok(await page.getByRole("checkbox", { name: /^展板/ }).first().isDisabled());

  at("10 the wall");
  await go("看全部");
  await page.locator(".grid figure").first().waitFor();
  await drawn(page);
  // The logo stands on red: the findings come after the pictures, and are pinned.
  await page.locator(".grid .pin").first().waitFor();
  await picture("6-wall");
  await page.locator(".grid .count").first().click();
  await page.locator(".popup .finding").first().waitFor();
  // A pin stands at what it is about, the logo at the foot; what hangs below the last page is in the window all the same.
  assert.ok(await page.locator(".grid .pin").evaluateAll((pins) => pins.some((pin) => parseFloat(pin.style.top) > 50)), "pins are at their places");
  await page.keyboard.press("Escape");
  await page.locator(".grid .count").last().click();
  await page.waitForTimeout(100);
  const hangs = await page.locator(".grid .popup").evaluate((popup) => { const box = popup.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth; });
  assert.ok(hangs, "the findings are in the window");
  await page.keyboard.press("Escape");
  await page.locator(".popup").waitFor({ state: "detached" });

  at("11 one page");
  await page.locator("a.picture[href*=\"slogan=1&\"]").first().click();
  await page.locator(".strip").waitFor();
  await drawn(page);
  const asked = page.waitForRequest((request) => request.url().includes("/change") && (request.postData() ?? "").includes("\"break\""));
  await page.getByRole("button", { name: /^在“.”后断行$/ }).first().click();
  await asked;
  await saved(page);
  await page.locator(".strip .gap.break").first().waitFor();
  await page.getByRole("button", { name: "断行交给程序" }).click();
  await saved(page);
  const field = page.getByRole("textbox", { name: /^标语/ });
  const was = await field.inputValue();
  await field.fill("人人讲安全 事事为安全");
  await saved(page);
  await drawn(page);
  await page.getByRole("button", { name: /撤销/ }).click();
  await page.waitForFunction((text) => document.querySelector("#f-edit-slogan")?.value === text, was);
  await page.locator(".toggle", { hasText: "主题" }).click();
  await saved(page);
  await page.getByRole("button", { name: "实际大小" }).click();
  await drawn(page);
  const wide = await page.locator(".large").evaluate((e) => e.getBoundingClientRect().width);
  assert.ok(Math.abs(wide - 420 / 25.4 * 96) < 2, `true size: ${wide} px`);
  await page.getByRole("button", { name: "适合窗口" }).click();
  await page.locator(".toggle", { hasText: "主题" }).click();
  await saved(page);
  await page.locator(".panel").evaluate((panel) => { panel.scrollTop = 0; });
  await picture("7-page");
  await page.locator("body").click({ position: { x: 4, y: 300 } });
  const count = await page.locator(".toolbar .count").innerText();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((text) => document.querySelector(".toolbar .count")?.innerText !== text, count);

  at("13 out to WeChat");
  await go("制作");
  await page.getByRole("radio", { name: "发微信看" }).click();
  await page.getByRole("button", { name: "制作", exact: true }).click();
  await page.locator(".made.done").waitFor({ timeout: 120_000 });
  const amount = (text) => /\d+ 页，\d+ 个文件/.exec(text)?.[0] ?? text;
  await page.locator(".go [role=status]").waitFor();
  assert.equal(amount(await page.locator(".made h2").innerText()), amount(await page.locator(".go [role=status]").innerText()), "what was said before is what was made");

  at("14 to the shop");
  await page.getByRole("radio", { name: "送印厂" }).click();
  await page.locator(".options [role=status]").waitFor();
  await page.getByLabel("每种印多少").fill("20");
  await page.getByRole("button", { name: "制作", exact: true }).click();
  await page.locator(".running").waitFor().catch(() => {});
  await page.locator(".made.done").waitFor({ timeout: 120_000 });
  await page.getByRole("link", { name: /ZIP/ }).waitFor();
  // Below stands the folder, which is another one each time.
  await picture("8-made", page.locator(".made"));
  await page.getByText("给 IT 同事的命令").click();
  const command = await page.locator(".command pre code").first().innerText();
  assert.match(command, /^biaoyu render/);
  const [zip] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /ZIP/ }).click()]);
  const held = execFileSync("python3", ["-c", "import sys,zipfile;print('\\n'.join(zipfile.ZipFile(sys.argv[1]).namelist()))", await zip.path()], { encoding: "utf8", env: { ...process.env, PYTHONIOENCODING: "utf-8" } });
  assert.match(held, /\.pdf/);
  for (const always of ["jobs.csv", "授权说明"]) assert.ok(held.includes(always), `${always} is not in the ZIP`);
  for (const never of ["活动.toml", "receipts", "工作台", "名单"]) assert.ok(!held.includes(never), `${never} in the ZIP`);

  at("15 the folder, by the command line");
  byCommand(join(place.folder, readdirSync(place.folder)[0]), command);

  at("12 badges");
  await page.goto(`${place.address}#/`);
  await page.getByRole("button", { name: /胸卡和证书/ }).click();
  await page.locator(".drop").first().waitFor();
  await drop(page, ".drop", [{ name: "名单.csv", bytes: Buffer.from(STAFF) }]);
  await page.locator(".column").first().waitFor();
  assert.ok(await page.locator(".bad tbody tr").count() >= 3, "rows with faults are at the top");
  for (const word of ["合计", "缺少", "重复"]) assert.ok((await page.locator(".bad").innerText()).includes(word), `${word} is not told`);
  const column = page.getByLabel("部门", { exact: true });
  assert.equal(await column.evaluate((select) => select.tagName), "SELECT");
  await drop(page, ".drop >> nth=1", ["00017", "00018", "欧阳卫东", "无此人"].map((who, i) => ({ name: `${who}.png`, bytes: disc(300, [40 + i * 40, 90, 60]) })));
  await page.getByText(/没配上的照片/).waitFor();
  await page.getByText("无此人.png").waitFor();
  await drawn(page);
  await picture("9-badges");
  // Who has no photo: said what becomes of them, and an empty box by a click.
  await page.getByText(/没有照片的 \d+ 人：有照片的产品里不印/).waitFor();
  await page.locator(".toggle", { hasText: "照印并留空框" }).click();
  await page.getByText(/照片处是空框/).waitFor();
  await page.locator(".toggle", { hasText: "照印并留空框" }).click();
  await page.getByText(/有照片的产品里不印/).waitFor();
  await page.locator("h2").first().click();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.querySelector(".preview .count")?.innerText.trim().startsWith("2"));
  // Photos are given up by a click, and come back.
  await page.getByRole("button", { name: "不用照片" }).first().click();
  await page.getByText(/没配上的照片/).waitFor({ state: "detached" });
  await page.getByRole("button", { name: /撤销/ }).click();
  await page.getByText(/没配上的照片/).waitFor();

  at("   banners");
  await page.goto(`${place.address}#/`);
  await page.getByRole("button", { name: /横幅和会标/ }).click();
  await page.getByRole("button", { name: "加一个会" }).click();
  await page.getByLabel("会议名称").fill("2026 年安全生产工作会议");
  await page.getByLabel("主办").first().fill("某某发电厂");
  await saved(page);
  await drawn(page);
  await page.locator(".preview by-sheet[data-state=ready]").waitFor();
  await picture("10-meeting");

  at("   meetings alone, on a banner too");
  await go("做什么");
  await choose("横幅 4×0.7");
  const kinds = await page.locator(".chosen .chip").count();
  assert.ok(kinds >= 2, "a backdrop and a banner");
  await go("制作");
  await page.getByRole("radio", { name: "发微信看" }).click();
  await made();
  assert.ok((await page.locator(".made h2").innerText()).includes(`${kinds} 个文件`), await page.locator(".made h2").innerText());

  at("   own material: a Word list, a face, foil");
  await page.goto(`${place.address}#/`);
  await page.getByRole("button", { name: /口号宣传品/ }).click();
  await page.locator(".paste").waitFor();
  await drop(page, ".paste", [{ name: "标语.docx", bytes: docx(["2026 年消防宣传月标语", "1、预防为主，防消结合", "2、全民消防，生命至上", "3、查隐患、防事故、保安全"]) }]);
  await page.locator(".slogan input").nth(2).waitFor();
  await saved(page);
  await go("落款");
  await page.getByLabel("单位", { exact: true }).fill("某某供电公司输变电工程分公司安全监察部");
  await drop(page, ".logo-drop", [{ name: "标志.png", bytes: disc(400, [0, 87, 168]) }]);
  await page.getByText("这个标志带着一块白底").waitFor();
  await page.getByRole("button", { name: "去白底" }).click();
  await drop(page, ".pair .drop >> nth=0", [{ name: "大坝.png", bytes: disc(900, [70, 110, 90]) }]);
  await page.getByRole("radio", { name: "左上" }).click();
  await saved(page);
  await page.locator(".seen").scrollIntoViewIfNeeded();
  await picture("13-picture");
  await go("版式");
  await page.getByRole("radio", { name: "实景" }).click();
  await saved(page);
  await page.getByRole("button", { name: "也用" }).first().click();
  await saved(page);
  const font = "SmileySans-Oblique.ttf";
  await drop(page, "section[aria-labelledby=faces-label] .drop >> nth=0", [{ name: font, bytes: readFileSync(join(FONTS, font)) }]);
  await page.locator("section[aria-labelledby=faces-label] .has").waitFor();
  await drop(page, "section[aria-labelledby=faces-label] .drop >> nth=1", [{ name: "假的.ttf", bytes: Buffer.from("no face") }]);
  await page.locator(".notice.fault").waitFor();
  await page.getByRole("button", { name: "知道了" }).click();
  await page.locator("section[aria-labelledby=faces-label]").scrollIntoViewIfNeeded();
  await picture("14-faces");
  await go("制作");
  await page.getByRole("radio", { name: "送印厂" }).click();
  await page.getByText("烫金、局部 UV").click();
  await page.getByLabel("烫金", { exact: true }).selectOption("slogan");
  await saved(page);
  await picture("15-foil");
  await made();
  await page.getByText("给 IT 同事的命令").click();
  const foil = await page.locator(".command pre code").first().innerText();
  for (const word of ["--face", "--foil slogan", "--focus"]) assert.ok(foil.includes(word), `${word} is not in ${foil}`);
  byCommand(await page.locator(".command .hint code").innerText(), foil);

  at("   a workbook of people with their photos");
  await page.goto(`${place.address}#/`);
  await page.getByRole("button", { name: /胸卡和证书/ }).click();
  await page.locator(".drop").first().waitFor();
  const people = [["工号", "员工姓名", "所在部门", "岗位"], ["0101", "赵一鸣", "运行部", "值长"], ["0102", "欧阳卫东", "检修部", "班长"], ["0103", "买买提·艾合买提", "安监部", "专工"]];
  await drop(page, ".drop", [{ name: "员工.xlsx", bytes: xlsx(people) }]);
  await page.locator(".column").nth(3).waitFor();
  await drop(page, ".drop >> nth=1", people.slice(1).map(([number]) => ({ name: `${number}.png`, bytes: disc(300, [90, 60, 40]) })));
  await page.getByText(/配上 3 张/).waitFor();
  await go("制作");
  await page.getByRole("radio", { name: "自己打印" }).click();
  await made();
  await picture("16-people");

  at("   clicks faster than answers, a drop beside the box, an emptied field");
  await page.goto(`${place.address}#/`);
  await page.getByRole("button", { name: /口号宣传品/ }).click();
  await page.locator(".paste").waitFor();
  await drop(page, ".read", [{ name: "旁边.txt", bytes: Buffer.from("1. 安全第一 预防为主\n2. 人人讲安全\n") }]);
  const second = page.getByLabel("第 2 条", { exact: true });
  await second.waitFor();
  await saved(page);
  await second.fill("");
  await page.getByLabel("第 1 条", { exact: true }).focus();
  assert.equal(await second.inputValue(), "人人讲安全");
  await go("做什么");
  await page.locator("button.product").first().waitFor();
  const clicked = await page.evaluate(async () => {
    const some = [...document.querySelectorAll("button.product[aria-checked=false]:not([disabled])")].slice(0, 4);
    for (const one of some) {
      one.click();
      await new Promise((done) => setTimeout(done, 20));
    }
    return some.length;
  });
  await saved(page);
  await page.waitForFunction((n) => document.querySelectorAll(".chosen .chip").length === n, 3 + clicked);
  const own = decodeURIComponent(new URL(page.url()).hash.split("/")[2]);
  const listed = /products = \[(.*)\]/.exec(readFileSync(join(place.folder, own, "活动.toml"), "utf8"));
  assert.equal(listed[1].split(",").length, 3 + clicked, `four clicks 20 ms apart: ${listed[1]}`);

  at("   a narrow window");
  await page.setViewportSize({ width: 1024, height: 768 });
  for (const label of ["口号", "落款", "版式", "做什么", "看全部", "制作"]) {
    await go(label);
    await drawn(page);
    const wide = await page.evaluate(() => [...document.querySelectorAll("main, header.bar")].map((e) => e.scrollWidth - e.clientWidth).concat(document.documentElement.scrollWidth - innerWidth));
    assert.ok(wide.every((over) => over <= 0), `${label} is wider than a window of 1024: ${wide}`);
  }
  await page.setViewportSize({ width: 1366, height: 768 });

  at("   a broken file is shown with its faults and mended");
  const broken = join(place.folder, "坏的");
  mkdirSync(broken);
  writeFileSync(join(broken, "活动.toml"), "title = \"安全月\"\ntitel = \"x\"\n\n[[slogan]]\ntext = \"安全第一 预防为主\"\n");
  await page.goto(`${place.address}#/p/${encodeURIComponent("坏的")}/slogans`);
  await page.locator(".broken .finding").first().waitFor();
  await picture("11-broken");
  const area = page.locator("#toml");
  await area.fill((await area.inputValue()).replace("titel = \"x\"\n", ""));
  await page.getByRole("button", { name: "存下" }).click();
  await page.locator(".step:not(.broken)").waitFor();

  at("   English, the keyboard alone, a reload");
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("link", { name: /Slogans/ }).waitFor();
  await page.reload();
  await page.getByRole("link", { name: /Slogans/ }).waitFor();
  await page.goto(`${place.address}#/`);
  await page.getByRole("heading", { name: "What shall it be?" }).waitFor();
  await page.locator("body").click({ position: { x: 2, y: 400 } });
  let reached = false;
  for (let i = 0; i < 14 && !reached; i += 1) {
    await page.keyboard.press("Tab");
    reached = await page.evaluate(() => document.activeElement?.classList.contains("door") && getComputedStyle(document.activeElement).outlineStyle !== "none");
  }
  assert.ok(reached, "a door is reached by the keyboard, and is seen to be");
  await picture("12-english");

  at("   a copy has a name of its own");
  await page.getByRole("button", { name: "中文" }).click();
  const before_ = await page.locator(".projects li").count();
  const copies = page.getByRole("button", { name: "复制一份" }).last();
  const copied = decodeURIComponent((await page.locator(".projects a").last().getAttribute("href")).split("/")[2]);
  await copies.click();
  await page.waitForFunction((n) => document.querySelectorAll(".projects li").length === n, before_ + 1);
  const all = await page.locator(".projects li a").allInnerTexts();
  assert.equal(new Set(all).size, all.length, `projects are told apart: ${all}`);
  assert.ok(all.some((text) => text.includes(`${copied}-2`)), all.join("; "));
  await page.getByRole("button", { name: "English" }).click();

  at("   it ends by its button");
  await page.getByRole("button", { name: "Quit", exact: true }).click();
  await Promise.race([place.gone, new Promise((_, fail) => setTimeout(() => fail(new Error("the program goes on")), 5000))]);
  await page.getByRole("heading", { name: "Ended" }).waitFor();

  assert.deepEqual(complaints, [], "the page complains");
  assert.deepEqual(foreign, [], "something was fetched from elsewhere");
  console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  the story is whole`);
} catch (error) {
  await page.screenshot({ path: join(tmpdir(), "studio-story.png") }).catch(() => {});
  console.error(`at “${step}”, see ${join(tmpdir(), "studio-story.png")}; the page said: ${complaints.join("\n")}`);
  console.error(error);
  process.exitCode = 1;
} finally {
  await close();
  await place.end();
}
void dirname;
