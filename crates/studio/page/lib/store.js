// The one place that knows the open project. Every change goes to the server first and is shown when it is on the disk.

import { Refused, get, post, project as at, put, query, raw } from "./api.js";
import { typing } from "./dom.js";
import { t } from "./say.js";

/**
 * What of a project a change is about.
 * @param {any} op
 * @param {any} p
 */
function part(op, p) {
	const { field } = op;
	switch (op.op) {
		case "set": return [p[field], p.fields[field], p.press[field]];
		case "show": return p.shows[field];
		case "slogan": case "break": return op.number ? p.slogans.find((/** @type {Slogan} */ s) => s.number === op.number) : p.sheet;
		case "add": return op.before && p.slogans;
		case "event": return op.index && p.events[op.index - 1];
		case "forget": return p.files[op.role];
		case "layouts": case "products": return p[op.op];
		case "palette": case "colour": return [p.palette, p.colour];
		case "text": return p.rev;
		default: return p.slogans;
	}
}

class Store extends EventTarget {
	/** @type {State | null} */
	state = null;
	/** @type {Shelf} */
	shelf = { products: [], layouts: [], palettes: [], shops: [], papers: [], campaigns: [], fields: [] };
	/** @type {Project | null} */
	project = null;
	/** @type {List | null} */
	list = null;
	/** The table of people as it is read. */
	/** @type {Roster | null} */
	roster = null;
	/** The page that is shown large. */
	/** @type {PageName} */
	page = {};
	/** @type {Notice[]} */
	notices = [];
	/** Requests under way that change something. */
	busy = 0;
	/** @type {any[]} */
	pending = [];
	/** @type {any[]} */
	flying = [];
	sending = false;
	/** Words that could not be kept, until something can be again. */
	/** @type {string[]} */
	lost = [];
	/** Tells other tabs of this browser that a project has changed. */
	others = new BroadcastChannel(location.pathname);
	/** @type {Map<string, Product>} */
	sizes = new Map();
	#notice = 0;
	/** @type {Promise<unknown>} */
	#last = Promise.resolve();
	/** The question for news that waits for its answer. */
	#ear = new AbortController();
	#hears = false;

	constructor() {
		super();
		this.others.onmessage = ({ data }) => {
			if (this.project && data?.name === this.project.name && data.rev !== this.project.rev) this.reload();
		};
		window.addEventListener("pagehide", () => {
			this.#ear.abort();
			const [p, ops] = [this.project, this.pending.splice(0)];
			// What waits for its turn is newer than any answer that this tab may still get.
			if (p && ops.length) post(`${at(p.name)}/change`, { rev: Number.MAX_SAFE_INTEGER, ops }).catch(() => {});
		});
		document.addEventListener("visibilitychange", () => {
			if (document.hidden) this.#ear.abort();
			else if (this.project) this.reload().then(() => this.#listen());
		});
		typing.waits = () => this.pending.length > 0;
		typing.clash = (to) => this.tell(t(`这里刚在别处改成了“${to}”；接着打，就用您打的字。`, `This was changed elsewhere to “${to}” just now; go on and your words take its place.`), "fault");
	}

	/** @param {string} type */
	#say(type) {
		this.dispatchEvent(new Event(type));
	}

	/**
	 * @param {Fault[] | string} what
	 * @param {"fault" | "told"} [kind]
	 */
	tell(what, kind = typeof what === "string" ? "told" : "fault") {
		const id = ++this.#notice;
		this.notices = [...this.notices.slice(-3), typeof what === "string" ? { id, kind, text: what } : { id, kind, faults: what }];
		this.#say("notices");
		// What is wrong stays long enough to be read, and while the mouse or the keyboard is on it.
		const leave = () => (document.querySelector(`#notice-${id}:hover, #notice-${id}:focus-within`) ? setTimeout(leave, 3000) : this.untell(id));
		setTimeout(leave, kind === "told" ? 6000 : 20_000);
	}

	/** @param {number} id */
	untell(id) {
		this.notices = this.notices.filter((n) => n.id !== id);
		this.#say("notices");
	}

