// One page large: its texts are clicked and changed, lines are broken where one clicks between two characters.

import { get, query } from "../lib/api.js";
import { Part, h } from "../lib/dom.js";
import { icon, iconButton } from "../lib/icons.js";
import { say, t } from "../lib/say.js";
import { store } from "../lib/store.js";
import { base, corner, dimensions, field, finding, form, link, productName, project, toggle } from "./bits.js";
import { sheets, turn } from "./preview.js";
import "./strip.js";
import "./stage.js";

const SHOWS = /** @type {[string, string, string][]} */ ([
	["title", "活动名称", "Title"], ["theme", "主题", "Theme"], ["unit", "单位", "Unit"], ["date", "时间", "Date"], ["place", "地点", "Place"], ["host", "主办", "Host"], ["co_host", "承办", "Co-host"], ["qr", "二维码", "Code"],
	["line1", "补充一行", "First line"], ["line2", "第二行", "Second line"], ["picture", "图片", "Picture"],
]);
const NAMES = /** @type {Record<string, [string, string]>} */ ({
	slogan: ["标语", "Slogan"], title: ["活动简称", "Short title"], heading: ["活动全称", "Full title"], campaign: ["活动全称", "Full title"], theme: ["主题", "Theme"], unit: ["单位", "Unit"],
	date: ["时间", "Date"], place: ["地点", "Place"], host: ["主办", "Host"], co_host: ["承办", "Co-host"], line1: ["补充一行", "First line"], line2: ["第二行", "Second line"],
	caption: ["数字说明", "Caption"], figure: ["数字", "Figure"], measure: ["量词", "Measure"], organisation: ["主办", "Organisation"], year: ["年份", "Year"],
	qr: ["二维码网址", "Address of the code"],
});

class Editor extends Part {
	/** The query of the page. */
	query = "";
	/** @type {PageData | null} */
	data = null;
	/** @type {Fault[]} */
	faults = [];
	/** Screen pixels a millimetre; 0 to fit. */
	zoom = 0;
	proof = false;
	/** The finding that is pointed at. */
	pointed = -1;
	#applied = "";
	/** The break that was clicked, until the page shows it. */
	#wished = -1;
	#asked = "";
	/** @type {AbortController | null} */
	#request = null;

	start() {
		for (const type of ["project", "page"]) {
			this.hear(store, type, () => {
				this.load();
				this.update();
			});
		}
		this.hear(document, "keydown", (e) => this.key(e));
		this.apply();
		this.load();
	}

	end() {
		this.#request?.abort();
	}

