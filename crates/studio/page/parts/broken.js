// A campaign file that cannot be read: as it is, with its faults at their lines.

import { Part, h } from "../lib/dom.js";
import { say, t } from "../lib/say.js";
import { store } from "../lib/store.js";

class Broken extends Part {
	/** @type {string | null} */
	text = null;
	/** @type {any[] | null} */
	faults = null;

	start() {
		this.hear(store, "project", () => this.update());
	}

	/** @param {any} fault */
	go(fault) {
		const area = this.querySelector("textarea");
		const line = fault.place?.line;
		if (!area || !line) return;
		const lines = area.value.split("\n");
		const from = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
		area.focus();
		area.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
		area.scrollTop = Math.max(0, (line - 6) * parseFloat(getComputedStyle(area).lineHeight));
	}

	async save() {
		const text = this.text ?? store.project?.text ?? "";
		await store.change({ op: "text", text });
		if (store.project && !store.project.faults) {
			const { name } = store.project;
			this.text = null;
			location.hash = `#/p/${encodeURIComponent(name)}/pages`;
		}
	}

	view() {
		const p = store.project;
		if (!p?.faults) return null;
		return h("div.step.broken",
			h("h1", t("活动文件有几处读不了", "The campaign file cannot be read")),
			h("p", t("什么也没有丢。照下面说的改好，再按“存下”。", "Nothing is lost. Mend it as said below, then save.")),
			h("ol.findings", p.faults.map((f, i) => h("li.finding.error", { key: i },
				h("button.small", { onclick: () => this.go(f) }, f.place?.line ? t(`第 ${f.place.line} 行`, `line ${f.place.line}`) : t("这里", "here")),
				h("div", h("p", say(f.message)), f.place?.excerpt && h("pre", h("code", f.place.excerpt.line)), f.cure && h("p.cure", say(f.cure)))))),
			h("label", { for: "toml" }, "活动.toml"),
			h("textarea", { id: "toml", class: "code", rows: 22, spellcheck: "false", value: this.text ?? p.text ?? "", oninput: (e) => { this.text = e.target.value; }, onkeydown: (e) => {
				if ((e.ctrlKey || e.metaKey) && e.key === "s") {
					e.preventDefault();
					this.save();
				}
			} }),
			h("p", h("button.main", { onclick: () => this.save() }, t("存下", "Save"))));
	}
}

customElements.define("by-broken", Broken);