	/**
	 * Runs a request; what the server refuses is told. `null` when it was refused.
	 * @template T
	 * @param {() => Promise<T>} work
	 * @returns {Promise<T | null>}
	 */
	async run(work) {
		this.busy += 1;
		this.#say("busy");
		try {
			return await work();
		} catch (error) {
			if (error instanceof Refused) {
				if (error.status === 409 && error.body?.project) {
					// The field shows what is so, and what was typed in it is told: it is nowhere else.
					const [field, typed] = this.#let();
					this.take(error.body.project);
					await new Promise((done) => setTimeout(done));
					this.tell(t("这个活动刚在别处改过，已换成最新的；请再做一次。", "This project was changed elsewhere just now and is shown as it is; please do it again.")
						+ (field && field.value !== typed ? t(`没有存下的字：“${typed}”`, ` Not kept: “${typed}”`) : ""), "fault");
				} else if (error.faults.length) {
					this.tell(error.faults);
				} else {
					const why = error.status === 413 ? t("文件太大了。", "The file is too large.")
						: error.status === 423 ? t("正在制作，等做完再来。", "Files are being made; wait until that is done.")
						: t(`没有做成（${error.status}）。`, `This was not done (${error.status}).`);
					this.tell(why, "fault");
				}
			} else if (!(error instanceof Error && error.constructor.name === "Gone")) {
				throw error;
			}
			return null;
		} finally {
			this.busy -= 1;
			this.#say("busy");
		}
	}

