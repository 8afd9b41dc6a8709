// Step 1: what is said. One box for everything, beside it the list as it was read.

import { Part, focusOn, h } from "../lib/dom.js";
import { LISTS, choose, takes } from "../lib/drop.js";
import { icon, iconButton } from "../lib/icons.js";
import { many, say, t } from "../lib/say.js";
import { store } from "../lib/store.js";
import { block, field, findings, first, onward, project, refill } from "./bits.js";
import "./preview.js";

class Slogans extends Part {
	verbatim = false;
	adding = false;
	/** @type {number | null} */
	dragged = null;
	text = "";
	#timer = 0;
	/** Moves that are under way, and what the slogan that is moved is called by now. */
	#moves = 0;
	#held = 0;
	#turn = Promise.resolve();

	start() {
		for (const type of ["project", "list", "page", "busy"]) this.hear(store, type, () => this.update());
	}

	/** @param {File[]} files */
	async take(files) {
		if (await store.putList(first(files))) this.text = "";
	}

	/**
	 * @param {string} text
	 * @param {boolean} [typed] more of it is to come
	 */
	async read(text, typed = false) {
		clearTimeout(this.#timer);
		if (text.trim() && await store.paste(text, { verbatim: this.verbatim, typed }) && !typed) this.text = text;
	}

	box() {
		const p = project();
		return h("section.paste", { ...takes((files) => this.take(files)) },
			h("label.section-label", { for: "paste" }, t("粘贴在这里", "Paste here")),
			h("textarea", {
				id: "paste", rows: p.slogans.length ? 10 : 14, spellcheck: "false", value: this.text,
				placeholder: t("从 Word、微信、通知里整段复制过来就行：\n\n2026 年安全生产月宣传标语\n1. 人人讲安全，个个会应急\n2. 安全第一 预防为主\n……\n\n编号、标题、落款会自己认出来。",
					"Copy the whole list from Word, WeChat or a notice: numbers, headings and signature are recognised."),
				oninput: (e) => {
					this.text = e.target.value;
					clearTimeout(this.#timer);
					const pasted = e.inputType === "insertFromPaste";
					if (!e.isComposing) this.#timer = window.setTimeout(() => this.read(this.text, !pasted), pasted ? 0 : 700);
				},
				onkeydown: (e) => {
					if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) this.read(this.text, true);
				},
			}),
			h("div.paste-ways",
				h("button.small", { onclick: () => choose({ accept: LISTS }, (files) => this.take(files)) }, icon("file"), t("打开 Word、Excel、文本…", "Open a Word, Excel or text file…")),
				h("label.check", h("input", {
					type: "checkbox", checked: this.verbatim,
					onchange: (e) => {
						this.verbatim = e.target.checked;
						this.read(this.text);
					},
				}), t("照原样，每行一条", "To the letter, a slogan a line"))),
			h("p.hint", t(".docx .xlsx .txt 也可以直接拖到这里。空格就是分句。", ".docx, .xlsx and .txt can be dropped here too. A space parts clauses.")));
	}

	/**
	 * Moves a slogan; keys that are faster than the answers move the same one on.
	 * @param {number} number
	 * @param {number} by
	 */
	shift(number, by) {
		if (!this.#moves++) this.#held = number;
		this.#turn = this.#turn.then(async () => {
			const { slogans } = project();
			const now = slogans.findIndex((s) => s.number === this.#held);
			const to = now + by;
			if (now >= 0 && slogans[to]) {
				await store.change({ op: "move", number: this.#held, before: by > 0 ? slogans[to + 1]?.number ?? null : slogans[to].number });
				await store.settled();
				this.#held = project().slogans[to]?.number ?? this.#held;
				/** @type {HTMLElement | null} */ (this.querySelector(`[data-number="${this.#held}"]`))?.focus();
			}
			this.#moves -= 1;
		});
	}

	/**
	 * @param {Slogan} slogan
	 * @param {Line[]} joined lines that were joined to it
	 */
	row(slogan, joined) {
		const { number } = slogan;
		const shown = String(store.page.slogan) === String(number);
		return h("li", {
			class: `slogan${shown ? " shown" : ""}`, key: `s${number}`,
			ondragover: (e) => this.dragged !== null && e.preventDefault(),
			ondrop: (e) => {
				if (this.dragged === null) return;
				e.preventDefault();
				if (this.dragged !== number) store.change({ op: "move", number: this.dragged, before: number });
				this.dragged = null;
			},
		},
		h("span", {
			class: "number", draggable: "true", title: t("拖动可以换次序", "Drag to move"),
			ondragstart: (e) => {
				this.dragged = number;
				e.dataTransfer.effectAllowed = "move";
				e.dataTransfer.setData("text/plain", slogan.text);
			},
			ondragend: () => {
				this.dragged = null;
			},
		}, number),
		h("input", {
			type: "text", "aria-label": t(`第 ${number} 条`, `Slogan ${number}`), value: slogan.text, spellcheck: "false", autocomplete: "off", "data-number": number,
			title: t("Alt+↑↓ 换次序", "Alt+↑↓ moves it"),
			onfocus: () => store.show({ slogan: String(number) }),
			onblur: (e) => refill(e, slogan.text),
			oninput: (e) => {
				if (!e.isComposing && e.target.value.trim()) store.change({ op: "slogan", number, text: e.target.value });
			},
			oncompositionend: (e) => {
				if (e.target.value.trim()) store.change({ op: "slogan", number, text: e.target.value });
			},
			onkeydown: (e) => {
				if (e.altKey && (e.key === "ArrowUp" || e.key === "ArrowDown")) {
					e.preventDefault();
					this.shift(number, e.key === "ArrowUp" ? -1 : 1);
				} else if (!e.altKey && !e.ctrlKey && (e.key === "ArrowUp" || e.key === "ArrowDown") && !e.isComposing) {
					const all = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".slogan input")]);
					const to = all[all.indexOf(e.target) + (e.key === "ArrowUp" ? -1 : 1)];
					if (to) {
						e.preventDefault();
						to.focus();
					}
				}
			},
		}),
		iconButton("close", t(`去掉第 ${number} 条`, `Remove slogan ${number}`), () => store.change({ op: "remove", number })),
		slogan.note && h("p.row-note", slogan.note),
		joined.length > 0 && h("ul.joined", joined.map((line) => h("li", { key: line.number },
			h("span", t(`接上了下一行“${line.text}”`, `The next line was joined: “${line.text}”`)),
			h("button.small", { onclick: () => store.line(line.number, "slogan") }, t("拆开", "Split"))))));
	}

