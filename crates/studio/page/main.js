// The page of the studio: which view is shown, what stands around it.

import { post } from "./lib/api.js";
import { Part, focusOn, h } from "./lib/dom.js";
import { iconButton } from "./lib/icons.js";
import { language, speak, t } from "./lib/say.js";
import { store } from "./lib/store.js";
import { finding, findings } from "./parts/bits.js";
import "./parts/home.js";
import "./parts/slogans.js";
import "./parts/sign.js";
import "./parts/look.js";
import "./parts/products.js";
import "./parts/wall.js";
import "./parts/editor.js";
import "./parts/roster.js";
import "./parts/make.js";
import "./parts/broken.js";
import "./parts/preflight.js";

/** @type {Record<string, [string, string, string][]>} */
const STEPS = {
	sheets: [["slogans", "口号", "Slogans"], ["sign", "落款", "Sign"], ["look", "版式", "Look"], ["products", "做什么", "Products"], ["pages", "看全部", "All pages"], ["make", "制作", "Make"]],
	banners: [["slogans", "会标和口号", "Words"], ["sign", "落款", "Sign"], ["look", "版式", "Look"], ["products", "做什么", "Products"], ["pages", "看全部", "All pages"], ["make", "制作", "Make"]],
	cards: [["roster", "名单", "Roster"], ["sign", "文字", "Words"], ["slogans", "口号", "Slogans"], ["look", "版式", "Look"], ["products", "做什么", "Products"], ["pages", "看全部", "All pages"], ["make", "制作", "Make"]],
};
/** What is asked every minute, so that the program knows that somebody looks. */
const ALIVE = 60_000;

/** Where the address says we are: `#/p/NAME/STEP?QUERY`. */
function route() {
	const [path, query = ""] = location.hash.slice(1).split("?");
	const parts = path.split("/").filter((p) => p).map((p) => {
		try {
			return decodeURIComponent(p);
		} catch {
			return p;
		}
	});
	return { at: parts[0] ?? "", name: parts[1] ?? "", step: parts[2] ?? "", query };
}

class App extends Part {
	gone = false;
	left = false;
	ready = false;
	help = false;
	#step = "";

	start() {
		this.hear(window, "hashchange", () => this.go());
		for (const type of ["project", "state", "notices", "busy"]) this.hear(store, type, () => this.update());
		this.hear(document, "keydown", (e) => this.key(e));
		this.hear(document, "gone", () => {
			if (!this.left) this.gone = true;
			this.update();
		});
		// A file that misses its place must not take the page away.
		this.hear(window, "dragover", (e) => e.preventDefault());
		this.hear(window, "drop", (e) => this.beside(e));
		this.begin();
	}

	async begin() {
		await store.run(() => store.start());
		if (!store.state) return;
		speak(store.state.lang);
		this.ready = true;
		this.gone = false;
		if (!location.hash && store.state.open) location.hash = `#/p/${encodeURIComponent(store.state.open)}/pages`;
		const alive = () => !this.left && post("api/alive").then(() => { if (this.gone) location.reload(); }).catch(() => {});
		alive();
		const timer = setInterval(alive, ALIVE);
		this.stops.push(() => clearInterval(timer));
		await this.go();
	}

	async go() {
		const { at, name, step } = route();
		if (at === "p" && name) await store.open(name);
		else if (store.project) {
			store.close();
			store.restate();
		}
		const now = `${at} ${name} ${step}`;
		if (now !== this.#step) {
			const first = this.#step === "";
			this.#step = now;
			// What was told of the step before is of no use here.
			if (!first) for (const n of store.notices) if (n.kind === "fault") store.untell(n.id);
			window.scrollTo(0, 0);
			if (!first) focusOn(this, "main");
		}
		document.title = store.project ? `${store.project.title || store.project.name} · ${t("标语", "biaoyu")}` : t("标语 biaoyu", "biaoyu 标语");
		this.update();
	}

