// Step 3: the layouts with her first slogan, and the colours.

import { get, query } from "../lib/api.js";
import { Part, h } from "../lib/dom.js";
import { FACES, PICTURES, choose } from "../lib/drop.js";
import { icon } from "../lib/icons.js";
import { say, t } from "../lib/say.js";
import { store } from "../lib/store.js";
import { base, block, fileBox, findings, form, link, onward, project, rove } from "./bits.js";
import "./preview.js";

/** What a layout asks for, in words. */
const NEEDS = /** @type {Record<string, [string, string]>} */ ({
	picture: ["要一张图片", "wants a picture"], figure: ["要数字和说明", "wants a figure and its caption"], caption: ["要数字和说明", "wants a figure and its caption"],
	art: ["要一张成品画", "wants finished art"], lettering: ["可以用题字", "takes a lettering"],
});
const ROLES = /** @type {Record<string, [string, string]>} */ ({
	ground: ["底", "ground"], display: ["标语", "slogan"], accent: ["大字、线", "accent"], second: ["小字", "small type"], quiet: ["花纹", "ornament"], on_display: ["色块上的字", "type on display"],
});

class Look extends Part {
	/** The colour that is being typed. */
	typed = "";
	/** @type {Colour | null} */
	found = null;
	/** @type {any[]} */
	faults = [];
	#timer = 0;

	start() {
		this.typed = store.project?.colour ?? "";
		for (const type of ["project", "page"]) this.hear(store, type, () => this.update());
		this.hear(store, "project", () => this.look());
		this.look();
	}

	/** The inks of the colour that holds. */
	async look() {
		const p = store.project;
		const value = p?.colour;
		if (!value) {
			this.found = null;
			this.update();
			return;
		}
		const found = await get(`api/colour?${query({ value, p: p.name })}`).catch(() => null);
		if (store.project?.colour === value) this.set({ found: found });
	}

