// Step 5: all pages, each finding at its place.

import { Refused, get, query } from "../lib/api.js";
import { Part, h, inWindow } from "../lib/dom.js";
import { icon, iconButton } from "../lib/icons.js";
import { many, say, t } from "../lib/say.js";
import { store } from "../lib/store.js";
import { base, corner, dimensions, finding, findings, form, link, onward, project, rove } from "./bits.js";
import "./sheet.js";

const COUNT = 60;

class Wall extends Part {
	/** @type {WallPage[]} */
	pages = [];
	count = 0;
	/** @type {Finding[]} */
	notes = [];
	/** @type {Map<string, Finding[]>} */
	findings = new Map();
	/** Why there is nothing to see. */
	/** @type {Fault[]} */
	faults = [];
	/** Kinds of products among all pages. */
	kinds = 0;
	/** Which page's findings are open. */
	open = "";
	only = false;
	/** What there is to see was asked for and answered. */
	known = false;
	#rev = -1;
	#what = "";
	#loading = false;

	start() {
		this.hear(store, "project", () => this.load());
		this.hear(store, "roster", () => this.update());
		this.hear(document, "keydown", (e) => {
			if (e.key === "Escape" && this.open) this.set({ open: "" });
		});
		// A click beside it closes what hangs there, and so does a cure.
		this.hear(document, "click", (e) => {
			if (this.open && e.target instanceof Element && (!e.target.closest("figure.open") || e.target.closest(".popup button"))) this.set({ open: "" });
		});
		this.load();
	}

	what() {
		const p = project();
		return p.door === "cards" || (p.files.roster && !p.slogans.length) ? "cards" : "sheets";
	}