	/**
	 * Files that were let go beside a box go into it where there is but one that may be meant; else it is said where they go.
	 * @param {DragEvent} event
	 */
	beside(event) {
		event.preventDefault();
		const files = event.dataTransfer;
		if (!files || ![...files.types].includes("Files")) return;
		const boxes = this.querySelectorAll("main .paste, main .drop, main .logo");
		// On the roster's step the first takes tables and photos.
		if (boxes.length === 1 || (boxes.length && boxes[0].closest("by-roster"))) boxes[0].dispatchEvent(new DragEvent("drop", { dataTransfer: files, cancelable: true }));
		else store.tell(boxes.length ? t("请把文件放到要放的那个框里。", "Please drop the file on the box that it is for.") : store.project ? t("这一页不收文件；请到“口号”“落款”或“名单”里放。", "Nothing is taken here: drop it under Slogans, Sign or Roster.") : t("请先选一扇门，再放文件。", "Choose a door first, then drop the file."), "fault");
	}

	/** @param {KeyboardEvent} event */
	key(event) {
		if (event.key === "Escape" && this.help) {
			this.help = false;
			this.update();
			return;
		}
		const typing = event.target instanceof HTMLElement && event.target.closest("input[type=text], textarea");
		if (event.key === "?" && !typing) this.set({ help: !this.help });
		if (!(event.ctrlKey || event.metaKey) || event.altKey || typing) return;
		const letter = event.key.toLowerCase();
		if (letter === "z" || letter === "y") {
			event.preventDefault();
			store.back(letter === "y" || event.shiftKey ? "redo" : "undo");
		}
	}

	async quit() {
		const done = await store.run(() => post("api/quit"));
		if (!done) return;
		this.left = true;
		this.update();
	}

	bar() {
		const p = store.project;
		const { at, step } = route();
		const steps = p && !p.faults ? STEPS[p.door] ?? STEPS.sheets : [];
		const current = step === "page" ? "pages" : step;
		return h("header.bar",
			h("a.brand", { href: "#/", "aria-label": t("标语，回到首页", "biaoyu, to the first page") }, h("svg", { viewBox: "0 0 32 32", "aria-hidden": "true" }, h("path", { d: "M0 0h32v32H0z", fill: "#c8102e" }), h("path", { d: "M5 6h22v5H5zm0 8h15v5H5zm0 8h22v4H5z", fill: "#fff" })), h("span", p ? "" : t("标语", "biaoyu"))),
			p && h("span.project-name", { title: p.folder }, p.title || p.name),
			h("nav.steps", { "aria-label": t("步骤", "Steps") }, h("ol", steps.map(([id, zh, en], i) => h("li", { key: id },
				h("a", { href: `#/p/${encodeURIComponent(p?.name ?? "")}/${id}`, "aria-current": current === id ? "step" : null }, h("span.n", { "aria-hidden": "true" }, i + 1), t(zh, en)))))),
			h("span.gap"),
			h("span", { class: `saving ${this.gone || store.lost.length ? "wrong" : "soft"}`, role: "status" }, store.busy || store.sending ? t("……", "…") : this.gone || store.lost.length ? t("没存下", "not saved") : p ? t("已存", "saved") : ""),
			p && !p.faults && [iconButton("undo", t("撤销（Ctrl+Z）", "Undo (Ctrl+Z)"), () => store.back("undo"), { disabled: !p.can_undo, key: "undo" }), iconButton("redo", t("重做（Ctrl+Y）", "Redo (Ctrl+Y)"), () => store.back("redo"), { disabled: !p.can_redo, key: "redo" })],
			!p && h("a", { href: "#/check", "aria-current": at === "check" ? "page" : null, class: "button quiet" }, t("查一个 PDF", "Check a PDF")),
			h("button.quiet", { lang: language() === "zh" ? "en" : "zh-Hans", onclick: () => { const to = language() === "zh" ? "en" : "zh"; speak(to); store.run(() => post("api/language", { lang: to })); for (const part of document.querySelectorAll("*")) if (part instanceof Part) part.update(); } }, language() === "zh" ? "English" : "中文"),
			iconButton("help", t("键盘（?）", "Keyboard (?)"), () => this.set({ help: !this.help }), { "aria-expanded": this.help }),
			iconButton("quit", t("退出", "Quit"), () => this.quit()));
	}

