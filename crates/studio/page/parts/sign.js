// Step 2: who signs, what it is called, with which logo.

import { Part, h } from "../lib/dom.js";
import { PICTURES } from "../lib/drop.js";
import { say, t } from "../lib/say.js";
import { store } from "../lib/store.js";
import { block, field, fileBox, onward, option, project, rove, toggle } from "./bits.js";
import "./logo.js";
import "./preview.js";

/** What offers are for, in words. */
const OFFERED = /** @type {Record<string, [string, string]>} */ ({
	title: ["活动简称", "short title"], heading: ["活动全称", "full title"], year: ["年份", "year"], theme: ["主题", "theme"], unit: ["单位", "unit"],
	date: ["时间", "date"], place: ["地点", "place"], organisation: ["主办", "organisation"], host: ["主办", "host"],
});

class Sign extends Part {
	start() {
		for (const type of ["project", "page"]) this.hear(store, type, () => this.update());
	}

	offers() {
		const p = project();
		const open = p.offers.filter((o) => String(/** @type {any} */ (p)[o.field] ?? p.fields[o.field] ?? "") !== String(o.value));
		if (!open.length) return null;
		const set = (/** @type {Project["offers"][0]} */ o) => ({ op: "set", field: o.field, value: o.field === "year" ? Number(o.value) || o.value : o.value });
		return h("aside.offers",
			h("p", t("在清单里看到了这些，点一下就填上：", "Found in the list; a click fills it in:")),
			h("p.chips", open.map((o, i) => h("button.chip", { key: i, title: say(o.from), onclick: () => store.change(set(o)) },
				h("span.soft", t(...(OFFERED[o.field] ?? [o.field, o.field]))), h("strong", String(o.value)))),
			open.length > 1 && h("button.small", { onclick: () => store.change(...open.map(set)) }, t("都用", "Take all"))));
	}

	/** What certificates, invitations, passes and pennants say, where they are chosen. */
	papers() {
		const p = project();
		const asked = [...new Set([...p.products.map((id) => store.product(id)?.layout), ...p.layouts].flatMap((id) => store.layout(id ?? "")?.asks ?? []))];
		if (!asked.length) return null;
		const name = (/** @type {string} */ id) => say(store.shelf.fields.find((f) => f.id === id)?.name ?? { zh: id, en: id });
		return block("papers", [t("证书、请柬、锦旗上的字", "Words of certificates, invitations, pennants"), h("small", t("名单里有这一列的，用名单的", "a column of the roster goes before"))],
			h("div.fields", asked.map((id) => field({ name: id, label: name(id), value: p.fields[id], wide: id === "body", lines: id === "body" ? 3 : undefined, placeholder: id === "body" ? "在“质量月”活动中成绩突出，特发此证，以资鼓励。" : undefined }))));
	}

