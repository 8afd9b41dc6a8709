// Step 4: what to make, in words and pictures.

import { get, query } from "../lib/api.js";
import { Part, h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { say, t } from "../lib/say.js";
import { store } from "../lib/store.js";
import { base, block, dimensions, findings, form, onward, productName, project, rove } from "./bits.js";
import { sheets } from "./preview.js";
import "./sheet.js";

/** @type {[string, string, string, string, string][]} group, name, English name, what for */
const GROUPS = [
	["wall", "贴墙", "On walls", "海报、封面", "posters, covers"],
	["outside", "挂楼外", "On buildings", "横幅、条幅、背景板：长 × 高", "banners and backdrops: length × height"],
	["backdrop", "会标", "Backdrops", "会场的背景板", "of halls and stages"],
	["rollup", "易拉宝", "Roll-ups", "门口、会场，站着看", "at doors and in halls"],
	["flag", "旗", "Flags", "旗杆、道旗、桌旗", "on poles and desks"],
	["badge", "徽章", "Badges", "别在胸前的圆徽章", "round buttons"],
	["screen", "微信图", "Screens", "屏幕、微信群、公众号", "screens and chats"],
	["card", "胸卡和证书", "Name badges", "一人一张，要名单", "one a person, from a roster"],
	["other", "其他", "Others", "", ""],
];
/** Which groups come first behind which door. */
const FIRST = { sheets: ["wall", "flag", "badge", "outside", "backdrop", "rollup", "screen", "other", "card"], banners: ["outside", "backdrop", "rollup", "flag", "screen", "wall", "badge", "other", "card"], cards: ["card", "badge", "wall", "flag", "outside", "backdrop", "rollup", "screen", "other"] };

class Products extends Part {
	long = "";
	high = "";
	unit = "m";
	/** @type {any[]} */
	faults = [];

	start() {
		for (const type of ["project", "state"]) this.hear(store, type, () => this.update());
	}

	/** @param {string} id */
	turn(id) {
		const products = store.asked("products", project().products);
		const to = products.includes(id) ? products.filter((p) => p !== id) : [...products, id];
		store.change({ op: "products", ids: to }).then(() => to.includes(id) && store.show({ product: id }));
	}

	async own() {
		const id = `${this.long.trim()}x${this.high.trim()}${this.unit === "mm" ? "" : this.unit}`;
		try {
			const product = await get(`api/product?${query({ id })}`);
			store.sizes.set(product.id, product);
			this.faults = [];
			this.long = this.high = "";
			if (!project().products.includes(product.id)) this.turn(product.id);
		} catch (error) {
			this.faults = /** @type {any} */ (error).faults ?? [];
		}
		this.update();
	}

	/** @param {Product} product */
	card(product) {
		const p = project();
		const on = p.products.includes(product.id);
		const any = sheets().length > 0;
		// True to each other within a group: the square root keeps the small ones visible.
		const scale = 92 / Math.sqrt(Math.max(product.width, product.height, 1));
		const side = Math.sqrt(Math.max(product.width, product.height));
		const [w, h_] = product.width >= product.height ? [scale * side, scale * side * product.height / product.width] : [scale * side * product.width / product.height, scale * side];
		const name = say(product.name);
		// Its cells come from a table, which this window does not take: what cannot be made is not chosen.
		const closed = !!store.layout(product.layout ?? "")?.rows;
		return h("button", { class: `product${on ? " on" : ""}`, role: "checkbox", "aria-checked": on, key: product.id, "aria-label": `${name}，${dimensions(product)}`, disabled: closed && !on, onclick: () => this.turn(product.id) },
			h("span.shape", any && !closed
				? h("by-sheet", { base: base(), page: store.named({ ...store.page, record: product.personal ? store.page.record : null, product: product.id }), rev: p.rev, width: product.width, height: product.height, most: 92, class: form(product), alt: "" })
				: h("span", { class: `bare${product.round ? " round" : ""}`, style: { width: `${Math.max(w, 4)}px`, height: `${Math.max(h_, 4)}px` } })),
			h("span.text", name), h("span.soft", dimensions(product)),
			closed && h("span.soft", t("要用表格填，请用命令做", "filled from a table: by the command line")),
			h("span.tick", { "aria-hidden": "true" }, on && icon("check")));
	}

	sizes() {
		return block("own.own-size", [t("自定尺寸", "A size of your own"), h("small", t("量好墙、量好杆，写下来", "measure it, write it down"))],
			h("form", {
				class: "row", onsubmit: (e) => {
					e.preventDefault();
					this.own();
				},
			},
			h("label", t("长（宽）", "Length"), h("input", { type: "text", inputmode: "decimal", required: true, class: "short", value: this.long, oninput: (e) => { this.long = e.target.value; } })),
			h("span", { "aria-hidden": "true" }, "×"),
			h("label", t("高", "Height"), h("input", { type: "text", inputmode: "decimal", required: true, class: "short", value: this.high, oninput: (e) => { this.high = e.target.value; } })),
			h("label", t("单位", "Unit"), h("select", { value: this.unit, onchange: (e) => this.set({ unit: e.target.value }) },
				[["m", t("米", "m")], ["cm", t("厘米", "cm")], ["mm", t("毫米", "mm")]].map(([id, name]) => h("option", { value: id, key: id }, name)))),
			h("button", { type: "submit" }, icon("plus"), t("加上", "Add"))),
			findings(this.faults));
	}

	view() {
		const p = store.project;
		if (!p) return null;
		const known = new Set(store.shelf.products.map((x) => x.id));
		const mine = p.products.filter((id) => !known.has(id));
		const order = FIRST[p.door] ?? FIRST.sheets;
		const groups = [...GROUPS].sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0]));
		return h("div.step.products",
			h("header.chosen", { "aria-live": "polite" },
				h("h1", t("做什么", "What to make")),
				p.products.length ? h("p.chips", p.products.map((id) => h("button.chip", { key: id, "aria-label": t(`去掉 ${productName(id)}`, `Leave out ${productName(id)}`), onclick: () => this.turn(id) }, productName(id), icon("close"))))
					: h("p.soft", t("点一下图就选上，可以选几种。", "A click chooses; several may be chosen.")),
				onward("pages", t("看全部", "All pages"))),
			this.sizes(),
			mine.length > 0 && h("section", { "aria-label": t("自定的", "Own sizes") }, h("div.product-grid", mine.map((id) => {
				const product = store.product(id);
				return product && this.card(product);
			}))),
			groups.map(([group, zh, en, what, what_en]) => {
				const some = store.shelf.products.filter((x) => x.group === group);
				return some.length > 0 && h("section", { key: group, "aria-labelledby": `g-${group}` },
					h("h2", { id: `g-${group}` }, t(zh, en), h("small", t(what, what_en))),
					h("div.product-grid", { role: "group", "aria-labelledby": `g-${group}`, onkeydown: (e) => rove(e, ".product") }, some.map((x) => this.card(x))));
			}));
	}
}

customElements.define("by-products", Products);