	main() {
		const { at, step, query } = route();
		const p = store.project;
		if (at === "check") return h("by-preflight", { key: "check" });
		if (at !== "p") return h("by-home", { key: "home" });
		if (!p) return h("p.empty", { key: "wait" }, t("正在打开……", "Opening …"));
		if (p.faults) return h("by-broken", { key: "broken" });
		if (step === "page") return h("by-editor", { key: "page", query });
		const known = (STEPS[p.door] ?? STEPS.sheets).map(([id]) => id);
		const view = { slogans: "by-slogans", sign: "by-sign", look: "by-look", products: "by-products", pages: "by-wall", make: "by-make", roster: "by-roster" }[known.includes(step) ? step : known[0]] ?? "by-slogans";
		return h(view, { key: step });
	}

	keyboard() {
		const rows = [["Ctrl+Z · Ctrl+Y", t("撤销、重做", "undo, redo")], ["← →", t("上一张、下一张；在名单里翻胸卡", "previous and next page; turns the badges")], ["+ −　0　1", t("放大、缩小；适合窗口；实际大小", "larger, smaller; fit; true size")], ["Alt+↑ ↓", t("口号换次序", "moves a slogan")], ["Ctrl+Enter", t("读粘贴的清单", "reads what was pasted")], ["Esc", t("从一页回到全部", "from a page back to all")]];
		return h("div.help.popup", { role: "dialog", "aria-label": t("键盘", "Keyboard") }, h("table", h("tbody", rows.map(([key, what]) => h("tr", { key }, h("th", { scope: "row" }, h("kbd", key)), h("td", what))))),
			h("button.small", { onclick: () => this.set({ help: false }) }, t("关上", "Close")));
	}

	view() {
		if (this.left) return h("div.left", h("h1", t("已退出", "Ended")), h("p", t("都存好了。可以关掉这个窗口。", "Everything is kept. This window may be closed.")));
		if (!this.ready) return this.gone ? h("div.left", h("h1", t("程序没有在运行", "The program is not running")), h("p", t("请再双击打开“标语”。", "Please start it again."))) : null;
		const { at } = route();
		return [
			h("a.skip", { href: "#main", onclick: (e) => { e.preventDefault(); focusOn(this, "main"); } }, t("跳到内容", "Skip to the content")),
			this.bar(),
			this.gone && h("div.gone", { role: "alert" }, t("程序已经关了。做过的都存在文件夹里；再双击打开就能接着做。", "The program was closed. All that was done is kept; start it again and go on.")),
			h("main", { id: "main", tabindex: "-1" },
				at === "p" && findings(store.project?.bench_faults?.map((f) => ({ severity: "error", ...f }))),
				this.main()),
			this.help && this.keyboard(),
			at !== "p" && h("footer", h("p", t("只在这台电脑上运行，不联网。", "Runs on this computer only; no network.")), h("p", t(`东西都在 ${store.state?.folder}`, `All is kept in ${store.state?.folder}`)), h("p", t("关掉这个窗口就退出（过 30 分钟）；也可以马上", "Close this window and it ends (within 30 minutes); or "), h("button.link", { onclick: () => this.quit() }, t("退出", "quit now")))),
			h("div.notices", { "aria-live": "polite" }, store.notices.map((n) => h("div", { class: `notice ${n.kind}`, id: `notice-${n.id}`, key: n.id },
				n.faults ? h("ul.findings", n.faults.slice(0, 5).map((f, i) => finding({ severity: "error", ...f }, { key: i }))) : h("p", n.text),
				iconButton("close", t("知道了", "Dismiss"), () => store.untell(n.id))))),
		];
	}
}

customElements.define("by-app", App);
