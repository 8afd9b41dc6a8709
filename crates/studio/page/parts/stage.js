// A page at any size: to fit, at true size, closer. What is larger than a screen is drawn in the part that is seen.

import { Part, h } from "../lib/dom.js";
import "./sheet.js";

/** Largest side of one picture, device pixels. */
const LARGEST = 4096;

class Stage extends Part {
	base = "";
	page = "";
	extra = "";
	rev = 0;
	width = 0;
	height = 0;
	form = "";
	alt = "";
	zoom = 0;
	/** @type {any[]} */
	overlay = [];
	/** The part that is seen, mm. */
	/** @type {number[] | null} */
	seen = null;
	#timer = 0;
	#of = "";
	/** @type {ResizeObserver | null} */
	#observer = null;

	start() {
		this.#observer = new ResizeObserver(() => this.update());
		this.#observer.observe(this);
		this.tabIndex = 0;
		this.addEventListener("scroll", () => this.look());
	}

	end() {
		this.#observer?.disconnect();
	}

	/** Pixels a millimetre at which all of it is seen. */
	fitting() {
		return Math.min((this.clientWidth - 48) / this.width, (this.clientHeight - 48) / this.height);
	}

	look() {
		clearTimeout(this.#timer);
		this.#timer = window.setTimeout(() => {
			const { zoom } = this;
			const frame = this.querySelector(".large");
			if (!zoom || !frame || Math.max(this.width, this.height) * zoom * devicePixelRatio <= LARGEST) {
				if (this.seen) this.set({ seen: null });
				return;
			}
			const [outer, inner] = [this.getBoundingClientRect(), frame.getBoundingClientRect()];
			const mm = (/** @type {number} */ px, /** @type {number} */ end) => Math.min(end, Math.max(0, px / zoom));
			const seen = [mm(outer.left - inner.left, this.width), mm(outer.top - inner.top, this.height), mm(outer.right - inner.left, this.width), mm(outer.bottom - inner.top, this.height)];
			if (seen[2] > seen[0] && seen[3] > seen[1] && seen.join() !== this.seen?.join()) this.set({ seen: seen });
		}, 80);
	}

	update() {
		super.update();
		if (this.isConnected) this.look();
	}

	view() {
		const scale = this.zoom || this.fitting();
		if (!(scale > 0)) return null;
		const of = `${this.page} ${this.zoom}`;
		if (of !== this.#of) {
			this.#of = of;
			this.seen = null;
		}
		const [w, h_] = [this.width * scale, this.height * scale];
		const { base, page, rev, extra, width, height, alt } = this;
		const { seen } = this;
		return h("div.large", { style: { width: `${w}px`, height: `${h_}px` } },
			h("by-sheet", { base, page, rev, extra, width, height, alt, slot: "main", class: this.form, overlay: this.overlay }),
			seen && h("div.part", { style: { left: `${seen[0] * scale}px`, top: `${seen[1] * scale}px`, width: `${(seen[2] - seen[0]) * scale}px`, height: `${(seen[3] - seen[1]) * scale}px` } },
				h("by-sheet", { base, page, rev, extra, width, height, area: seen, alt: "", slot: "part" })));
	}
}

customElements.define("by-stage", Stage);
