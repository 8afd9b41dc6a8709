// Small things that several views share.

import { h } from "../lib/dom.js";
import { FACES, LOGOS, PICTURES, TABLES, choose, takes } from "../lib/drop.js";
import { icon } from "../lib/icons.js";
import { say, t } from "../lib/say.js";
import { store } from "../lib/store.js";

/** The open project, which a view of a project always has. */
export function project() {
	return /** @type {Project} */ (store.project);
}

/** The address of the project's answers. */
export function base() {
	return `api/p/${encodeURIComponent(project().name)}`;
}

/** @param {string} step */
export function link(step) {
	return `#/p/${encodeURIComponent(project().name)}/${step}`;
}

/**
 * A field of one line or more that writes into the project as it is typed.
 * @param {{ name: string, label: string, value: string | number | null | undefined, hint?: string, placeholder?: string, lines?: number, more?: any,
 *   write?: (value: string | null) => void, type?: string, wide?: boolean, always?: boolean }} of `always`: it is never empty
 */
export function field(of) {
	const write = of.write ?? ((/** @type {string | null} */ value) => store.change({ op: "set", field: of.name, value }));
	const typed = (/** @type {any} */ event) => {
		// An input method writes into the field before the word is chosen.
		if (event.isComposing) return;
		const value = event.target.value;
		write(value.trim() === "" ? null : value);
	};
	const props = {
		id: `f-${of.name}`, name: of.name, value: of.value === null || of.value === undefined ? "" : String(of.value), placeholder: of.placeholder ?? null,
		oninput: typed, oncompositionend: typed, onblur: of.always ? (/** @type {any} */ e) => refill(e, of.value) : undefined, autocomplete: "off", spellcheck: "false", "aria-describedby": of.hint ? `h-${of.name}` : null,
	};
	return h("div", { class: `field${of.wide ? " wide" : ""}`, key: `field-${of.name}` },
		h("label", { for: props.id }, of.label),
		of.lines ? h("textarea", { ...props, rows: of.lines }) : h("input", { ...props, type: of.type ?? "text" }),
		of.hint && h("p.hint", { id: `h-${of.name}` }, of.hint),
		of.more);
}

/**
 * A field that was left empty and may not be shows again what holds.
 * @param {any} event
 * @param {string | number | null | undefined} value
 */
export function refill(event, value) {
	if (event.target.value.trim()) return;
	event.target.value = value ?? "";
	store.tell(t("这里不能空着，已放回原来的字；不要它请按 ×。", "This may not be empty: its words are back. The × takes it out."));
}

/**
 * A switch.
 * @param {string} label
 * @param {boolean} on
 * @param {(on: boolean) => void} turn
 * @param {Record<string, any>} [more]
 */
export function toggle(label, on, turn, more = {}) {
	return h("label.toggle", { ...more },
		h("input", { type: "checkbox", role: "switch", checked: on, onchange: (e) => turn(e.target.checked) }),
		h("span.track", { "aria-hidden": "true" }), h("span", label));
}

/**
 * The button that goes on, at the end of a step.
 * @param {string} step
 * @param {string} label
 */
export function onward(step, label) {
	return h("p.onward", h("a.button.main", { href: link(step) }, t(`下一步：${label}`, `Next: ${label}`), icon("right")));
}

/**
 * What a product is called, with its size.
 * @param {string} id
 */
export function productName(id) {
	const product = store.product(id);
	return product ? say(product.name) : id;
}

/**
 * How its picture is framed: pages that are no rectangles throw their own shadow.
 * @param {Product | null} product
 */
export function form(product) {
	return product?.round ? "round" : product?.group === "card" ? "cut" : "";
}

/**
 * A length as people of the trade say it.
 * @param {number} mm
 */
function length(mm) {
	return Number.isInteger(mm) ? String(mm) : mm.toFixed(1);
}

