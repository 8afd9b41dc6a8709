// 胸卡: the table of people as it is read, and their photos.

import { Part, h } from "../lib/dom.js";
import { PICTURES, TABLES, choose, takes } from "../lib/drop.js";
import { icon } from "../lib/icons.js";
import { many, say, t } from "../lib/say.js";
import { store } from "../lib/store.js";
import { block, dropzone, findings, near, onward, toggle } from "./bits.js";
import { turn } from "./preview.js";

class People extends Part {
	/** Photos under way: how many of how many. */
	/** @type {[number, number] | null} */
	sending = null;

	start() {
		for (const type of ["project", "page", "roster"]) this.hear(store, type, () => this.update());
		this.hear(document, "keydown", (e) => {
			if (e.target instanceof HTMLElement && e.target.closest("input, textarea, select, table")) return;
			if (e.key === "ArrowLeft" || e.key === "ArrowRight") {
				turn(e.key === "ArrowLeft" ? -1 : 1);
				e.preventDefault();
			}
		});
		if (store.project?.files?.roster && !store.roster) store.readRoster();
	}

	/** @param {File[]} files */
	async table(files) {
		const file = files.find((f) => !/\.(jpe?g|png|webp|tiff?)$/i.test(f.name));
		const photos = files.filter((f) => /\.(jpe?g|png|webp|tiff?)$/i.test(f.name));
		if (file && await store.putFile("roster", file)) await store.readRoster();
		if (photos.length) await this.photos(photos);
	}

	/** @param {File[]} files */
	async photos(files) {
		const pictures = files.filter((f) => /\.(jpe?g|png|webp|tiff?)$/i.test(f.name));
		await store.putPhotos(pictures, (done) => this.set({ sending: [done, pictures.length] }));
		this.set({ sending: null });
		await store.readRoster();
	}

	/** @param {Roster} roster */
	columns(roster) {
		const fields = store.shelf.fields;
		return block("columns", [t("每一列当作什么", "What each column is"), h("small", t("认错了就改", "change what was taken wrongly"))],
			h("div.columns", roster.columns.map((column, i) => h("div", { class: `column${column.field ? "" : " unused"}`, key: i },
				h("label", { for: `col-${i}` }, column.header || t(`第 ${i + 1} 列`, `Column ${i + 1}`)),
				h("select", { id: `col-${i}`, value: column.field ?? "", onchange: (e) => store.mapRoster({ map: { [column.header]: e.target.value } }) },
					h("option", { value: "", key: "" }, t("不用", "not used")),
					fields.map((f) => h("option", { value: f.id, key: f.id }, say(f.name))),
					column.field && !fields.some((f) => f.id === column.field) && h("option", { value: column.field, key: column.field }, column.field)),
				h("p.hint.example", column.example)))));
	}

	/** @param {Roster} roster */
	bad({ bad, bad_count, partly, doubtful, notes }) {
		// A row that is spoken of is shown once: those that are not printed first, then those that are there twice.
		/** @type {{ row: number, why: string, cells: string[], out: boolean | string }[]} */
		const rows = bad.map((b) => ({ row: b.row, why: near(b.why), cells: b.cells, out: true }));
		for (const d of partly ?? []) rows.push({ row: d.row, why: near(d.why), cells: d.cells, out: "部分" });
		for (const d of doubtful ?? []) if (!rows.some((r) => r.row === d.row)) rows.push({ row: d.row, why: near(d.why), cells: d.cells, out: false });
		for (const note of notes) {
			const row = Number(/^row (\d+)/.exec(note.place?.thing?.en ?? "")?.[1]);
			if (row && !rows.some((r) => r.row === row)) rows.push({ row, why: near(note.message), cells: [], out: note.rule === "table-sum-rows" });
		}
		if (!rows.length) return null;
		// Of very many not all are sent.
		const count = rows.length + Math.max(0, (bad_count ?? 0) - bad.filter((b) => b.record !== null).length);
		const shown = rows.slice(0, 500);
		return block("bad.bad", [t("有问题的行", "Rows to look at"), h("small", many(count, "行", "row"), count > shown.length && t(`，先列 ${shown.length} 行`, `, the first ${shown.length}`))],
			h("div.scroll", { tabindex: "0", role: "region", "aria-labelledby": "bad-label" }, h("table",
				h("thead", h("tr", [t("行", "Row"), "", t("为什么", "Why"), t("这一行", "The row")].map((c) => h("th", { scope: "col" }, c)))),
				h("tbody", shown.map((r, i) => h("tr", { key: i }, h("th", { scope: "row" }, r.row), h("td", r.out === "部分" ? t("有照片的产品不印", "not where photos are") : r.out ? t("不印", "not printed") : t("照印", "printed")), h("td", r.why), h("td.soft", r.cells.filter((c) => c).join("　"))))))));
	}

