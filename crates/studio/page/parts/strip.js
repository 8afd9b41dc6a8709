// The slogan, character by character: between two one breaks the line, on one it becomes the large one. The arrow keys go along it.

import { Part, h } from "../lib/dom.js";
import { t } from "../lib/say.js";
import { store } from "../lib/store.js";
import { rove } from "./bits.js";

class Strip extends Part {
	/** @type {Slogan | null} */
	slogan = null;
	/** The page as data; `null` where it cannot be set. */
	/** @type {PageData | null} */
	data = null;

	view() {
		const { slogan, data } = this;
		if (!slogan) return null;
		const text = data?.texts?.find((x) => x.fields?.includes("slogan"));
		const kinds = new Map((text?.gaps ?? []).map((gap) => [gap.after, gap.kind === "none" && gap.ends ? "line" : gap.kind]));
		const chars = [...slogan.text];
		const keys = data?.key?.index ?? [];
		const { number } = slogan;
		/** @type {any[]} */
		const out = [];
		chars.forEach((char, i) => {
			const index = i + 1;
			const blank = !char.trim();
			if (blank) {
				out.push(h("span.clause", { key: `c${index}`, title: t("空格：分句", "a space: a new clause") }, "␣"));
			} else {
				const on = slogan.key === char || keys.includes(index);
				out.push(h("button", {
					class: "char", key: `c${index}`, tabindex: index === 1 ? "0" : "-1", "aria-pressed": on, "aria-label": t(`把“${char}”排大`, `Make “${char}” the large one`),
					onclick: () => store.change({ op: "slogan", number, key: on && slogan.own_key ? null : char }),
				}, char));
			}
			const next = chars[i + 1];
			if (next === undefined || blank || !next.trim()) return;
			const kind = kinds.get(index) ?? "none";
			const broken = kind === "break";
			out.push(h("button", {
				class: `gap ${kind}`, key: `g${index}`, tabindex: "-1", "aria-pressed": broken,
				"aria-label": broken ? t(`“${char}”后不断行`, `No break after “${char}”`) : t(`在“${char}”后断行`, `Break after “${char}”`), title: broken ? t("不在这里断行", "Do not break here") : t("在这里断行", "Break here"),
				onclick: () => store.change({ op: "break", number, after: index, kind: broken ? "" : "|" }),
			}, h("span", { "aria-hidden": "true" })));
		});
		return [
			h("p.hint", { id: "strip-hint" }, t("点两个字中间：在那里断行。点一个字：把它排大（大字、点阵版式）。", "Click between two characters to break there; click one to make it the large one (glyph, dots).")),
			h("div.strip", { role: "group", "aria-label": t("断行和大字", "Breaks and the large character"), "aria-describedby": "strip-hint", onkeydown: (e) => rove(e, "button") }, out),
			h("p.row",
				slogan.breaks && h("button.small", { onclick: () => store.change({ op: "slogan", number, breaks: null }) }, t("断行交给程序", "Breaks as the program sets them")),
				slogan.own_key && h("button.small", { onclick: () => store.change({ op: "slogan", number, key: null }) }, t("大字交给程序", "Large character as the program chooses"))),
		];
	}
}

customElements.define("by-strip", Strip);
