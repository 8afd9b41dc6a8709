// One true page: the engine's own pixels, asked for at the size of the screen.

import { Refused, query, raw } from "../lib/api.js";
import { Part, h } from "../lib/dom.js";
import { say, t } from "../lib/say.js";
import { cured } from "./bits.js";

/** @type {IntersectionObserver} */
const near = new IntersectionObserver((seen) => {
	for (const { target, isIntersecting } of seen) if (target instanceof Sheet) target.nears(isIntersecting);
}, { rootMargin: "300px" });

const resized = new ResizeObserver((seen) => {
	for (const { target } of seen) if (target instanceof Sheet) target.resizes();
});

let sequence = 0;
/** Slots are of this tab. */
const TAB = Math.random().toString(36).slice(2, 8);

export class Sheet extends Part {
	/** Where its pictures are: `api/p/NAME`. */
	base = "";
	/** Which page, as a query. */
	page = "";
	/** More of the query: a palette to try, a proof. */
	extra = "";
	/** A picture of another revision is another picture. */
	rev = 0;
	/** Finished size, mm. */
	width = 0;
	height = 0;
	/** Its height on the screen at most; that of its own box when 0. */
	most = 0;
	alt = "";
	/** Only the newest picture of a slot is made. */
	slot = "";
	/** Nothing is said where it cannot be set. */
	quiet = false;
	/** What lies over the picture. */
	/** @type {any[]} */
	overlay = [];
	/** A part of the page that is shown instead of all of it, mm: x0, y0, x1, y1. */
	/** @type {number[] | null} */
	area = null;

	#near = false;
	#wide = 0;
	#high = 0;
	#asked = "";
	#url = "";
	#alt = "";
	/** @type {AbortController | null} */
	#request = null;
	/** @type {Fault[] | null} */
	#faults = null;
	#timer = 0;
	#last = 0;

	start() {
		this.dataset.state = "loading";
		near.observe(this);
		resized.observe(this);
	}

	end() {
		near.unobserve(this);
		resized.unobserve(this);
		this.#request?.abort();
		if (this.#url) URL.revokeObjectURL(this.#url);
		this.#url = "";
		this.#asked = "";
	}

	/** @param {boolean} is */
	nears(is) {
		this.#near = is;
		if (is) this.#ask();
	}

	resizes() {
		const { clientWidth, clientHeight } = this;
		if (clientWidth === this.#wide && (this.most || clientHeight === this.#high)) return;
		const first = this.#wide === 0;
		this.#wide = clientWidth;
		this.#high = clientHeight;
		clearTimeout(this.#timer);
		this.update();
		if (!first) this.#timer = setTimeout(() => this.#ask(), 150);
	}

	/** Size of the picture on the screen, in CSS pixels. */
	fit() {
		const [w, h] = this.area ? [this.area[2] - this.area[0], this.area[3] - this.area[1]] : [this.width, this.height];
		if (!w || !h || !this.#wide) return [0, 0];
		const high = this.most || this.#high || Infinity;
		const scale = Math.min(this.#wide / w, high / h);
		return [Math.max(1, w * scale), Math.max(1, h * scale)];
	}

	async #ask() {
		if (!this.#near || !this.isConnected || !this.page) return;
		const [w, h] = this.fit();
		if (!w) return;
		const dense = Math.min(devicePixelRatio || 1, 3);
		const most = Math.min(1, 4096 / (Math.max(w, h) * dense));
		const px = { w: Math.max(8, Math.round(w * dense * most)), h: Math.max(8, Math.round(h * dense * most)) };
		const zoom = this.area ? this.area.map((n) => n.toFixed(2)).join() : null;
		const path = `${this.base}/page.img?${[this.page, this.extra, query({ ...px, zoom, rev: this.rev })].filter((s) => s).join("&")}`;
		if (path === this.#asked) return;
		this.#asked = path;
		this.#request?.abort();
		const request = new AbortController();
		this.#request = request;
		this.dataset.state = "loading";
		const seq = ++sequence;
		this.#last = seq;
		const alt = this.alt;
		try {
			const answer = await raw(this.slot ? `${path}&${query({ slot: `${TAB}-${this.slot}`, seq })}` : path, { signal: request.signal });
			if (answer.status === 204) return;
			const url = URL.createObjectURL(await answer.blob());
			if (this.#last !== seq || !this.isConnected) return URL.revokeObjectURL(url);
			const image = new Image();
			image.src = url;
			await image.decode().catch(() => {});
			if (this.#last !== seq || !this.isConnected) return URL.revokeObjectURL(url);
			const old = this.#url;
			this.#url = url;
			this.#alt = alt;
			this.#faults = null;
			this.dataset.state = "ready";
			this.update();
			if (old) setTimeout(() => URL.revokeObjectURL(old), 1000);
			this.dispatchEvent(new CustomEvent("drawn"));
		} catch (error) {
			if (this.#last !== seq || request.signal.aborted) return;
			this.#faults = error instanceof Refused ? error.faults : [];
			this.dataset.state = "failed";
			this.update();
		}
	}

	update() {
		super.update();
		if (this.isConnected) queueMicrotask(() => this.#ask());
	}

	view() {
		const [w, h_] = this.fit();
		const faults = this.quiet ? null : this.#faults;
		return h("div.frame", { style: w ? { width: `${w}px`, height: `${h_}px` } : {} },
			this.#url && !this.#faults ? h("img", { src: this.#url, alt: this.#alt || this.alt, draggable: "false" })
				: faults ? h("div.unset", { role: this.slot === "main" ? "group" : "img", "aria-label": this.alt },
					h("strong", t("这一页排不了", "This page cannot be set")),
					!(this.most < 120 && this.most) && faults.slice(0, 2).map((f) => [h("p", say(f.message)), f.cure && h("p.cure", say(f.cure)),
						this.slot === "main" && h("p.cures", f.cures?.filter((cure) => !cure.edit).map((cure, i) => h("button.small", { key: i, onclick: () => cured(cure) }, say(cure.label))))]))
					: h("div.blank", { role: "img", "aria-label": this.alt }),
			!faults && this.overlay);
	}
}

customElements.define("by-sheet", Sheet);