	view() {
		const p = store.project;
		if (!p) return null;
		const cards = p.door === "cards";
		return h("div.step.two",
			h("div.col",
				this.offers(),
				block("sign", [t("单位和活动", "Unit and campaign"), h("small", t("空着就不印", "what is empty is not printed"))],
					h("div.fields",
						field({ name: "unit", label: t("单位", "Unit that signs"), value: p.unit, placeholder: "某某发电厂", wide: true }),
						field({ name: "heading", label: t("活动全称", "Full title of the campaign"), value: p.heading, placeholder: "2026 年“安全生产月”", wide: true }),
						field({ name: "title", label: t("活动简称", "Short title"), value: p.title, placeholder: "安全生产月" }),
						field({ name: "year", label: t("年份", "Year"), value: p.year, type: "text", write: (v) => store.change({ op: "set", field: "year", value: v === null ? null : /^\d{4}$/.test(v.trim()) ? Number(v) : v }) }),
						field({ name: "theme", label: t("主题", "Theme"), value: p.theme, wide: true, placeholder: "人人讲安全，个个会应急" }),
						field({ name: "date", label: t("时间", "Date"), value: p.fields.date }),
						field({ name: "place", label: t("地点", "Place"), value: p.fields.place }),
						p.door === "banners" && [
							field({ name: "host", label: t("主办", "Host"), value: p.fields.host }),
							field({ name: "co_host", label: t("承办", "Co-host"), value: p.fields.co_host })])),
				this.papers(),
				block("logo", [t("标志", "Logo")], h("by-logo")),
				block("more", [t("图片和二维码", "Picture and code"), h("small", t("可以不要", "optional"))],
					h("div.pair",
						fileBox("picture", t("实景图", "Picture"), t("用于“实景”版式", "for the layout 实景 scene"), PICTURES, "picture"),
						fileBox("art", t("成品画面", "Finished art"), t("上级发来的画，用于“成品画”版式", "for the layout 成品画 art"), `${PICTURES},.pdf`, "picture"),
						fileBox("lettering", t("题字扫描件", "Scanned lettering"), t("用于“题字”版式，代替简称", "for the layout 题字 brush, instead of the title"), PICTURES, "picture"),
						fileBox("icc", t("印厂特性文件", "The shop's own profile"), t("印厂给的 CMYK 特性文件（.icc）", "its printing condition (.icc), for CMYK"), ".icc,.icm", "file"),
						fileBox("code", t("本单位的二维码图片", "The unit's own code"), t("会读出内容核对", "its content is read and told"), PICTURES, "table")),
					p.files.picture && this.seen(),
					p.files.art && option("strip", t("署名条放在", "The unit's strip stands"), [["", t("画面之外（下面）", "outside of the art, below")], ["0,0.9,1,0.1", t("画面上，最下面一条", "on the art, at its bottom")], ["0,0,1,0.1", t("画面上，最上面一条", "on the art, at its top")]]),
					p.files.lettering && toggle(t("题字连同纸底一起用", "The lettering with its paper"), !!p.press.lettering_paper, (on) => store.change({ op: "set", field: "lettering_paper", value: on })),
					h("div.fields", field({ name: "qr", label: t("或写网址，由程序画二维码", "Or an address, and the code is drawn"), value: p.fields.qr, placeholder: "https://", wide: true })),
					h("details", h("summary", t("数字展板的字（“数字”版式）", "Words of the layout 数字 number")),
						h("div.fields.three-fields",
							field({ name: "caption", label: t("说明", "Caption"), value: p.fields.caption, placeholder: "连续安全生产" }),
							field({ name: "figure", label: t("数字", "Figure"), value: p.fields.figure, placeholder: "1286" }),
							field({ name: "measure", label: t("量词", "Measure"), value: p.fields.measure, placeholder: "天无事故" })))),
				block("project", [t("项目", "Project"), h("small", t("也是文件夹的名字", "its folder has this name, too"))],
					h("div.fields", h("div.field.wide", h("label", { for: "f-project" }, t("项目名", "Name of the project")),
						h("input", {
							id: "f-project", type: "text", value: p.name, autocomplete: "off", spellcheck: "false",
							onchange: async (e) => {
								if (!e.target.value.trim() || !(await store.rename(e.target.value))) e.target.value = store.project?.name ?? "";
							},
						})))),
				onward("look", cards ? t("版式", "Layout") : t("版式和颜色", "Layout and colours"))),
			h("by-preview.col.preview"));
	}

	/** What of the picture stays in sight, and its colours. */
	seen() {
		const { press } = project();
		const now = press.focus ?? "0.5,0.5";
		const words = [["左上", "top left"], ["上", "top"], ["右上", "top right"], ["左", "left"], ["正中", "middle"], ["右", "right"], ["左下", "bottom left"], ["下", "bottom"], ["右下", "bottom right"]];
		return h("div.seen",
			h("div", h("p.label", { id: "focus-label" }, t("实景图裁切时保住哪里", "What of the picture stays in sight")),
				h("div.nine", { role: "radiogroup", "aria-labelledby": "focus-label", onkeydown: (e) => rove(e, "button") }, words.map(([zh, en], i) => {
					const at = `${[0.15, 0.5, 0.85][i % 3]},${[0.15, 0.5, 0.85][Math.floor(i / 3)]}`;
					return h("button", { key: at, role: "radio", "aria-checked": now === at, "aria-label": t(zh, en), title: t(zh, en), onclick: () => store.change({ op: "set", field: "focus", value: i === 4 ? null : at }) });
				}))),
			toggle(t("用配色里的两色印（风景、设备；人像不要用）", "In two colours of the palette (places and things, never people)"), !!press.duotone, (on) => store.change({ op: "set", field: "duotone", value: on })));
	}
}

customElements.define("by-sign", Sign);