	/**
	 * One change after another: each is said of what the one before has left (`rev`).
	 * @template T
	 * @param {() => Promise<T>} work
	 * @returns {Promise<T | null>}
	 */
	#turn(work) {
		const turn = this.#last.then(() => this.run(work));
		this.#last = turn.catch(() => null);
		return turn;
	}

	async start() {
		[this.state, this.shelf] = await Promise.all([get("api/state"), get("api/shelf")]);
		for (const product of this.shelf.products) this.sizes.set(product.id, product);
		this.#say("state");
	}

	async restate() {
		this.state = await get("api/state");
		this.#say("state");
	}

	/** @param {string} name */
	async open(name) {
		if (this.project?.name === name) return;
		this.#ear.abort();
		this.project = null;
		this.list = null;
		this.roster = null;
		this.page = {};
		this.pending = [];
		const got = await this.run(() => get(at(name)));
		if (!got) {
			location.hash = "#/";
			return;
		}
		this.take(got);
		if (!got.faults) this.list = await get(`${at(name)}/list`).then((l) => l.list ?? l).catch(() => null);
		this.#say("list");
		this.#listen();
		if (got.files?.roster) await this.readRoster();
	}

	/** While it is looked at, hears at once what is changed elsewhere, in another browser or by hand. */
	async #listen() {
		if (this.#hears) return;
		this.#hears = true;
		while (this.project && !document.hidden) {
			const { name, rev } = this.project;
			this.#ear = new AbortController();
			const answer = await raw(`${at(name)}/news?${query({ rev })}`, { signal: this.#ear.signal }).catch(() => null);
			const news = answer?.status === 200 ? await answer.json().catch(() => null) : null;
			// Of what this tab is changing it hears by itself.
			if (news) await this.settled();
			if (news && news.rev !== this.project?.rev) await this.reload();
			if (!answer || news) await new Promise((done) => setTimeout(done, answer ? 200 : 1000));
		}
		this.#hears = false;
	}

	/** Reads the table of people again. */
	async readRoster() {
		const p = this.project;
		if (!p?.files?.roster) {
			this.roster = null;
		} else {
			const got = await get(`${at(p.name)}/roster?from=1&count=200`).catch((error) => ({ faults: error.faults ?? [] }));
			if (this.project?.name === p.name) this.roster = got;
		}
		this.#say("roster");
	}

	/** @param {any} how columns and their fields, sheet, photos */
	async mapRoster(how) {
		const p = this.project;
		if (!p) return;
		const got = await this.#turn(() => post(`${at(p.name)}/roster`, { rev: this.project?.rev, ...how }));
		if (got) this.roster = got;
		this.#say("roster");
		await this.reload();
	}

	/**
	 * Another name for the project and its folder.
	 * @param {string} name
	 */
	async rename(name) {
		const p = this.project;
		if (!p) return false;
		const got = await this.#turn(() => post(`${at(p.name)}/rename`, { name }));
		if (!got) return false;
		this.take(got);
		history.replaceState(null, "", location.hash.replace(encodeURIComponent(p.name), encodeURIComponent(got.name)));
		window.dispatchEvent(new HashChangeEvent("hashchange"));
		return true;
	}

	close() {
		this.#ear.abort();
		this.project = null;
		this.list = null;
		this.page = {};
		this.#say("project");
	}

	async reload() {
		const name = this.project?.name;
		if (!name || this.sending) return;
		const got = await get(at(name)).catch(() => null);
		if (got && this.project?.name === name && got.rev !== this.project.rev) this.#others(got);
	}

	/**
	 * Shows what others have made of the project.
	 * @param {Project} project
	 */
	#others(project) {
		typing.others = true;
		this.take(project);
		setTimeout(() => { typing.others = false; });
		if (this.list) this.#relist(project.name);
	}

	/** @param {Project} project */
	take(project) {
		const before = this.project;
		this.project = project;
		for (const id of project.products ?? []) if (!this.sizes.has(id)) this.measure(id);
		this.#settle();
		if (before && ["roster", "photos"].some((role) => before.files?.[role] !== project.files?.[role])) this.readRoster();
		if (before?.rev !== project.rev) this.others.postMessage({ name: project.name, rev: project.rev });
		this.#say("project");
	}

	/**
	 * A size of her own, as the command line takes it.
	 * @param {string} id
	 */
	async measure(id) {
		const product = await get(`api/product?${query({ id })}`).catch(() => null);
		if (product) {
			this.sizes.set(id, product);
			this.#say("project");
		}
		return product;
	}

	/** The page that is shown is one of the project. */
	#settle() {
		const p = this.project;
		if (!p || p.faults) return;
		const page = this.page;
		const numbers = [...p.slogans.map((s) => String(s.number)), ...p.events.map((e) => e.label), "0"];
		if (page.slogan === undefined || !numbers.includes(String(page.slogan))) {
			page.slogan = p.door === "banners" && p.events.length ? p.events[0].label : p.slogans.length ? String(p.slogans[0].number) : undefined;
		}
		if (p.products.length && (!page.product || !p.products.includes(page.product))) page.product = p.products[0];
		if (!p.products.length && !page.product) page.product = p.door === "cards" ? "name-85x54" : p.door === "banners" ? "banner-6000x700" : "poster-a2";
		if (p.layouts.length && (!page.layout || !p.layouts.includes(page.layout))) page.layout = p.layouts[0];
		if (p.files.roster && this.sizes.get(page.product ?? "")?.personal) page.record ??= 1;
		else page.record = null;
	}

	/** @param {PageName} to */
	show(to) {
		this.page = { ...this.page, ...to };
		// Meetings stand on backdrops, slogans on all else, unless she says otherwise.
		const meeting = /^e/.test(String(to.slogan));
		const fits = (/** @type {string | undefined} */ id) => !this.project?.slogans.length || (this.sizes.get(id ?? "")?.group === "backdrop") === meeting;
		if (to.slogan !== undefined && !to.product && !fits(this.page.product)) this.page.product = this.project?.products.find(fits) ?? this.page.product;
		this.#settle();
		this.#say("page");
	}

	/** The page that is shown, as its query. */
	shown() {
		return this.named(this.page);
	}

	/**
	 * A page as its query. A product that a layout is made for is printed in that one.
	 * @param {PageName} page
	 */
	named(page) {
		return query({ ...page, layout: this.product(page.product ?? "")?.layout ?? page.layout });
	}

	/**
	 * Changes the project. What is typed faster than the server answers is sent together.
	 * @param {...any} ops
	 */
	change(...ops) {
		for (const op of ops) {
			const last = this.pending[this.pending.length - 1];
			const same = last && last.op === op.op && (op.ids || (op.op === "set" && last.field === op.field)
				|| (op.op === "slogan" && last.number === op.number && Object.keys(op).join() === Object.keys(last).join()));
			if (same) this.pending[this.pending.length - 1] = op;
			else this.pending.push(op);
		}
		return this.#send();
	}

	/**
	 * A list as it was last asked for: the answer to the click before may be on its way.
	 * @param {string} op @param {string[]} now @returns {string[]}
	 */
	asked(op, now) {
		return [...this.pending, ...this.flying].find((o) => o.op === op)?.ids ?? now;
	}

	/** Once all that was changed is on the disk. */
	async settled() {
		while (this.sending || this.pending.length) await this.#last.then(() => new Promise((done) => setTimeout(done)));
		await this.#last;
	}

	async #send() {
		if (this.sending) return;
		this.sending = true;
		while (this.pending.length && this.project) {
			const ops = this.flying = this.pending.splice(0);
			const { name } = this.project;
			const got = await this.#turn(() => this.#post(ops));
			this.flying = [];
			const words = (/** @type {any} */ op) => [op.text, op.value, ...Object.values(op.set ?? {})].filter((w) => typeof w === "string" && w);
			this.lost = got ? [] : ops.flatMap(words);
			if (!got) {
				// What was typed is nowhere else.
				if (this.lost.length && !this.notices.some((n) => n.text?.includes(this.lost[0]))) this.tell(t("没有存下的字：", "Not kept: ") + this.lost.map((w) => `“${w}”`).join(t("、", ", ")), "fault");
				this.#say("project");
			}
			// Lines of the list name slogans by their numbers.
			if (got && this.list && ops.some((op) => ["add", "remove", "move", "slogan", "text"].includes(op.op))) await this.#relist(name);
		}
		this.sending = false;
		this.#say("busy");
	}

	/**
	 * Sends a change. What others did meanwhile to something else does not stand in its way.
	 * @param {any[]} ops
	 */
	async #post(ops) {
		for (let n = 0; ; n += 1) {
			const was = /** @type {Project} */ (this.project);
			try {
				const answer = await post(`${at(was.name)}/change`, { rev: was.rev, ops });
				this.take(answer);
				return answer;
			} catch (error) {
				const now = error instanceof Refused && error.status === 409 && error.body?.project;
				if (!now || n > 20 || now.faults || was.faults || ops.some((op) => JSON.stringify(part(op, was)) !== JSON.stringify(part(op, now)))) throw error;
				this.#others(now);
			}
		}
	}

	/** @param {"undo" | "redo"} which */
	async back(which) {
		const p = this.project;
		if (!p || (which === "undo" ? !p.can_undo : !p.can_redo)) return;
		const got = await this.#turn(() => post(`${at(p.name)}/${which}`, { rev: this.project?.rev }));
		if (!got) return;
		this.#let();
		this.take(got);
		await this.#relist(p.name);
	}

	/**
	 * A field that has the keyboard shows what is so again, not what was typed in it.
	 * @returns {[HTMLInputElement | HTMLTextAreaElement | null, string]} the field, and what was typed
	 */
	#let() {
		const field = document.activeElement;
		if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return [null, ""];
		const typed = field.value;
		field.blur();
		return [field, typed];
	}

	/** @param {string} name */
	async #relist(name) {
		const list = await get(`${at(name)}/list`).then((l) => l.list ?? l).catch(() => null);
		if (this.project?.name !== name) return;
		this.list = list;
		this.#say("list");
	}

	/** @param {Promise<{ project: Project, list: List } | null>} answer */
	async #listed(answer) {
		const got = await answer;
		if (!got) return false;
		this.list = got.list;
		this.take(got.project);
		this.#say("list");
		return true;
	}

	/**
	 * @param {string} text
	 * @param {{ verbatim?: boolean, add?: boolean, typed?: boolean }} [how] `typed`: more of it is to come
	 */
	paste(text, how = {}) {
		const p = this.project;
		if (!p) return Promise.resolve(false);
		return this.#listed(this.#turn(() => post(`${at(p.name)}/paste`, { rev: this.project?.rev, text, verbatim: false, add: false, ...how })));
	}

	/** @param {File} file */
	putList(file) {
		const p = this.project;
		if (!p) return Promise.resolve(false);
		return this.#listed(this.#turn(() => put(`${at(p.name)}/list?${query({ name: file.name, rev: this.project?.rev })}`, file)));
	}

	/**
	 * @param {number} line
	 * @param {"slogan" | "out" | "joined"} fate
	 */
	line(line, fate) {
		const p = this.project;
		if (!p) return Promise.resolve(false);
		return this.#listed(this.#turn(() => post(`${at(p.name)}/line`, { rev: this.project?.rev, line, fate })));
	}

	/**
	 * @param {string} role
	 * @param {File} file
	 * @returns {Promise<any>} the answer, or null
	 */
	async putFile(role, file) {
		const p = this.project;
		if (!p) return null;
		const got = await this.#turn(() => put(`${at(p.name)}/file/${role}?${query({ name: file.name, rev: this.project?.rev })}`, file));
		if (got) {
			this.take(got.project);
			const notes = (got.notes ?? []).filter((/** @type {Finding} */ n) => n.severity !== "note" || n.rule === "studio-replaced");
			if (notes.length && role !== "roster") this.tell(notes);
		}
		return got;
	}

	/**
	 * Photos of the people, one after the other; the project is shown anew when all are there.
	 * @param {File[]} files
	 * @param {(done: number) => void} each
	 */
	async putPhotos(files, each) {
		const p = this.project;
		if (!p) return;
		/** @type {Fault[]} */
		const told = [];
		for (const [i, file] of files.entries()) {
			each(i);
			await this.#turn(async () => {
				const got = await put(`${at(p.name)}/file/photo?${query({ name: file.name, rev: this.project?.rev })}`, file).catch((error) => {
					if (!(error instanceof Refused) || error.status === 409) throw error;
					told.push(...error.faults);
					return null;
				});
				if (got && this.project?.name === p.name) this.project = got.project;
				told.push(...(got?.notes ?? []).filter((/** @type {Finding} */ n) => n.rule === "studio-replaced"));
			});
		}
		if (this.project?.name === p.name) {
			this.others.postMessage({ name: p.name, rev: this.project.rev });
			this.#say("project");
		}
		if (told.length) this.tell(told.slice(0, 5));
	}

	/** @param {string} id */
	product(id) {
		return this.sizes.get(id) ?? null;
	}

	/** @param {string} id */
	layout(id) {
		return this.shelf.layouts.find((l) => l.id === id) ?? null;
	}
}

export const store = new Store();
