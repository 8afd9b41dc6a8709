// The first page: three doors, the projects of before, the campaign that is built in.

import { post, query } from "../lib/api.js";
import { Part, focusOn, h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { language, many, say, t } from "../lib/say.js";
import { store } from "../lib/store.js";
import { block, form } from "./bits.js";
import "./sheet.js";

/** @type {{ id: "sheets" | "banners" | "cards", zh: string, en: string, what: string, what_en: string, pictures: [string, string, string][] }[]} */
const DOORS = [
	{ id: "sheets", zh: "口号宣传品", en: "Slogans", what: "海报、旗帜、徽章、微信图", what_en: "posters, flags, badges, screens", pictures: [["poster-a2", "3", "waves"], ["poster-a2", "7", "grid"], ["badge-58", "1", "glyph"]] },
	{ id: "banners", zh: "横幅和会标", en: "Banners", what: "楼外横幅、条幅、会场背景", what_en: "banners outside, backdrops of meetings", pictures: [["banner-6000x700", "1", "official"], ["backdrop-6000x3000", "e2", "waves"]] },
	{ id: "cards", zh: "胸卡和证书", en: "Name badges", what: "一份名单，一人一张", what_en: "one a person, from a roster", pictures: [["name-85x54", "1", "bars"], ["name-85x54", "1", "waves"], ["name-85x54", "1", "glyph"]] },
];
/** What of the built-in campaign is hung on the wall. */
const HUNG = /** @type {[string, string][]} */ ([["poster-a2", "glyph"], ["flag-4", "bars"], ["poster-a2", "grid"], ["badge-58", "waves"], ["poster-a2", "waves"], ["rollup-800x2000", "seal"], ["poster-a2", "dots"], ["flag-4", "seal"], ["poster-a2", "brush"], ["badge-58", "bars"], ["poster-a2", "bars"], ["rollup-800x2000", "official"], ["poster-a2", "seal"]]);

class Home extends Part {
	making = "";

	start() {
		this.hear(store, "state", () => this.update());
	}

	/**
	 * @param {"sheets" | "banners" | "cards"} door
	 * @param {string | null} [campaign]
	 */
	async enter(door, campaign = null) {
		if (this.making) return;
		this.making = door;
		this.update();
		// A folder is found again by what it was begun for, and when.
		const begun = new Date();
		const name = campaign ? null : `${DOORS.find((d) => d.id === door)?.zh} ${begun.getFullYear()}-${begun.getMonth() + 1}-${begun.getDate()}`;
		let made = null;
		for (let n = 1; !made && n < 100; n += 1) {
			try {
				made = await post("api/projects", { door, campaign, name: name && n > 1 ? `${name}-${n}` : name });
			} catch (error) {
				if (/** @type {any} */ (error).status === 409) continue;
				await store.run(() => Promise.reject(error));
				break;
			}
		}
		this.making = "";
		this.update();
		if (!made) return;
		await store.open(made.name);
		store.restate();
		location.hash = `#/p/${encodeURIComponent(made.name)}/${campaign ? "pages" : door === "cards" ? "roster" : "slogans"}`;
	}

	/**
	 * A picture of the built-in campaign.
	 * @param {string} product
	 * @param {string} slogan
	 * @param {string} layout
	 * @param {number} most
	 */
	picture(product, slogan, layout, most) {
		const of = store.shelf.campaigns[0];
		const size = store.product(product);
		if (!of || !size) return null;
		return h("by-sheet", { key: `${product} ${slogan} ${layout}`, base: `api/c/${encodeURIComponent(of.id)}`, page: query({ product, slogan, layout }), width: size.width, height: size.height, most, class: form(size), alt: "", quiet: true, style: { width: `${Math.min(most * size.width / size.height, 9999)}px` } });
	}

	view() {
		const { state, shelf } = store;
		if (!state) return null;
		const campaign = shelf.campaigns[0];
		return h("div.home",
			h("h1", t("做什么？", "What shall it be?")),
			h("div.doors", DOORS.map((door) => h("button", { key: door.id, class: `door ${door.id}`, "aria-label": `${t(door.zh, door.en)}：${t(door.what, door.what_en)}`, disabled: this.making !== "", onclick: () => this.enter(door.id) },
				h("span.show", { "aria-hidden": "true" }, door.pictures.map(([product, slogan, layout]) => this.picture(product, slogan, layout, door.id === "banners" ? 118 : door.id === "cards" ? 104 : product === "badge-58" ? 120 : 190))),
				h("span.words", h("strong", t(door.zh, door.en)), h("span", t(door.what, door.what_en)), icon("right"))))),
			state.projects.length > 0 && block("before.before", [t("以前做的", "Made before"), h("small", many(state.projects.length, "个", "project"))],
				h("ul.projects", state.projects.map((p, i) => h("li", { key: p.name },
					h("a", { id: `project-${i}`, href: `#/p/${encodeURIComponent(p.name)}/${p.faults ? "slogans" : "pages"}` },
						h("span.cover", p.faults || !(p.cover || p.slogans || p.door === "cards") ? icon(p.faults ? "flag" : "file") : this.cover(p)),
						h("span.text", p.title || p.name), p.title && h("span.soft.folder", p.name),
						h("span.soft", p.faults ? t("活动文件有错，点开改", "its file has faults: open to mend") : [p.slogans > 0 && `${many(p.slogans, "条", "slogan")} · `, this.when(p.seconds)])),
					h("button.small.quiet", { "aria-describedby": `project-${i}`, title: t("照它另开一个，字和文件都带过去", "Begin another with its words and files"), disabled: this.making !== "", onclick: () => this.copy(p.name) }, icon("copy"), t("复制一份", "Copy")))))),
			campaign && block("built.built-in", [say(campaign.name), h("small", many(campaign.slogans, "条口号，样样现成", "slogan")),
					h("span.gap"), h("button", { onclick: () => this.enter("sheets", campaign.id) }, t("用它开始", "Start from it"))],
				h("div.hung", { "aria-hidden": "true" }, HUNG.map(([product, layout], i) => this.picture(product, String(i % campaign.slogans + 1), layout, 172)))));
	}

	/**
	 * Another project with all that this one holds, under a name of its own.
	 * @param {string} name
	 */
	async copy(name) {
		this.set({ making: name });
		const made = await store.run(() => post("api/projects", { copy: name }));
		this.set({ making: "" });
		if (!made) return;
		await store.restate();
		store.tell(t(`复制好了：“${made.name}”。`, `Copied: “${made.name}”.`));
		focusOn(this, `a[href^="#/p/${CSS.escape(encodeURIComponent(made.name))}/"]`);
	}

	/** When it was changed: of the same day the hour tells two apart. @param {number} seconds */
	when(seconds) {
		const at = new Date(seconds * 1000);
		return at.toLocaleString(language(), { year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
	}

	/** @param {Before} p */
	cover(p) {
		return h("img", { src: `api/p/${encodeURIComponent(p.name)}/page.img?${p.cover || (p.door === "cards" ? "what=cards&record=1" : "what=sheets")}&${query({ w: 320, h: 264, form: "png", rev: p.seconds })}`, alt: "", loading: "lazy", onerror: (e) => e.target.remove() });
	}
}

customElements.define("by-home", Home);