/** @param {{ width: number, height: number } | null} of */
export function dimensions(of) {
	if (!of) return "";
	const { width, height } = of;
	if (Math.max(width, height) >= 2000) return `${+(width / 1000).toFixed(3)} × ${+(height / 1000).toFixed(3)} m`;
	return `${length(width)} × ${length(height)} mm`;
}

/**
 * Does what a cure says.
 * @param {Cure} cure
 * @param {() => void} [edit]
 */
export function cured(cure, edit) {
	const { ops, give, step } = cure;
	if (cure.many) document.dispatchEvent(new Event("many"));
	else if (ops?.length) store.change(...ops);
	else if (give) choose({ accept: { roster: TABLES, picture: PICTURES, art: `${PICTURES},.pdf`, code: PICTURES, lettering: PICTURES, icc: ".icc,.icm" }[give] ?? (/^face/.test(give) ? FACES : LOGOS), folder: give === "photos" }, (files) => (give === "photos" ? store.putPhotos(files, () => {}) : store.putFile(give, files[0])));
	else if (step) location.hash = link(step);
	else edit?.();
}

/**
 * The fault or finding, with its cures as buttons.
 * @param {Finding} finding
 * @param {{ edit?: (finding: Finding) => void, key?: string | number }} [how]
 */
export function finding(finding, how = {}) {
	const severity = finding.severity ?? "error";
	const { page } = finding;
	const edit = how.edit ? () => how.edit?.(finding) : page ? () => { location.hash = `${link("page")}?${page}`; } : undefined;
	const cures = (finding.cures ?? []).filter((cure) => !cure.edit || edit);
	const words = { error: t("要改", "wrong"), warning: t("要看", "look"), note: t("提示", "note") };
	return h("li", { class: `finding ${severity}`, key: how.key ?? null },
		h("span.mark", words[severity]),
		h("div",
			h("p", finding.place?.text && say(finding.place.text) && !finding.box ? h("span.place", `${near(finding.place.text)}　`) : null, near(finding.message), (finding.pages ?? 0) > 1 && h("span.soft", t(`（${finding.pages} 页）`, ` (${finding.pages} pages)`))),
			finding.cure && (!cures.length || !finding.severity) && h("p.cure", say(finding.cure)),
			(cures.length > 0 || (how.edit && finding.region)) && h("p.cures",
				cures.map((cure, i) => h("button.small", { key: i, onclick: () => cured(cure, edit) }, say(cure.label))),
				!cures.length && finding.region && h("button.small", { onclick: edit }, t("去改这里", "Change it here")))));
}

/**
 * A part of a step under its heading.
 * @param {string} name its name and classes
 * @param {any} heading
 * @param {...any} kids
 */
export function block(name, heading, ...kids) {
	const [own, ...classes] = name.split(".");
	const id = `${own}-label`;
	return h(["section", ...classes].join("."), { "aria-labelledby": id }, h("h2", { id }, heading), kids);
}

/**
 * A text in which files of the project are named from its folder.
 * @param {Say} text
 */
export function near(text) {
	return say(text).split(`${store.project?.folder}/`).join("");
}

/** Findings that are shown at once. */
const MOST = 8;

/**
 * Findings as a list; nothing where there are none.
 * @param {Finding[] | null | undefined} all
 */
export function findings(all) {
	if (!all?.length) return null;
	const more = all.length - MOST;
	return h("ul.findings", all.slice(0, MOST).map((f, i) => finding(f, { key: i })), more > 0 && h("li.soft", { key: "more" }, t(`还有 ${more} 条，先看这些。`, `${more} more; these first.`)));
}

/**
 * Where a finding is pinned: at a corner of its place, never on the edge of the page.
 * @param {number} x share of the width
 * @param {number} y share of the height
 */
export function corner(x, y) {
	const inside = (/** @type {number} */ n) => `${Math.min(97, Math.max(3, n * 100))}%`;
	return { left: inside(x), top: inside(y) };
}