	/** @param {Line} line */
	out(line) {
		return h("li.out", { key: `o${line.number}` },
			h("span.number", { "aria-hidden": "true" }, "–"),
			h("span.text", line.text), h("span.why", say(line.why)),
			h("button.small", { onclick: () => store.line(line.number, "slogan") }, t("算一条", "Take it in")));
	}

	list() {
		const p = project();
		const lines = store.list?.lines ?? [];
		const joined = (/** @type {number} */ number) => lines.filter((l) => l.fate === "joined" && l.slogan === number);
		// In the order in which they are printed; what was left out stands behind what it stood behind in the list.
		/** @type {Map<number, any[]>} */
		const behind = new Map();
		let last = 0;
		for (const line of lines) {
			if (line.fate === "slogan" && p.slogans.some((s) => s.number === line.slogan)) last = line.slogan ?? 0;
			if (line.fate === "out" && line.text.trim()) behind.set(last, [...behind.get(last) ?? [], this.out(line)]);
		}
		const rows = [behind.get(0) ?? [], p.slogans.map((slogan) => [this.row(slogan, joined(slogan.number)), behind.get(slogan.number) ?? []])].flat(3);
		const notes = store.list?.notes ?? [];
		const out = lines.filter((l) => l.fate === "out" && l.text.trim()).length;
		return block("read.read", [t("读到的口号", "Slogans as read"),
				h("small", { "aria-live": "polite" }, p.slogans.length ? many(p.slogans.length, "条", "slogan") : "", out ? t(`，另有 ${out} 行没收`, `, ${out} more left out`) : "")],
			rows.length || this.adding ? h("ol.lines", rows, this.adding && this.fresh()) : h("p.empty", t("还没有口号", "No slogans yet")),
			h("p.adds",
				h("button.small", { onclick: () => this.add() }, icon("plus"), t("加一条", "Add one"))),
			findings([...(store.list?.faults ?? []), ...notes.filter((n) => n.severity !== "note")]),
			notes.length > 0 && h("details", h("summary", t("读的时候做了什么", "What was done while reading")), findings(notes.filter((n) => n.severity === "note"))));
	}