	/** @param {string} value */
	async colour(value) {
		this.typed = value;
		clearTimeout(this.#timer);
		this.#timer = window.setTimeout(async () => {
			if (!value.trim()) return;
			try {
				await get(`api/colour?${query({ value, p: project().name })}`);
				this.faults = [];
				store.change({ op: "colour", value });
			} catch (error) {
				this.faults = /** @type {any} */ (error).faults ?? [];
				this.update();
			}
		}, 200);
		this.update();
	}

	layouts() {
		const p = project();
		const { page, shelf } = store;
		const now = store.product(page.product ?? "");
		// A product that a layout is made for takes that one: the others are seen on something else.
		const plain = now?.layout ? store.product(p.products.find((id) => !store.product(id)?.layout && !store.product(id)?.personal) ?? "poster-a2") : now;
		const chosen = p.layouts.length ? p.layouts : [page.layout ?? "glyph"];
		const made = new Set(shelf.products.map((x) => x.layout));
		const special = (/** @type {Layout} */ layout) => (made.has(layout.id) || layout.rows) && !chosen.includes(layout.id);
		const grid = (/** @type {Layout[]} */ some) => h("div", { class: `layouts${plain && plain.width > plain.height * 1.6 ? " wide" : ""}`, role: "radiogroup", "aria-labelledby": "layouts-label", onkeydown: (e) => rove(e, "button.choice") },
			some.map((layout) => this.layout(layout, plain, chosen)));
		const papers = shelf.layouts.filter(special);
		return block("layouts", [t("版式", "Layout"), h("small", t("用您的第一条口号排出来的样子", "with your own slogan"))],
			now?.layout && h("p.told", t(`${say(now.name)}有专门的版式“${say(store.layout(now.layout)?.name)}”，不随这里变。`, `${say(now.name)} has a layout of its own, ${say(store.layout(now.layout)?.name)}, whatever is chosen here.`)),
			grid(shelf.layouts.filter((layout) => !special(layout))),
			papers.length > 0 && h("details.papers", h("summary", t("座签、证书、展板、锦旗等的版式", "Layouts of seat cards, certificates, boards, pennants …")),
				h("p.hint", t("自动用在那些产品上。", "Taken with those products.")),
				h("ul.about", papers.map((layout) => h("li", { key: layout.id }, h("strong", say(layout.name)), "　", say(layout.about))))));
	}

	/**
	 * @param {Layout} layout
	 * @param {Product | null} product what it is seen on
	 * @param {string[]} chosen
	 */
	layout(layout, product, chosen) {
		const p = project();
		const { page } = store;
		const on = chosen.includes(layout.id);
		const missing = layout.needs.filter((need) => {
			if (need === "picture" || need === "art") return !p.files[need];
			if (need === "figure" || need === "caption") return !p.fields[need];
			return false;
		});
		return h("figure", { class: `layout${on ? " on" : ""}`, key: layout.id },
			h("button", {
				class: "choice", role: "radio", "aria-checked": on, title: say(layout.about), "aria-label": say(layout.name),
				onclick: async () => {
					await store.change({ op: "layouts", ids: [layout.id] });
					store.show({ layout: layout.id });
				},
			},
			missing.length > 0 ? h("span.ghost", icon(missing.includes("figure") || missing.includes("caption") ? "table" : "picture"), [...new Set(missing.map((n) => t(...(NEEDS[n] ?? [`要 ${n}`, `wants ${n}`]))))].join(t("、", ", ")))
				: product && h("by-sheet", {
					base: base(), page: query({ ...page, product: product.id, record: product.personal ? page.record : null, layout: layout.id }), rev: p.rev, width: product.width, height: product.height, most: 210,
					class: form(product), alt: say(layout.name),
				})),
			h("figcaption", h("span.text", say(layout.name)), chosen.length > 0 && !on && h("button", {
				class: "small quiet", title: t("这批里也用这种版式", "Use this layout as well"),
				onclick: () => store.change({ op: "layouts", ids: [...store.asked("layouts", chosen), layout.id] }),
			}, t("也用", "as well")), on && chosen.length > 1 && h("button", {
				class: "small quiet", onclick: () => store.change({ op: "layouts", ids: store.asked("layouts", chosen).filter((id) => id !== layout.id) }),
			}, t("去掉", "leave out"))),
			missing.includes("picture") && h("p.needs",
				h("button.small", { onclick: () => choose({ accept: PICTURES }, (files) => store.putFile("picture", files[0])) }, t("选图…", "Choose…"))),
			missing.some((n) => n !== "picture") && h("p.needs", h("a", { href: link("sign") }, t("去“落款”里给", "Give it under Sign"))));
	}

	/** Faces of her own. */
	faces() {
		const box = (/** @type {string} */ role, /** @type {string} */ label, /** @type {string} */ hint) => fileBox(role, label, hint, FACES, "file", "low");
		return block("faces", [t("字体", "Faces"), h("small", t("不给就用自带的；用自己的请先确认授权", "those carried along unless you give others; mind their licences"))],
			h("div.stack",
				box("face_slogan", t("标语的字体", "Face of the slogan"), ""),
				box("face_small", t("落款和小字的字体", "Face of signature and small type"), ""),
				project().files.roster && box("face_name", t("姓名的字体", "Face of names"), ""),
				box("face_rare", t("生僻字：别的字体没有的字从这里取", "Rare characters: taken from here where no other face has them"), "")));
	}

	colours() {
		const p = project();
		const { shelf } = store;
		const usual = store.layout(store.page.layout ?? "")?.palettes ?? [];
		const inks = this.found ?? (p.palette ? shelf.palettes.find((x) => x.id === p.palette) ?? null : null);
		const roles = shelf.palettes[0]?.roles ?? [];
		const hex = /^#[0-9a-f]{6}$/i.test(this.typed) ? this.typed : this.found?.swatches?.[0] ?? "#c8102e";
		return block("colours", [t("颜色", "Colours")],
			h("div.palettes", { role: "radiogroup", "aria-labelledby": "colours-label", onkeydown: (e) => rove(e, "button") },
				h("button.palette", { role: "radio", key: "own", "aria-checked": !p.palette && !p.colour, onclick: () => store.change({ op: "palette", id: null }, { op: "colour", value: null }) },
					h("span.swatches.none", { "aria-hidden": "true" }), h("span", t("版式自带", "the layout's own"))),
				shelf.palettes.map((palette) => h("button", {
					class: "palette", role: "radio", key: palette.id, "aria-checked": p.palette === palette.id,
					title: palette.roles.map((r, i) => `${t(...(ROLES[r] ?? [r, r]))} ${palette.inks[i]}`).join("\n"),
					onclick: () => {
						this.typed = "";
						this.faults = [];
						store.change({ op: "palette", id: palette.id });
					},
				}, h("span.swatches", { "aria-hidden": "true" }, palette.swatches.map((s, i) => h("span", { key: i, style: { background: s } }))),
				h("span", say(palette.name), usual[0] === palette.id && h("span.soft", t("（常配）", " (usual)")))))),
			h("div.own-colour",
				h("label", { for: "picker" }, t("本单位的颜色", "The unit's colour")),
				h("input", { type: "color", id: "picker", value: hex.toLowerCase(), oninput: (e) => this.colour(e.target.value) }),
				h("input", {
					type: "text", "aria-label": t("颜色：#0057a8 或 C100 M60 Y0 K0", "Colour: #0057a8 or C100 M60 Y0 K0"), value: this.typed === "logo" ? t("标志", "logo") : this.typed, placeholder: "#0057a8  或  C100 M60", spellcheck: "false",
					oninput: (e) => this.colour(e.target.value),
				}),
				h("button", { disabled: !p.files.logo, title: p.files.logo ? "" : t("先给标志", "Give a logo first"), onclick: () => { this.typed = "logo"; this.faults = []; store.change({ op: "colour", value: "logo" }); } }, t("从标志取色", "Take it from the logo"))),
			findings(this.faults),
			inks && h("table.inks", h("caption", t("印出来用的油墨（%）", "Inks as printed, per cent")),
				h("tbody", inks.inks.map((ink, i) => h("tr", { key: i },
					h("td", h("span.swatch", { style: { background: inks.swatches[i] }, "aria-hidden": "true" })),
					h("th", { scope: "row" }, t(...(ROLES[roles[i]] ?? [roles[i] ?? "", roles[i] ?? ""]))), h("td.tabular", ink))))),
			findings(this.found?.notes.map((n) => (n.rule === "colour-logo-ground" ? { ...n, cures: this.grounds() } : n.rule?.startsWith("colour-") ? { ...n, cure: null } : n))));
	}

	/** What lets the logo stand on a ground of its own colour. @returns {Cure[]} */
	grounds() {
		const give = { label: { zh: "另给反白稿…", en: "Give a light version…" }, give: "logo_light" };
		const plate = { label: { zh: "加白底板，就用彩底", en: "Put a white plate under it" }, ops: [{ op: "set", field: "logo_plate", value: true }] };
		return /\.svg$/i.test(project().files.logo ?? "") ? [plate, give] : [give];
	}

	view() {
		if (!store.project) return null;
		return h("div.step.two.look",
			h("div.col", this.layouts(), this.colours(), this.faces(), onward("products", t("做什么", "What to make"))),
			h("by-preview.col.preview"));
	}
}

customElements.define("by-look", Look);