	/** @param {Roster} roster */
	pictures({ photos, rows }) {
		const box = !!store.project?.press.photo_box;
		const missing = photos ? photos.missing : rows;
		const [zh, en] = !missing ? ["", ""] : box ? [`没有照片的 ${missing} 人照印，照片处是空框，可以贴照片。`, `${missing} without a photo are printed with an empty box, for one to be glued in.`]
			: photos ? [`没有照片的 ${missing} 人：有照片的产品里不印，没有照片的产品（如座签）照印。`, `${missing} without a photo are left out of products that show one, and are on those that do not.`]
				: ["没有给照片：按没有照片的样子排。", "No photos are given: the badges are set without."];
		const take = (/** @type {File[]} */ files) => this.photos(files);
		return block("photos", [t("照片", "Photos"), photos && h("small", { "aria-live": "polite" }, t(`配上 ${photos.matched} 张`, `${photos.matched} matched`), photos.missing > 0 && t(`，缺 ${photos.missing} 张`, `, ${photos.missing} missing`))],
			this.sending ? h("p", { role: "status" }, h("progress", { max: this.sending[1], value: this.sending[0], "aria-label": t("收照片", "Taking photos") }), t(`　收到 ${this.sending[0]} / ${this.sending[1]} 张`, `  ${this.sending[0]} of ${this.sending[1]}`))
				: dropzone({
					label: t("把照片文件夹拖到这里", "Drop the folder of photos here"), hint: t("文件名是编号或姓名就能自动配上：00017.jpg、王小明.jpg", "named by number or name they are matched: 00017.jpg, 王小明.jpg"),
					takes: takes(take), choose: () => choose({ accept: PICTURES, multiple: true }, take), icon: icon("folder"),
					choices: [h("button.small", { onclick: () => choose({ folder: true }, take) }, t("选文件夹…", "Choose a folder…")), photos && h("button.small", { onclick: () => store.change({ op: "forget", role: "photos" }) }, t("不用照片", "Without photos"))],
				}),
			missing > 0 && h("p.hint", { role: "status" }, t(zh, en)),
			(missing > 0 || box) && toggle(t("没有照片的，照印并留空框", "Who has none gets an empty box"), box, (on) => store.change({ op: "set", field: "photo_box", value: on }).then(() => store.readRoster())),
			photos && photos.unmatched_files.length > 0 && h("details", { open: photos.unmatched_files.length < 12 }, h("summary", t(`没配上的照片（${photos.unmatched_files.length} 张）`, `Photos of nobody (${photos.unmatched_files.length})`)),
				h("ul.names", photos.unmatched_files.slice(0, 300).map((f) => h("li", { key: f }, f)))));
	}

	/** @param {Roster} roster */
	people(roster) {
		const out = new Set(roster.bad.map((b) => b.record));
		const printed = roster.records.filter((r) => !out.has(r.record));
		return block("people", [t("要印的人", "Who is printed"), h("small", many(roster.good, "人", "person"))],
			h("div.scroll.people", { tabindex: "0", role: "region", "aria-labelledby": "people-label" }, h("table",
				h("thead", h("tr", h("th", { scope: "col" }, "#"), roster.columns.map((c, i) => h("th", { scope: "col", key: i }, c.header)))),
				h("tbody", printed.map((r) => h("tr", { key: r.record, class: store.page.record === r.record ? "shown" : "" },
					h("td", h("button.small.quiet", { "aria-label": t(`看第 ${r.record} 张`, `Show no. ${r.record}`), onclick: () => store.show({ record: r.record }) }, r.record)),
					r.cells.map((/** @type {string} */ c, /** @type {number} */ i) => h("td", { key: i }, c))))))),
			roster.good > printed.length && h("p.hint", t(`先列前 ${printed.length} 人；${roster.good} 人都会印。`, `The first ${printed.length}; all ${roster.good} are printed.`)));
	}

	view() {
		const p = store.project;
		if (!p) return null;
		const roster = store.roster;
		const take = (/** @type {File[]} */ files) => this.table(files);
		const faults = roster?.faults ?? [];
		return h("div.step.two.roster",
			h("div.col",
				block("roster", [t("名单", "Roster"), p.files.roster && h("small", p.files.roster)],
					dropzone({
						label: p.files.roster ? t("换一份名单：拖到这里", "Another roster: drop it here") : t("把名单拖到这里", "Drop the roster here"), hint: t("Excel、WPS 表格、CSV；一行一个人，要有“姓名”一列", "Excel, WPS, CSV; a person a row, with a column 姓名"),
						takes: takes(take), choose: () => choose({ accept: TABLES }, take), icon: icon("table"), class: p.files.roster ? "low" : "",
						choices: p.files.roster && h("button.small", { onclick: () => store.change({ op: "forget", role: "roster" }) }, t("不用名单", "Without a roster")),
					}),
					findings(faults)),
				roster?.columns && [this.bad(roster), this.columns(roster), this.pictures(roster), this.people(roster),
					findings(roster.notes.filter((n) => !/^row /.test(n.place?.thing?.en ?? ""))),
					onward("sign", t("文字和标志", "Words and logo"))]),
			h("by-preview.col.preview"));
	}
}

customElements.define("by-roster", People);