	/** A new one is none before it has words. */
	fresh() {
		const keep = async (/** @type {any} */ e) => {
			const text = e.target.value.trim();
			this.adding = false;
			if (!text) return this.update();
			e.target.value = "";
			await store.change({ op: "add", text, before: null });
			const last = project().slogans.slice(-1)[0];
			if (last) store.show({ slogan: String(last.number) });
			this.update();
		};
		return h("li.slogan", { key: "new" }, h("span.number", { "aria-hidden": "true" }, "+"),
			h("input", { type: "text", "data-number": "new", "aria-label": t("新的一条", "A new slogan"), placeholder: t("写完按回车", "Enter keeps it"), spellcheck: "false", autocomplete: "off", onblur: keep,
				onkeydown: (e) => {
					if (e.isComposing) return;
					if (e.key === "Enter") e.target.blur();
					if (e.key === "Escape") this.set({ adding: false });
				} }));
	}

	add() {
		this.set({ adding: true });
		focusOn(this, '[data-number="new"]');
	}

	meetings() {
		const p = project();
		const set = (/** @type {number} */ index, /** @type {string} */ name) => (/** @type {string | null} */ value) => store.change({ op: "event", index, set: { [name]: value } });
		return block("meetings.meetings", [t("会标", "Meetings"), h("small", t("会场横幅和背景板上的字", "on banners and backdrops of the hall"))],
			p.events.length > 0 && p.slogans.length > 0 && h("p.hint", t("有标语的时候，横幅上排标语，会标只上背景板；会标要横幅，请另开一个项目。", "With slogans among them, banners carry slogans and meetings stand on backdrops; for a banner of the meeting begin a project of its own.")),
			p.events.map((event, i) => h("fieldset", { key: event.label, class: "meeting", onfocusin: () => String(store.page.slogan) !== event.label && store.show({ slogan: event.label }) },
				h("legend", t(`第 ${i + 1} 个会`, `Meeting ${i + 1}`),
					iconButton("close", t(`去掉第 ${i + 1} 个会`, `Remove meeting ${i + 1}`), () => store.change({ op: "event", index: i + 1, remove: true }))),
				field({ name: `e${i}-title`, label: t("会议名称", "Title"), value: event.title, write: (v) => v && set(i + 1, "title")(v), wide: true, always: true }),
				field({ name: `e${i}-host`, label: t("主办", "Host"), value: event.host, write: set(i + 1, "host") }),
				field({ name: `e${i}-co`, label: t("承办", "Co-host"), value: event.co_host, write: set(i + 1, "co_host") }),
				field({ name: `e${i}-date`, label: t("时间", "Date"), value: event.date, write: set(i + 1, "date") }),
				field({ name: `e${i}-place`, label: t("地点", "Place"), value: event.place, write: set(i + 1, "place") }))),
			h("p", h("button", {
				class: "small",
				onclick: async () => {
					const { products } = p;
					const backdrop = products.some((id) => store.product(id)?.group === "backdrop") ? [] : [{ op: "products", ids: [...p.slogans.length ? products : [], "backdrop-6000x3000"] }];
					await store.change({ op: "event", index: null, set: { title: "工作会议" } }, ...backdrop);
					const last = project().events.slice(-1)[0];
					if (last) store.show({ slogan: last.label });
					const title = `#f-e${project().events.length - 1}-title`;
					focusOn(this, title);
					// What is typed takes the place of the usual words.
					requestAnimationFrame(() => /** @type {HTMLInputElement | null} */ (this.querySelector(title))?.select());
				},
			}, icon("plus"), t("加一个会", "Add a meeting"))));
	}

	view() {
		const p = store.project;
		if (!p) return null;
		return h("div.step.three",
			h("div.col", this.box()),
			h("div.col", p.door === "banners" && this.meetings(), this.list(),
				p.door !== "banners" && p.events.length > 0 && this.meetings(),
				(p.slogans.length > 0 || p.events.length > 0) && onward("sign", t("落款", "Who signs"))),
			h("by-preview.col.preview"));
	}
}

customElements.define("by-slogans", Slogans);