	/** Shows the page that the address names. */
	apply() {
		if (this.query === this.#applied || !store.project) return;
		this.#applied = this.query;
		const of = new URLSearchParams(this.query);
		/** @type {any} */
		const page = {};
		for (const name of ["product", "slogan", "layout", "side"]) if (of.has(name)) page[name] = of.get(name);
		page.record = of.has("record") ? Number(of.get("record")) : null;
		store.show(page);
	}

	/** @param {KeyboardEvent} event */
	key(event) {
		const inField = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, [role=radiogroup], .strip");
		if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
		if (event.key === "ArrowLeft") turn(-1);
		else if (event.key === "ArrowRight") turn(1);
		else if (event.key === "0") this.zoomTo(0);
		else if (event.key === "1") this.zoomTo(trueSize());
		else if (event.key === "+" || event.key === "=") this.zoomBy(1.25);
		else if (event.key === "-") this.zoomBy(0.8);
		else if (event.key === "Escape") location.hash = link("pages");
		else return;
		event.preventDefault();
	}

	/** @param {number} to */
	zoomTo(to) {
		this.set({ zoom: to });
	}

	/** @param {number} factor */
	zoomBy(factor) {
		const stage = /** @type {any} */ (this.querySelector("by-stage"));
		const now = this.zoom || stage?.fitting() || 1;
		this.zoomTo(Math.min(200, Math.max(0.01, now * factor)));
	}

	async load() {
		const p = store.project;
		if (!p || p.faults) return;
		const page = store.shown();
		const key = `${p.name} ${p.rev} ${page}`;
		if (key === this.#asked) return;
		this.#asked = key;
		history.replaceState(null, "", `${link("page")}?${page}`);
		this.#request?.abort();
		this.#request = new AbortController();
		try {
			const data = await get(`${base()}/page?${page}`, this.#request.signal);
			if (this.#asked !== key) return;
			this.data = data;
			this.faults = [];
			this.taken();
		} catch (error) {
			if (this.#asked !== key) return;
			this.data = null;
			this.faults = /** @type {any} */ (error).faults ?? [];
		}
		this.pointed = -1;
		this.update();
	}

	/** A break that was asked for and that the page does without is told. */
	taken() {
		const after = this.#wished;
		this.#wished = -1;
		const of = (this.data?.texts ?? []).filter((text) => text.fields?.includes("slogan")).flatMap((text) => text.gaps ?? []).find((gap) => gap.after === after);
		if (after > 0 && of?.kind === "break" && !of.ends) {
			store.tell(t("记下了：这里可以断行。但这一页这样断字会小，没有采用；一定要断，请把标语里这一处打一个空格（算两句）。", "Kept: a line may end here. This page does without it, as its type would be smaller; to have it, put a space there, which makes it two clauses."));
		}
	}

	slogan() {
		return project().slogans.find((s) => String(s.number) === String(store.page.slogan)) ?? null;
	}

	/** @param {string} name */
	edit(name) {
		const input = this.querySelector(`#f-edit-${name}`);
		if (input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement) {
			input.focus();
			input.select();
		} else if (/logo|mark|code|qr/.test(name)) {
			location.hash = link("sign");
		}
	}

	/** What lies over the picture: texts, characters, gaps and pins. */
	overlay() {
		const { data } = this;
		if (!data) return [];
		const place = (/** @type {number[]} */ [x0, y0, x1, y1]) => ({
			left: `${x0 / data.width * 100}%`, top: `${y0 / data.height * 100}%`, width: `${(x1 - x0) / data.width * 100}%`, height: `${(y1 - y0) / data.height * 100}%`,
		});
		const slogan = this.slogan();
		const out = [];
		for (const [i, text] of data.texts.entries()) {
			const name = text.fields?.[0] ?? text.region;
			if (text.editable && this.can(name)) {
				out.push(h("button", { key: `t${i}`, class: "zone text-zone", tabindex: "-1", style: place(text.box), "aria-label": t(`改：${text.value}`, `Change: ${text.value}`), title: t("点一下改字", "Click to change"), onclick: () => this.edit(name) }));
			}
			if (!slogan || !text.fields?.includes("slogan")) continue;
			for (const char of text.chars ?? []) {
				const big = data.key && char.c.trim();
				out.push(h("button", {
					key: `c${i}-${char.index}`, class: "zone char-zone", tabindex: "-1", style: place(char.box),
					"aria-label": big ? t(`把“${char.c}”排大`, `Make “${char.c}” the large one`) : t("改标语", "Change the slogan"), title: big ? t(`点一下：“${char.c}”排成大字`, `Click: “${char.c}” becomes the large one`) : t("点一下改字", "Click to change"),
					onclick: () => (big ? store.change({ op: "slogan", number: slogan.number, key: char.c }) : this.edit("slogan")), ondblclick: () => this.edit("slogan"),
				}));
			}
			for (const gap of text.gaps ?? []) {
				if (gap.kind === "clause") continue;
				const broken = gap.kind === "break";
				out.push(h("button", {
					key: `g${i}-${gap.after}`, class: `zone gap-zone ${gap.kind}`, tabindex: "-1", style: place(gap.box),
					"aria-label": broken ? t("不在这里断行", "Do not break here") : t("在这里断行", "Break here"), title: broken ? t("不在这里断行", "Do not break here") : t("在这里断行", "Break here"),
					onclick: () => {
						this.#wished = broken ? -1 : gap.after;
						store.change({ op: "break", number: slogan.number, after: gap.after, kind: broken ? "" : "|" });
					},
				}));
			}
		}
		for (const [i, f] of (data.findings ?? []).entries()) {
			if (!f.box || f.severity === "note") continue;
			const [, y0, x1] = f.box;
			if (this.pointed === i) out.push(h("span", { key: `m${i}`, class: `marked ${f.severity}`, style: place(f.box) }));
			out.push(h("button", {
				key: `p${i}`, class: `pin ${f.severity}`, "aria-label": say(f.message), title: say(f.message),
				style: corner(x1 / data.width, y0 / data.height),
				onclick: () => this.set({ pointed: this.pointed === i ? -1 : i }),
			}, i + 1));
		}
		return out;
	}

	/** @param {string} name */
	can(name) {
		if (store.page.record && ["name", "post", "number", "unit_of"].includes(name)) return false;
		if (name === "slogan") return !!this.slogan() || /^e/.test(String(store.page.slogan));
		return name in NAMES;
	}

	/** The fields of this page. */
	fields() {
		const p = project();
		const slogan = this.slogan();
		const out = [];
		if (slogan) {
			out.push(field({ name: "edit-slogan", label: t("标语（空格分句）", "Slogan (a space parts clauses)"), value: slogan.text, wide: true, always: true, write: (v) => v && store.change({ op: "slogan", number: slogan.number, text: v }) }));
			out.push(h("by-strip", { key: "strip", slogan, data: this.data }));
		}
		const label = String(store.page.slogan);
		const index = p.events.findIndex((e) => e.label === label);
		if (index >= 0) {
			const event = /** @type {any} */ (p.events[index]);
			for (const name of ["title", "host", "co_host", "date", "place"]) {
				out.push(field({ name: `edit-${name}`, label: name === "title" ? t("会议名称", "Title") : t(...NAMES[name]), value: event[name], always: name === "title", write: (v) => (name !== "title" || v) && store.change({ op: "event", index: index + 1, set: { [name]: v } }) }));
			}
		}
		const names = new Set((this.data?.texts ?? []).filter((x) => x.editable).flatMap((x) => x.fields ?? []));
		if (index < 0) names.add("unit");
		for (let name of names) {
			if (name === "slogan" || (index >= 0 && ["title", "host", "co_host", "date", "place"].includes(name))) continue;
			if (!this.can(name)) continue;
			const value = /** @type {any} */ (p)[name === "campaign" ? "heading" : name] ?? p.fields[name];
			const to = name === "campaign" ? "heading" : name;
			out.push(field({ name: `edit-${name}`, label: t(...NAMES[name]), value, wide: true, write: (v) => store.change({ op: "set", field: to, value: v }) }));
		}
		return out;
	}

	panel() {
		const p = project();
		const found = [...this.faults.map((f) => ({ ...f, severity: /** @type {const} */ ("error") })), ...(this.data?.findings ?? [])];
		// What is not there needs no switch.
		const shows = SHOWS.filter(([name]) => name in p.shows && (!p.shows[name] || /** @type {any} */ (p)[name] || p.fields[name] || p.files[name]));
		return h("aside.panel", { "aria-label": t("这一页", "This page") },
			h("section", h("h2", t("文字", "Words")), store.page.record ? h("p.hint", t("姓名、职务、编号来自名单；改名单后再拖进来就好。", "Name, post and number come from the roster: change the table and drop it again.")) : null, this.fields()),
			found.length > 0 && h("section", h("h2", t("提示", "Findings"), h("small", found.length)), h("ol.findings", found.map((f, i) => finding(f, { key: i, edit: (x) => this.edit(x.region ?? "slogan") })))),
			shows.length > 0 && h("section", h("h2", t("印什么", "What is printed")),
				h("div.toggles", shows.map(([name, zh, en]) => toggle(t(zh, en), p.shows[name], (on) => store.change({ op: "show", field: name, on }), { key: name })))));
	}

	view() {
		const p = store.project;
		if (!p || p.faults) return null;
		this.apply();
		const { page, shelf } = store;
		const product = store.product(page.product ?? "");
		const all = sheets();
		const now = all.findIndex((s) => s.id === String(page.slogan));
		const products = [...new Set([...p.products, page.product ?? ""])].filter((x) => x);
		const layouts = [...new Set([...p.layouts, page.layout ?? ""])].filter((x) => x);
		const text = page.record ? t(`第 ${page.record} 张`, `No. ${page.record}`) : all[now]?.text ?? "";
		const real = Math.abs(this.zoom - trueSize()) < 1e-6;
		return h("div.editor",
			h("div.toolbar", { role: "toolbar", "aria-label": t("看", "View") },
				h("a.button.quiet", { href: link("pages") }, icon("left"), t("全部", "All")),
				h("div.pager", iconButton("left", t("上一张（←）", "Previous (←)"), () => turn(-1)),
					h("span.count", { "aria-live": "polite" }, page.record ? [t(`第 ${page.record} 人`, `No. ${page.record}`), store.roster?.good ? t(`，共印 ${store.roster.good} 人`, ` of ${store.roster.good} printed`) : ""] : `${now + 1} / ${all.length}`),
					iconButton("right", t("下一张（→）", "Next (→)"), () => turn(1))),
				h("select", { "aria-label": t("产品", "Product"), value: page.product, onchange: (e) => store.show({ product: e.target.value }) }, products.map((id) => h("option", { value: id, key: id }, productName(id)))),
				layouts.length > 1 && h("select", { "aria-label": t("版式", "Layout"), value: page.layout, onchange: (e) => store.show({ layout: e.target.value }) }, layouts.map((id) => h("option", { value: id, key: id }, say(shelf.layouts.find((l) => l.id === id)?.name ?? id)))),
				product && product.sides > 1 && h("button.small", { "aria-pressed": page.side === "back", onclick: () => store.show({ side: page.side === "back" ? null : "back" }) }, t("看反面", "Back")),
				h("span.soft.size", dimensions(product)),
				h("span.gap"),
				toggle(t("印出来的颜色", "As printed"), this.proof, (on) => this.set({ proof: on })),
				iconButton("minus", t("缩小（-）", "Smaller (-)"), () => this.zoomBy(0.8)), iconButton("plus", t("放大（+）", "Larger (+)"), () => this.zoomBy(1.25)),
				h("button.small", { "aria-pressed": !this.zoom, onclick: () => this.zoomTo(0) }, t("适合窗口", "Fit")),
				h("button.small", { "aria-pressed": real, onclick: () => this.zoomTo(trueSize()) }, t("实际大小", "True size")),
				real && h("by-ruler", { onsized: () => this.zoomTo(trueSize()) }),
				h("a.button.small", { download: `${text}.png`, href: `${base()}/page.img?${store.shown()}&${query({ w: 2400, h: 2400, form: "png", rev: p.rev })}` }, t("存这张图", "Save picture"))),
			product ? h("by-stage", {
				base: base(), page: store.shown(), rev: p.rev, extra: this.proof ? "proof=paper" : "", width: product.width, height: product.height, form: form(product),
				alt: t(`${text}，${productName(product.id)}`, `${text}, ${productName(product.id)}`), zoom: this.zoom, overlay: this.overlay(),
			}) : h("div.stage"),
			this.panel());
	}
}

/** Screen pixels a millimetre at true size: 96 pixels an inch (CSS), corrected by what was measured on this screen. */
function trueSize() {
	return 96 / 25.4 * (Number(localStorage.getItem("screen")) || 1);
}

/** A bank card is 85.60 mm wide (ISO/IEC 7810, ID-1): it says how large this screen's millimetre is. */
class Ruler extends Part {
	open = false;

	view() {
		const now = Number(localStorage.getItem("screen")) || 1;
		const set = (/** @type {number} */ to) => {
			localStorage.setItem("screen", String(to));
			this.update();
			this.dispatchEvent(new Event("sized"));
		};
		return h("span.ruler",
			h("button.small", { "aria-expanded": this.open, onclick: () => this.set({ open: !this.open }) }, t("校准屏幕", "Calibrate")),
			this.open && h("div.popup",
				h("p", t("把一张银行卡贴在屏幕上，拉到一样宽：", "Hold a bank card to the screen and make the frame as wide:")),
				h("div.card-frame", { style: { width: `${85.6 * trueSize()}px`, height: `${53.98 * trueSize()}px` } }),
				h("input", { type: "range", min: "0.5", max: "2.5", step: "0.005", value: String(now), "aria-label": t("卡的宽度", "Width of the card"), oninput: (e) => set(Number(e.target.value)) }),
				h("button.small", { onclick: () => this.set({ open: false }) }, t("好了", "Done"))));
	}
}

customElements.define("by-ruler", Ruler);
customElements.define("by-editor", Editor);
