// The logo, seen at once on light and on dark.

import { Part, h } from "../lib/dom.js";
import { LOGOS, choose, takes } from "../lib/drop.js";
import { icon } from "../lib/icons.js";
import { t } from "../lib/say.js";
import { query } from "../lib/api.js";
import { store } from "../lib/store.js";
import { base, dropzone, toggle } from "./bits.js";

class Logo extends Part {
	/** The logo lies on flat white, as the server saw when it came. */
	white = false;
	/** The file that could not be shown. */
	gone = "";

	start() {
		this.hear(store, "project", () => this.update());
	}

	/**
	 * @param {string} role
	 * @param {File} file
	 */
	async take(role, file) {
		const got = await store.putFile(role, file);
		if (got && role === "logo") this.set({ white: !!got.white_ground });
	}

	view() {
		const p = store.project;
		if (!p) return null;
		const { files } = p;
		const pick = (/** @type {string} */ role) => () => choose({ accept: LOGOS }, (some) => this.take(role, some[0]));
		const takesAs = (/** @type {string} */ role) => takes((some) => this.take(role, some[0]));
		if (!files.logo) {
			return dropzone({
				label: t("把标志拖到这里", "Drop the logo here"), hint: t("SVG、PDF、AI 最好；PNG、JPEG 也行", "SVG, PDF or AI at best; PNG and JPEG too"), class: "logo-drop",
				takes: takesAs("logo"), choose: pick("logo"), icon: icon("picture"),
			});
		}
		const image = (/** @type {string} */ ground) => h("img", {
			onerror: () => this.set({ gone: files.logo ?? "" }), onload: () => this.gone && this.set({ gone: "" }), src: `${base()}/logo.img?${query({ ground, h: 160, rev: p.rev })}`, alt: ground === "light" ? t("标志在浅底上", "The logo on a light ground") : t("标志在深底上", "The logo on a dark ground"),
		});
		const white = this.white && !p.logo_knockout && !p.logo_plate;
		return h("div.logo", { ...takesAs("logo") },
			h("div.grounds",
				h("figure.light", image("light"), h("figcaption", t("浅底", "on light"))),
				h("figure.dark", image("dark"), h("figcaption", t("深底", "on dark"), files.logo_light && t("（反白稿）", " (light version)")))),
			h("p.file-name", files.logo, files.logo_light && ` · ${files.logo_light}`),
			this.gone === files.logo && h("p.wrong", { role: "status" }, t(`打不开“${files.logo}”：请换标志，或点“不用标志”。`, `“${files.logo}” cannot be opened: give another logo, or do without.`)),
			white && h("p.told", { role: "status" }, t("这个标志带着一块白底。深色的版面上要怎么办？", "This logo has a white ground. What shall be done on dark pages?")),
			h("div.row", { role: "group", "aria-label": t("白底怎么办", "The white ground") },
				h("button", { "aria-pressed": p.logo_knockout, onclick: () => store.change({ op: "set", field: "logo_knockout", value: !p.logo_knockout }) }, t("去白底", "Take it off")),
				// A plate is drawn around drawings only.
				(/\.svg$/i.test(files.logo) || p.logo_plate) && h("button", {
					"aria-pressed": !!p.logo_plate,
					onclick: () => store.change({ op: "set", field: "logo_plate", value: !p.logo_plate }),
				}, t("加白底板", "Put a white plate under it")),
				h("button", { "aria-pressed": !!files.logo_light, onclick: pick("logo_light") }, t("另给反白稿…", "Give a light version…")),
				files.logo_light && h("button.small", { onclick: () => store.change({ op: "forget", role: "logo_light" }) }, t("不用反白稿", "Without it"))),
			h("div.row",
				toggle(t("标志里已经有单位名称", "The logo holds the unit's name"), p.logo_has_name, (on) => store.change({ op: "set", field: "logo_has_name", value: on })),
				h("span.gap"),
				h("button.small", { onclick: pick("logo") }, t("换标志…", "Another logo…")),
				h("button.small", { onclick: () => store.change({ op: "forget", role: "logo" }) }, t("不用标志", "Without a logo"))));
	}
}

customElements.define("by-logo", Logo);
