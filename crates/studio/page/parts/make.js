// Step 6: three ways out.

import { get, post, query } from "../lib/api.js";
import { Part, h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { many, say, size, t, time } from "../lib/say.js";
import { store } from "../lib/store.js";
import { base, block, finding, findings, link, option, productName, project, toggle } from "./bits.js";

/** @type {[string, string, string, string, string, any][]} */
const WAYS = [
	["proofs", "发微信看", "Send around", "JPG 小图，一页一张，手机上点开就看", "JPEGs of a screen's size, one a page", "picture"],
	["office", "自己打印", "Print yourself", "拼在 A4 上带裁切线，或把大张分开打、拼起来", "on A4 with cut marks, or a large sheet over many, to be taped", "print"],
	["shop", "送印厂", "Give to a print shop", "先按印厂的要求查一遍，再出 PDF/X-4 或 TIFF", "checked as the shop would, then PDF/X-4 or TIFF", "file"],
];
/** Shops in words of the trade; the ids are those of profiles. */
const TOP = /** @type {Record<string, [string, string, string, string]>} */ ({
	"校对单.pdf": ["校对单", "Proofreading sheet", "全部文字，供校对", "every text as printed"], "approval.pdf": ["审批单", "Approval sheet", "缩印在 A4 上，供签字", "all pages on A4, to be signed"],
	"index.html": ["总览", "Contact sheet", "全部页面的小图", "small pictures of all pages"], "jobs.csv": ["制作单", "Job sheet", "", ""],
});

/**
 * A file below its folder as the page calls it: folders are called by their products.
 * @param {string} path
 */
function called(path) {
	return path.split("/").map((part) => (TOP[part] ? t(TOP[part][0], TOP[part][1]) : store.product(part) ? productName(part) : /^reprint\./.test(part) ? t("补印清单", "list to print again") : part)).join(" / ");
}

class Make extends Part {
	way = "proofs";
	paper = "a4";
	tile = false;
	shop = "";
	quantity = "";
	outlines = false;
	/** @type {Making | null} */
	status = null;
	/** @type {Command | null} */
	command = null;
	/** @type {Finding[] | null} */
	problems = null;
	/** What of the products this way leaves out. */
	/** @type {{ product: string, why: Say }[]} */
	left = [];
	/** How many pages were looked at, of how many, where it is not all of them. */
	/** @type {[number, number] | null} */
	looked = null;
	/** What this way comes to, by the plan that makes it. */
	/** @type {{ pages: number, files: number, sheets: number | null } | null} */
	counts = null;
	#timer = 0;
	#checked = "";
	/** The shop that the project names. */
	#own = store.project?.shop ?? "";

	start() {
		this.hear(store, "project", () => {
			this.command = null;
			const shop = store.project?.shop;
			if (shop && shop !== this.#own) this.shop = this.#own = shop;
			this.check();
			this.update();
		});
		// More sheets than anyone wants by mistake.
		this.hear(document, "many", () => this.make({ many: true }));
		const kept = sessionStorage.getItem("way");
		if (kept) this.way = kept;
		this.shop = store.project?.shop ?? store.shelf.shops[0]?.id ?? "offset";
		this.ask(!kept);
		this.check();
	}

	end() {
		clearTimeout(this.#timer);
	}

	what() {
		const p = project();
		return p.door === "cards" && p.files.roster ? "cards" : "sheets";
	}

	body(more = {}) {
		const { way } = this;
		return {
			way, what: this.what(), products: [], slogans: "", layouts: [], paper: way === "office" ? this.paper : null, tile: way === "office" && this.tile ? this.paper : null,
			shop: way === "shop" ? this.shop : null, quantity: this.quantity ? Number(this.quantity) : null, outlines: way === "shop" && this.outlines, tidy: false, ...more,
		};
	}

	/** @param {boolean} [fresh] nothing was chosen in this tab yet */
	async ask(fresh = false) {
		clearTimeout(this.#timer);
		const got = await get(`${base()}/make`).catch(() => null);
		if (!this.isConnected) return;
		// What was made last is shown with the choices that it was made by.
		if (got?.job && !this.status && (fresh || got.way === this.way) && WAYS.some(([id]) => id === got.way)) {
			const paper = got.tile ?? got.paper ?? this.paper;
			Object.assign(this, { way: got.way, tile: !!got.tile, paper, shop: got.shop ?? this.shop });
			this.check();
		}
		if (got) this.status = got;
		this.update();
		if (got?.state === "running") this.#timer = window.setTimeout(() => this.ask(), 200);
	}

	/** What the shop would say, before anything is made. */
	async check() {
		const p = store.project;
		if (!p || p.faults) return;
		const shop = this.way === "shop" ? this.shop : null;
		const key = `${p.rev} ${this.what()} ${this.way} ${shop} ${this.paper} ${this.tile}`;
		if (key === this.#checked) return;
		this.#checked = key;
		this.problems = null;
		this.counts = null;
		const left = await post(`${base()}/command`, this.body()).catch(() => null);
		if (this.#checked === key) this.set({ left: left?.left_out ?? [] });
		const counts = await post(`${base()}/count`, this.body()).catch(() => null);
		if (this.#checked === key) this.set({ counts });
		// Why there are no pages is what is to be changed.
		const got = await get(`${base()}/findings?${query({ what: this.what(), from: 1, count: 60, shop })}`).catch((error) => ({ pages: [{ faults: error.faults ?? [] }] }));
		if (this.#checked !== key || !this.isConnected) return;
		this.problems = /** @type {FoundPage[]} */ (got.pages).flatMap((page) => [
			...(page.faults ?? []).map((f) => ({ ...f, severity: /** @type {const} */ ("error"), page: page.page })), ...(page.findings ?? []).map((f) => ({ ...f, page: page.page }))]);
		this.looked = got.count > got.pages.length ? [got.pages.length, got.count] : null;
		this.update();
	}

	/** @param {any} [more] */
	async make(more) {
		await store.settled();
		const got = await store.run(() => post(`${base()}/make`, this.body(more)));
		if (got) {
			this.status = got;
			this.ask();
		}
	}

	async showCommand() {
		this.command = await store.run(() => post(`${base()}/command`, this.body()));
		this.update();
	}

	/** @param {string} way */
	choose(way) {
		sessionStorage.setItem("way", way);
		this.option({ way });
	}

	/** @param {Record<string, unknown>} to */
	option(to) {
		this.set({ ...to, command: null });
		this.check();
	}

	/**
	 * Pages, files and paper, said everywhere in the same words and from the same plan.
	 * @param {{ pages: number, files: number, sheets?: number | null }} of
	 */
	amount({ pages, files, sheets }) {
		return [many(pages, "页", "page"), many(files, "个文件", "file"), ...sheets ? [many(sheets, "张纸", "sheet")] : []].join(t("，", ", "));
	}

	/** What was chosen is not left out without a word. */
	lacking() {
		return this.left.length > 0 && h("div.told", { role: "status" }, h("p", t("这样做，下面几种不在其中：", "Not among what is made so:")),
			h("ul", this.left.map(({ product, why }) => h("li", { key: product }, productName(product), t("：", ": "), say(why)))));
	}

	options() {
		const { shelf } = store;
		if (this.way === "proofs") return h("p.hint", t("颜色是屏幕上的颜色，印出来会略有不同。", "Colours are those of screens; in print they differ a little."));
		if (this.way === "office") {
			return [
				h("fieldset.radios", h("legend", t("怎样打", "How")),
					[[false, t("拼在一起，带裁切线", "several on a sheet, with cut marks")], [true, t("大张分成几张打，按字母拼起来", "a large page over several sheets, taped by their letters")]].map(([is, name]) => h("label.check", { key: String(is) },
						h("input", { type: "radio", name: "tile", checked: this.tile === is, onchange: () => this.option({ tile: !!is }) }), String(name)))),
				h("label.inline", t("纸", "Paper"), h("select", { value: this.paper, onchange: (e) => this.option({ paper: e.target.value }) },
					(shelf.papers.length ? shelf.papers : [{ id: "a4", name: "A4" }]).map((paper) => h("option", { value: paper.id, key: paper.id }, say(paper.name))))),
				h("p.hint", t("打印时选“实际大小 100 %”。", "In the printer's window choose “actual size, 100 %”."))];
		}
		const shop = shelf.shops.find((s) => s.id === this.shop);
		return [
			h("label.inline", t("印厂", "Shop"), h("select", { value: this.shop, onchange: (e) => { store.change({ op: "set", field: "shop", value: e.target.value }); this.option({ shop: e.target.value }); } },
				shelf.shops.map((s) => h("option", { value: s.id, key: s.id }, say(s.name))))),
			shop && h("p.hint", say(shop.detail)),
			h("div.row",
				h("label.inline", t("每种印多少", "Pieces of each"), h("input", { type: "text", inputmode: "numeric", class: "short", value: this.quantity, oninput: (e) => { this.quantity = e.target.value.replace(/\D/g, ""); this.command = null; } })),
				h("label.check", h("input", { type: "checkbox", checked: this.outlines, onchange: (e) => this.set({ outlines: e.target.checked, command: null }) }), t("文字转曲", "Type as outlines"))),
			this.coats()];
	}

	/** What becomes a plate of its own. */
	coats() {
		const { press } = project();
		const cards = this.what() === "cards";
		/** @type {[string, string]} */
		const none = ["", t("不要", "none")];
		/** @type {[string, string][]} */
		const some = [...cards ? [/** @type {[string, string]} */ (["name", t("姓名", "the name")])] : [], ["slogan", t("标语", "the slogan")], ["key", t("大字（大字、点阵版式）", "the large character (glyph, dots)")], ["logo", t("标志", "the logo")], ["slogan,logo", t("标语和标志", "slogan and logo")]];
		const [art, all] = /** @type {[string, string][]} */ ([["art", t("有图文的地方", "wherever ink is")], ["all", t("满版", "all of it")]]);
		return h("details.coats", { open: !!(press.white || press.varnish || press.foil || press.marks_apart) },
			h("summary", t("烫金、局部 UV、白墨、套准标", "Foil, spot varnish, white, marks")),
			h("div.stack",
				option("foil", t("烫金", "Foil"), [none, ...some]),
				option("varnish", t("局部 UV（光油）", "Spot varnish"), [none, ...some, art, all]),
				option("white", t("白墨（透明膜、玻璃）", "White (film, glass)"), [none, all, art]),
				toggle(t("裁切线和套准标各色分开", "Inks of marks apart"), !!press.marks_apart, (on) => store.change({ op: "set", field: "marks_apart", value: on }))),
			h("p.hint", t("各出一块专版；打样和审批单上看得到。", "A plate each; proofs and approval sheets show them.")));
	}

	preflight() {
		if (!this.problems) return h("p.soft", { role: "status" }, t("正在按印厂的眼光查……", "Looking as the shop would …"));
		const serious = this.problems.filter((f) => f.severity !== "note");
		const errors = serious.filter((f) => f.severity === "error");
		const part = this.looked && t(`（先查了 ${this.looked[0]} 页，共 ${this.looked[1]} 页）`, ` (${this.looked[0]} of ${this.looked[1]} pages were looked at)`);
		if (!serious.length) return h("p.good", { role: "status" }, icon("check"), t("查过了，没有要改的。", "Checked: nothing to be changed."), part);
		/** @type {Map<string, any>} */
		const kinds = new Map();
		for (const f of serious) {
			const key = f.rule ?? f.code ?? say(f.message);
			const of = kinds.get(key) ?? { ...f, pages: new Set() };
			of.pages.add(f.page);
			kinds.set(key, of);
		}
		return h("div",
			h("p", { class: errors.length ? "wrong" : "told", role: "status" }, errors.length ? t(`有 ${errors.length} 处要改`, `${errors.length} to be changed`) : t(`有 ${serious.length} 处要看一下`, `${serious.length} to look at`), part),
			h("ul.findings", [...kinds.values()].slice(0, 8).map((f, i) => finding(f, { key: i, edit: () => { location.hash = `${link("page")}?${[...f.pages][0]}`; } }))),
			h("p", h("a", { href: link("pages") }, t("在全部页面里看", "See them on the pages"))));
	}

	/** Pages that cannot be made, before one tries. */
	hindered() {
		const errors = new Map((this.problems ?? []).filter((f) => f.code).map((f) => [say(f.message), f]));
		return errors.size > 0 && h("div", h("p.wrong", { role: "status" }, t("这些做不成：", "These cannot be made:")), findings([...errors.values()]));
	}

	/** @param {Making} s */
	running(s) {
		const part = s.pages ? s.done / s.pages : 0;
		return block("running.running", [t("正在制作", "Making")],
			h("progress", { max: 1, value: part, "aria-labelledby": "running-label" }),
			h("p", { role: "status" }, t(`${s.done} / ${s.pages} 页`, `${s.done} of ${s.pages} pages`), s.seconds_left !== null && s.seconds_left !== undefined && s.done > 0 ? t(`，还要 ${time(s.seconds_left)}`, `, ${time(s.seconds_left)} left`) : ""),
			h("p", h("button", { onclick: () => store.run(() => post(`${base()}/stop`)).then(() => this.ask()) }, t("停下", "Stop"))));
	}

	done() {
		const s = this.status;
		if (!s || s.state === "idle" || !s.job) return null;
		// What another way made is seen when that one is chosen.
		const asked = this.body();
		if (s.way !== this.way || s.what !== asked.what || (s.shop ?? null) !== asked.shop || !s.tile !== !asked.tile) return null;
		const at = (/** @type {string} */ path) => `${base()}/output/${(path.startsWith(`${s.folder}/`) ? path : `${s.folder}/${path}`).split("/").map(encodeURIComponent).join("/")}`;
		const files = s.files_made + s.files_kept;
		// What was made is there, whatever else was not.
		const failed = !files || !s.folder;
		const ended = s.state === "done";
		const spoilt = s.pages_failed || 0;
		const { zip: shop } = s;
		const told = s.findings?.filter((f) => f.severity !== "note");
		const name = (/** @type {string} */ path) => path.slice(path.lastIndexOf("/") + 1);
		return h("section", { class: `made ${s.state}`, "aria-labelledby": "made-label" },
			h("h2", { id: "made-label" }, failed ? t("没有做成", "Not made") : s.state === "stopped" ? t("停下了", "Stopped") : !ended ? t("没有做完", "Not all of it is made") : spoilt || s.rows_left ? t("其余做好了", "The rest is made") : t("做好了", "Made"),
				h("small", this.amount({ pages: ended ? s.pages - spoilt : s.done - spoilt, files, sheets: ended ? s.sheets : null }), s.files_kept > 0 && t(`（${s.files_kept} 个原来就有）`, ` (${s.files_kept} were there)`), [s.bytes > 0 && size(s.bytes), time(s.seconds ?? 0)].map((x) => x && t("，", ", ") + x))),
			spoilt > 0 && h("p.wrong", t(`有 ${spoilt} 页没有做成：`, `${spoilt} ${spoilt > 1 ? "pages" : "page"} could not be made:`)),
			findings(s.faults),
			s.rows_left > 0 && h("p.wrong", t(`名单里有 ${s.rows_left} 行没有印，或没有印全`, `${many(s.rows_left, "", "row")} of the roster ${s.rows_left > 1 ? "are" : "is"} not printed, or not on all`), s.reprint && !failed && [t("：", ": "), h("a", { href: at(s.reprint), target: "_blank", rel: "noopener" }, t("补印清单", "list to print again")), t("（改好、补上照片后，只印它）", " (mended, with its photos, it is a roster of its own)")]),
			s.left_out?.length > 0 && h("p.told", t("没有做：", "Left out: "), s.left_out.map(({ product }) => productName(product)).join(t("、", ", "))),
			s.rev < project().rev && h("p.told", t("做好以后又改过；要新的就再按“制作”。", "The project was changed since: press Make for the new.")),
			!failed && h("ul.top", (s.top ?? []).map((path) => h("li", { key: path }, icon("file"), h("a", { href: at(path), target: "_blank", rel: "noopener", title: name(path) }, called(path)), h("span.soft", t(...(/** @type {[string, string]} */ (TOP[name(path)]?.slice(2) ?? ["", ""]))))))),
			!failed && h("p.row",
				h("button.main", { onclick: () => store.run(() => post(`${base()}/open`, { path: s.folder })) }, icon("folder"), t("打开文件夹", "Open the folder")),
				shop && h("a.button", { href: `${base()}/zip?${query({ way: s.way, what: this.what() })}`, download: "" }, t("给印厂的 ZIP", "ZIP for the shop"))),
			shop && !failed && h("p.hint", t("ZIP 里是印刷文件、制作单和字体授权；没有名单、照片、活动文件。", "The ZIP holds print files, job sheet and licences; never the roster, photos or the campaign file.")),
			told?.length > 0 && h("details", { open: s.rows_left > 0 }, h("summary", s.way === "shop" ? t(`印厂会看到的提示（${told.length} 种）`, `Findings (${told.length})`) : t(`要看一下的（${told.length} 种）`, `To look at (${told.length})`)), findings(told)),
			s.moved > 0 && h("p.good", icon("check"), t(`${s.moved} 个旧文件已移到“旧文件”。`, `${s.moved} older files were moved to 旧文件.`)),
			s.stale?.length > 0 && h("details", { open: s.stale.length < 10 }, h("summary", t(`文件夹里有 ${s.stale.length} 个旧文件，这次用不着了`, `${s.stale.length} older files in the folder are no longer meant`)),
				h("ul.names", s.stale.slice(0, 100).map((f) => h("li", { key: f, title: f }, called(f)))),
				h("p", h("button", { onclick: () => store.run(() => post(`${base()}/tidy`, this.body({ tidy: true }))).then(() => this.ask()) }, t("移到“旧文件”", "Move them to 旧文件")))));
	}

	view() {
		const p = store.project;
		if (!p) return null;
		const running = this.status?.state === "running";
		const errors = (this.problems ?? []).some((f) => f.severity === "error");
		return h("div.step.make",
			h("h1", t("怎么拿出去", "How it leaves")),
			h("div.ways", { role: "radiogroup", "aria-label": t("怎么拿出去", "How it leaves") }, WAYS.map(([id, zh, en, what, what_en, drawing]) => h("button", {
				class: `way${this.way === id ? " on" : ""}`, role: "radio", key: id, "aria-checked": this.way === id, "aria-label": t(zh, en), disabled: running, onclick: () => this.choose(id),
			}, icon(drawing), h("strong", t(zh, en)), h("span", t(what, what_en))))),
			h("div.make-body",
				h("section.options", { "aria-label": t("选项", "Options") }, this.options(), this.lacking(), this.way === "shop" ? this.preflight() : this.hindered()),
				h("p.go",
					this.counts && !running && h("span.soft", { role: "status" }, t(`会做出 ${this.amount(this.counts)}`, `Comes to ${this.amount(this.counts)}`)),
					h("button.main.big", { disabled: running, onclick: () => this.make() }, t("制作", "Make")),
					errors && this.way === "shop" && h("span.soft", t("有要改的；也可以先做出来看", "There is something to be changed; it can be made all the same")))),
			running && this.status ? this.running(this.status) : this.done(),
			h("details.command", { ontoggle: (e) => e.target.open && !this.command && this.showCommand() },
				h("summary", t("给 IT 同事的命令", "The same as a command line")),
				this.command && [
					h("p.hint", t("文件夹：", "Folder: "), h("code", this.command.folder)),
					h("pre", { tabindex: "0" }, h("code", this.command.command)),
					h("p", h("button.small", { onclick: () => navigator.clipboard.writeText(this.command?.command ?? "").then(() => store.tell(t("复制好了", "Copied"))) }, icon("copy"), t("复制", "Copy"))),
					this.command.powershell && this.command.powershell !== this.command.command && h("pre", { tabindex: "0" }, h("code", this.command.powershell))],
				!this.command && h("button.small", { onclick: () => this.showCommand() }, t("再看", "Show"))),
			h("p.kept.soft", t(`全部存在 ${p.folder}：明年打开它，改一行就行。`, `All is kept in ${p.folder}: next year open it and change a line.`)));
	}
}

customElements.define("by-make", Make);