	async load() {
		const p = store.project;
		if (!p || p.faults || (p.rev === this.#rev && this.what() === this.#what)) return;
		this.#rev = p.rev;
		this.#what = this.what();
		const many_ = Math.max(COUNT, this.pages.length);
		await this.more(1, many_, true);
	}

	/**
	 * @param {number} from
	 * @param {number} count
	 * @param {boolean} [anew]
	 */
	async more(from, count, anew = false) {
		if (this.#loading && !anew) return;
		this.#loading = true;
		const p = project();
		const what = this.what();
		/** @type {Fault[]} */
		let faults = [];
		const got = await store.run(() => get(`${base()}/wall?${query({ what, from, count })}`).catch((error) => {
			if (!(error instanceof Refused) || !error.faults.length) throw error;
			faults = error.faults;
			return null;
		}));
		this.#loading = false;
		if (faults.length && store.project?.rev === p.rev) {
			this.pages = [];
			this.count = 0;
			this.notes = [];
		}
		this.set({ faults, known: true });
		if (!got || store.project?.rev !== p.rev || !this.isConnected) return;
		this.pages = anew ? got.pages : [...this.pages, ...got.pages];
		this.count = got.count;
		this.kinds = Object.keys(got.names ?? {}).length;
		this.notes = got.notes ?? [];
		if (anew) this.findings = new Map();
		this.update();
		// The findings come after the pictures.
		const found = await get(`${base()}/findings?${query({ what, from, count })}`).catch(() => null);
		if (!found || store.project?.rev !== p.rev) return;
		for (const page of /** @type {FoundPage[]} */ (found.pages)) {
			const all = [...(page.faults ?? []).map((f) => ({ ...f, severity: /** @type {const} */ ("error") })), ...(page.findings ?? [])];
			if (all.length) this.findings.set(page.page, all);
		}
		this.update();
	}

	/** Prints the overview when all of its pictures are there, those that were never in sight too. */
	async print() {
		const all = /** @type {NodeListOf<import("./sheet.js").Sheet>} */ (this.querySelectorAll("by-sheet"));
		for (const sheet of all) sheet.nears(true);
		for (let n = 0; n < 300 && [...all].some((sheet) => sheet.dataset.state === "loading"); n += 1) await new Promise((done) => setTimeout(done, 100));
		print();
	}

	/** @param {WallPage} page */
	pins(page) {
		const found = this.findings.get(page.page) ?? [];
		return found.filter((f) => f.severity !== "note").map((f, i) => {
			const [, y0, x1] = f.box ?? [0, 0, page.width, 0];
			return h("span", {
				class: `pin ${f.severity}`, key: i, "aria-hidden": "true",
				style: corner(x1 / page.width, y0 / page.height),
			}, "!");
		});
	}

	/**
	 * @param {WallPage} page
	 * @param {number} wide
	 */
	figure(page, wide) {
		const found = this.findings.get(page.page) ?? [];
		const serious = found.filter((f) => f.severity !== "note");
		const open = this.open === page.page;
		const number = page.record ? String(page.record) : /^\d+$/.test(page.slogan ?? "") ? String(page.slogan).padStart(2, "0") : String(page.slogan ?? "").toUpperCase();
		const product = store.product(page.product);
		return h("figure", { key: page.page, class: open ? "open" : "" },
			h("a.picture", { href: `${link("page")}?${page.page}`, "aria-label": `${number} ${page.text}` },
				h("by-sheet", { base: base(), page: page.page, extra: "of=wall", rev: project().rev, width: page.width, height: page.height, most: wide > 4 ? 190 : 300, class: form(product), alt: page.text, overlay: this.pins(page) })),
			h("figcaption", h("span.number", number), h("span.text", { lang: "zh-Hans" }, page.text),
				serious.length > 0 && h("button", {
					class: `count ${serious.some((f) => f.severity === "error") ? "error" : "warning"}`, "aria-expanded": open,
					onclick: () => this.set({ open: open ? "" : page.page }),
				}, t(`${serious.length} 处要看`, `${serious.length} to see`))),
			open && h("ul.findings.popup", { role: "group", ref: inWindow, "aria-label": t("这一页的提示", "Findings of this page") },
				found.map((f, i) => finding(f, { key: i, edit: () => { location.hash = `${link("page")}?${page.page}`; } }))));
	}

	view() {
		const p = store.project;
		if (!p) return null;
		/** @type {Map<string, WallPage[]>} */
		const groups = new Map();
		const shown = this.only ? this.pages.filter((x) => (this.findings.get(x.page) ?? []).some((f) => f.severity !== "note")) : this.pages;
		for (const page of shown) groups.set(page.product, [...(groups.get(page.product) ?? []), page]);
		const serious = [...this.findings.values()].flat().filter((f) => f.severity !== "note").length;
		return h("div.step.wall",
			h("header.wall-head",
				h("h1", p.heading || p.title || t("全部页面", "All pages")),
				p.theme && h("p.theme", p.theme), p.unit && h("p.unit", p.unit)),
			h("nav.wall-bar", { "aria-label": t("全部页面", "All pages") },
				this.known && h("span", { "aria-live": "polite" }, many(this.count, "页", "page"), t("，", ", "), many(this.kinds, "种产品", "product")),
				serious > 0 && h("button.small", { "aria-pressed": this.only, onclick: () => this.set({ only: !this.only }) }, icon("flag"), t(`只看有提示的（${serious} 处）`, `Only those to look at (${serious})`), this.pages.length < this.count && t(`：先查了 ${this.pages.length} 页`, `: of the first ${this.pages.length} pages`)),
				h("span.gap"),
				iconButton("print", t("打印这一览", "Print this overview"), () => this.print()),
				h("a.button.main", { href: link("make") }, t("制作", "Make"), icon("right"))),
			findings(this.notes.filter((n) => n.severity !== "note")),
			findings(this.faults),
			this.pages.length === 0 && !this.faults.length && h("p.empty", this.count || !this.known ? t("正在排……", "Setting …") : t("还没有可以看的：先给口号，再选做什么。", "Nothing to see yet: give slogans, then choose what to make.")),
			[...groups].map(([id, pages]) => {
				const { width, height } = pages[0];
				const aspect = width / Math.max(height, 1e-9);
				const wide = aspect > 4 ? 30 : aspect > 1.3 ? 16 : aspect > 0.9 ? 11 : aspect > 0.5 ? 12.5 : 7.5;
				const product = store.product(id);
				return h("section", { key: id },
					h("h2", product ? say(product.name) : id, h("small", dimensions(product ?? pages[0])), this.pages.length === this.count && h("small", many(pages.length, "页", "page"))),
					h("div.grid", { style: { "--w": `${wide}rem` }, onkeydown: (e) => rove(e, "a.picture") }, pages.map((page) => this.figure(page, aspect))));
			}),
			this.pages.length < this.count && h("p.onward", h("button", { onclick: () => this.more(this.pages.length + 1, COUNT) }, t(`再看 ${Math.min(COUNT, this.count - this.pages.length)} 页（共 ${this.count}）`, `${Math.min(COUNT, this.count - this.pages.length)} more (of ${this.count})`))),
			this.count > 0 && onward("make", t("制作", "Make")));
	}
}

customElements.define("by-wall", Wall);
