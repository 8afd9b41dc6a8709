// A PDF of others: what a print shop would say, at its place; its plates, and the colours as printed.

import { put, query } from "../lib/api.js";
import { Part, h } from "../lib/dom.js";
import { choose, takes } from "../lib/drop.js";
import { icon, iconButton } from "../lib/icons.js";
import { say, t } from "../lib/say.js";
import { store } from "../lib/store.js";
import { corner, dropzone, finding, findings, first } from "./bits.js";

/** What the four inks are called. @type {Record<string, string>} */
const INKS = { Cyan: "青", Magenta: "品红", Yellow: "黄", Black: "黑" };

class Preflight extends Part {
	shop = "";
	/** @type {File | null} */
	file = null;
	/** @type {Checked | null} */
	found = null;
	page = 1;
	plate = "";
	pointed = -1;
	busy = false;

	start() {
		this.hear(store, "state", () => this.update());
		this.shop ||= store.shelf.shops[0]?.id ?? "offset";
	}

	/** @param {File} file */
	async take(file) {
		this.file = file;
		this.busy = true;
		this.update();
		const got = await store.run(() => put(`api/preflight?${query({ name: file.name, shop: this.shop })}`, file));
		this.busy = false;
		if (got) {
			this.found = got;
			this.page = 1;
			this.plate = "";
			this.pointed = -1;
		}
		this.update();
	}

	/** @param {Checked} found */
	shown(found) {
		const page = found.pages[this.page - 1];
		if (!page) return null;
		if (!["", "proof", "heat", ...(page.plates ?? [])].includes(this.plate)) this.plate = "";
		const place = (/** @type {number[]} */ [x0, y0, x1, y1]) => ({ left: `${x0 / page.width * 100}%`, top: `${y0 / page.height * 100}%`, width: `${(x1 - x0) / page.width * 100}%`, height: `${(y1 - y0) / page.height * 100}%` });
		return h("div.editor.preflight",
			h("div.toolbar",
				h("strong", this.file?.name ?? ""),
				h("div.pager", iconButton("left", t("上一页", "Previous"), () => { this.page -= 1; this.update(); }, { disabled: this.page <= 1 }),
					h("span.count", { "aria-live": "polite" }, `${this.page} / ${found.pages.length}`),
					iconButton("right", t("下一页", "Next"), () => { this.page += 1; this.update(); }, { disabled: this.page >= found.pages.length })),
				h("label.inline", t("看", "Show"), h("select", { value: this.plate, onchange: (e) => this.set({ plate: e.target.value }) },
					[["", t("页面", "the page")], ["proof", t("印出来的颜色", "as printed")], ["heat", t("墨量", "ink coverage")], ...(page.plates ?? []).map((x) => [x, t(`${INKS[x] ?? x}版`, `plate ${x}`)])].map(([id, name]) => h("option", { value: id, key: id }, name)))),
				h("span.gap"),
				h("button.small", { onclick: () => this.set({ found: null }) }, t("另一个文件", "Another file"))),
			h("div.stage-pad", h("div.sized",
				h("img", { src: `api/preflight/${found.id}/${this.page}.img?${query({ h: 1000, plate: this.plate })}`, alt: t(`第 ${this.page} 页`, `Page ${this.page}`) }),
				page.findings.map((f, i) => f.box && h("button", { key: i, class: `pin ${f.severity}`, "aria-label": say(f.message), title: say(f.message), style: corner(f.box[2] / page.width, f.box[1] / page.height), onclick: () => this.set({ pointed: i }) }, i + 1)),
				page.findings.map((f, i) => f.box && this.pointed === i && h("span", { class: `marked ${f.severity}`, key: `m${i}`, style: place(f.box) })))),
			h("aside.panel", h("h2", t("提示", "Findings"), h("small", page.findings.length)),
				page.findings.length ? h("ol.findings", page.findings.map((f, i) => finding(f, { key: i }))) : h("p.good", icon("check"), t("这一页没有要改的。", "Nothing to change on this page."))));
	}

	view() {
		if (this.found?.pages.length) return this.shown(this.found);
		const take = (/** @type {File[]} */ files) => this.take(first(files));
		return h("div.step.narrow",
			h("h1", t("查一个 PDF", "Check a PDF")),
			h("p", t("别人做的、要送印厂的 PDF，先看看印厂会说什么。文件不会离开这台电脑。", "A PDF that goes to a print shop: what the shop would say. The file stays on this computer.")),
			h("label.inline", t("按哪种印厂查", "As which shop"), h("select", { value: this.shop, onchange: (e) => { this.shop = e.target.value; } }, store.shelf.shops.map((s) => h("option", { value: s.id, key: s.id }, say(s.name))))),
			this.busy ? h("p", { role: "status" }, t("正在查……", "Checking …")) : dropzone({ label: t("把 PDF 拖到这里", "Drop the PDF here"), takes: takes(take), choose: () => choose({ accept: ".pdf,.ai" }, take), icon: icon("file"), class: "tall" }),
			this.found && findings([this.found.unreadable ?? [], this.found.findings ?? []].flat()));
	}
}

customElements.define("by-preflight", Preflight);
