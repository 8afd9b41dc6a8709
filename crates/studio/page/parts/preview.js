// The page that is being worked on, large, beside what is typed.

import { Part, h } from "../lib/dom.js";
import { iconButton } from "../lib/icons.js";
import { t } from "../lib/say.js";
import { store } from "../lib/store.js";
import { base, dimensions, form, link, productName, project } from "./bits.js";
import "./sheet.js";

/** Numbers and labels of all that can be shown, in their order. */
export function sheets() {
	const p = project();
	const events = p.events.map((e) => ({ id: e.label, text: e.title }));
	const slogans = p.slogans.map((s) => ({ id: String(s.number), text: s.text }));
	const own = p.sheet && p.slogans.length ? [{ id: "0", text: p.sheet.text }] : [];
	return p.door === "banners" ? [...events, ...own, ...slogans] : [...own, ...slogans, ...events];
}

/** @param {number} by */
export function turn(by) {
	const { page, roster } = store;
	if (page.record) {
		// Rows that are not printed are passed over.
		const none = new Set(roster?.bad?.map((b) => b.record));
		let to = page.record + by;
		while (none.has(to)) to += by;
		if (to >= 1 && to <= (roster?.rows ?? Infinity)) store.show({ record: to });
		return;
	}
	const all = sheets();
	const now = all.findIndex((s) => s.id === String(page.slogan));
	const to = all[Math.min(all.length - 1, Math.max(0, now + by))];
	if (to) store.show({ slogan: to.id });
}

class Preview extends Part {
	/** More of the query. */
	extra = "";

	start() {
		for (const type of ["project", "page", "list"]) this.hear(store, type, () => this.update());
	}

	view() {
		const p = store.project;
		if (!p || p.faults) return null;
		const { page } = store;
		const product = store.product(page.product ?? "");
		const all = sheets();
		const now = all.findIndex((s) => s.id === String(page.slogan));
		const any = all.length > 0 || page.record;
		const products = [...new Set([...p.products, ...(page.product ? [page.product] : [])])];
		const text = page.record ? t(`第 ${page.record} 张`, `No. ${page.record}`) : all[now]?.text ?? "";
		const ends = page.record ? [page.record <= 1, false] : [now <= 0, now >= all.length - 1];
		return [
			h("div.stage",
				any && product
					? h("by-sheet", {
						base: base(), page: store.shown(), rev: p.rev, extra: this.extra, width: product.width, height: product.height, slot: "main",
						class: form(product), alt: t(`${text}，${productName(product.id)}`, `${text}, ${productName(product.id)}`),
					})
					: h("p.empty", p.door === "cards" ? t("放进名单，这里就是胸卡的样子", "Drop a roster and the badges are seen here")
						: t("粘贴口号，这里就是成品的样子", "Paste slogans and the finished sheet is seen here"))),
			any && h("div.caption",
				h("div.pager",
					iconButton("left", t("上一张", "Previous"), () => turn(-1), { disabled: ends[0] }),
					h("span.count", { "aria-live": "polite" }, page.record ? page.record : `${now + 1} / ${all.length}`),
					iconButton("right", t("下一张", "Next"), () => turn(1), { disabled: ends[1] })),
				products.length > 1
					? h("select", { "aria-label": t("看哪种产品", "Product shown"), value: page.product, onchange: (e) => store.show({ product: e.target.value }) },
						products.map((id) => h("option", { value: id, key: id }, productName(id))))
					: h("span.name", productName(page.product ?? "")),
				h("span.soft", dimensions(product)),
				h("a", { href: `${link("page")}?${store.shown()}`, class: "to-large" }, t("放大、改字", "Enlarge, edit"))),
		];
	}
}

customElements.define("by-preview", Preview);