/**
 * A place where files are dropped.
 * @param {{ label: string, hint?: string, takes: any, choose: () => void, class?: string, icon?: any, choices?: any }} of
 */
export function dropzone(of) {
	return h("div", { class: `drop ${of.class ?? ""}`, ...of.takes },
		of.icon, h("p.what", of.label), of.hint && h("p.hint", of.hint),
		h("p.ways", h("button.small", { onclick: of.choose }, t("选文件…", "Choose a file…")), of.choices));
}

/**
 * The file of a box for one: that others were let go there too is told.
 * @param {File[]} files
 */
export function first(files) {
	const [file, ...rest] = files;
	if (rest.length) store.tell(t(`这里只放一个文件：收了“${file.name}”，没有收 ${rest.map((f) => `“${f.name}”`).join("、")}。`, `One file goes here: “${file.name}” was taken, ${rest.map((f) => `“${f.name}”`).join(", ")} not.`), "fault");
	return file;
}

/**
 * A place for one file of the project.
 * @param {string} role
 * @param {string} label
 * @param {string} hint
 * @param {string} accept
 * @param {any} drawing
 * @param {string} [classes]
 */
export function fileBox(role, label, hint, accept, drawing, classes = "") {
	const name = project().files[role];
	const take = (/** @type {File[]} */ files) => store.putFile(role, first(files));
	const pick = () => choose({ accept }, take);
	if (!name) return dropzone({ label, hint, takes: takes(take), choose: pick, icon: icon(drawing), class: classes });
	return h("div", { class: `drop has ${classes}`, ...takes(take) }, icon(drawing), h("p.what", label, classes && h("small.file-name", name)), !classes && h("p.hint.file-name", name),
		h("p.ways",
			h("button.small", { "aria-label": t(`换一个：${label}`, `Another: ${label}`), onclick: pick }, t("换一个…", "Another…")),
			h("button.small", { "aria-label": t(`不用了：${label}`, `Do without: ${label}`), onclick: () => store.change({ op: "forget", role }) }, t("不用了", "Do without"))));
}

/**
 * A choice that the command's options say.
 * @param {string} name
 * @param {string} label
 * @param {[string, string][]} choices value and words; the first is to do without
 */
export function option(name, label, choices) {
	const now = project().press[name] ?? "";
	const all = choices.some(([id]) => id === now) ? choices : [...choices, /** @type {[string, string]} */ ([now, now])];
	return h("label.inline", { key: name }, h("span.option", label), h("select", { "aria-label": label, value: now, onchange: (e) => store.change({ op: "set", field: name, value: e.target.value || null }) },
		all.map(([id, words]) => h("option", { value: id, key: id }, words))));
}

/**
 * Lets the arrow keys go through the elements of a group.
 * @param {KeyboardEvent} event
 * @param {string} selector
 */
export function rove(event, selector) {
	const keys = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];
	if (!keys.includes(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
	const all = /** @type {HTMLElement[]} */ ([.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll(selector)]);
	const now = all.findIndex((e) => e === document.activeElement);
	if (now < 0) return;
	let to = now;
	const box = (/** @type {number} */ i) => all[i].getBoundingClientRect();
	if (event.key === "Home") to = 0;
	else if (event.key === "End") to = all.length - 1;
	else if (event.key === "ArrowLeft") to = now - 1;
	else if (event.key === "ArrowRight") to = now + 1;
	else {
		// The next one above or below: the nearest of the nearest row.
		const from = box(now);
		const sign = event.key === "ArrowDown" ? 1 : -1;
		let best = Infinity;
		all.forEach((_, i) => {
			const b = box(i);
			const down = sign * (b.top - from.top);
			if (down < 4) return;
			const far = down * 10 + Math.abs(b.left + b.width / 2 - from.left - from.width / 2);
			if (far < best) [best, to] = [far, i];
		});
	}
	if (to < 0 || to >= all.length) return;
	event.preventDefault();
	all[to].focus();
	all[to].scrollIntoView({ block: "nearest" });
}
