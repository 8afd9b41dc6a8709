// Views as functions: `h` says what should stand in the page, `patch` changes what differs. Text is always text: nothing that
// comes from a file or a field is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";
const DRAWN = new Set(["svg", "path", "rect", "circle", "g", "line"]);
/** What is kept beside an element: its view's properties and the handlers of its events. */
/** @type {WeakMap<Element, { key: string | number | null, props: Record<string, any>, on: Record<string, (event: any) => void> }>} */
const kept = new WeakMap();
/** Whether words are typed that the server has not kept yet; whether what is shown comes from others; how they are told of a field. */
export const typing = { waits: () => false, others: false, clash: (/** @type {string} */ _) => {} };
const AS_PROPERTY = new Set(["value", "checked", "disabled", "selected", "open", "hidden", "indeterminate", "srcObject"]);

/**
 * An element as it should be: its properties first, where it has some. Nothing stands for `false`, `null` and `undefined`.
 * @param {string} name its tag and classes: `p.hint`
 * @param {...Part_} kids
 * @returns {View}
 */
export function h(name, ...kids) {
	const [tag, ...classes] = name.split(".");
	const first = kids[0];
	const given = first && typeof first === "object" && !Array.isArray(first) && !("kids" in first);
	/** @type {Record<string, any>} */
	const props = { ...(tag === "button" ? { type: "button" } : null), ...(given ? first : null) };
	if (classes.length) props.class = [...classes, props.class].filter((c) => c).join(" ");
	const flat = /** @type {any[]} */ (given ? kids.slice(1) : kids).flat(9).filter((kid) => kid !== null && kid !== undefined && typeof kid !== "boolean");
	return { tag, key: props.key ?? null, props, kids: flat.map((kid) => (typeof kid === "object" ? kid : String(kid))) };
}

/**
 * Makes the children of `parent` those of `views`. Elements with a key are found again by it, others by their order.
 * @param {Element} parent
 * @param {Kid[]} views
 */
export function patch(parent, views) {
	/** @type {Map<string, Element>} */
	const keyed = new Map();
	/** @type {ChildNode[]} */
	const loose = [];
	for (const node of parent.childNodes) {
		const key = node instanceof Element ? kept.get(node)?.key ?? null : null;
		if (key !== null && node instanceof Element) keyed.set(`${node.localName} ${key}`, node);
		else loose.push(node);
	}
	/** @type {Set<ChildNode>} */
	const used = new Set();
	const active = document.activeElement;
	let at = parent.firstChild;
	for (const view of views) {
		/** @type {ChildNode} */
		let node;
		if (typeof view === "string") {
			const old = loose.find((n) => !used.has(n) && n.nodeType === Node.TEXT_NODE);
			node = old ?? document.createTextNode(view);
			if (node.nodeValue !== view) node.nodeValue = view;
		} else {
			const old = view.key !== null
				? keyed.get(`${view.tag} ${view.key}`)
				: loose.find((n) => !used.has(n) && n instanceof Element && n.localName === view.tag);
			const element = /** @type {Element} */ (old && !used.has(old) ? old : create(view));
			dress(element, view);
			node = element;
		}
		used.add(node);
		if (node === at) at = at.nextSibling;
		else parent.insertBefore(node, at);
		while (at && used.has(at)) at = at.nextSibling;
	}
	for (const node of [...parent.childNodes]) if (!used.has(node)) node.remove();
	// What was put elsewhere has lost the keyboard.
	if (active instanceof HTMLElement && active !== document.activeElement && parent.contains(active)) active.focus();
}

/** @param {View} view */
function create(view) {
	const element = DRAWN.has(view.tag) ? document.createElementNS(SVG, view.tag) : document.createElement(view.tag);
	kept.set(element, { key: view.key, props: {}, on: {} });
	return element;
}

/**
 * @param {Element} element
 * @param {View} view
 */
function dress(element, view) {
	const own = kept.get(element);
	if (!own) return;
	const before = own.props;
	for (const name of Object.keys(before)) if (!(name in view.props)) put(element, own.on, name, undefined, before[name]);
	for (const [name, value] of Object.entries(view.props)) put(element, own.on, name, value, before[name]);
	own.props = view.props;
	if (element instanceof Part) element.update();
	else patch(element, view.kids);
	// A choice is set when its options are there.
	if (element instanceof HTMLSelectElement && view.props.value !== undefined) {
		element.value = view.props.value ?? "";
		// What is chosen and not among them is shown as it is, never a blank.
		if (element.selectedIndex < 0) element.add(new Option(view.props.value || "—", view.props.value ?? "", true, true));
	}
}

/**
 * @param {Element} element
 * @param {Record<string, (event: any) => void>} on
 * @param {string} name
 * @param {any} value
 * @param {any} old
 */
function put(element, on, name, value, old) {
	if (name === "key") return;
	if (name === "ref") {
		if (old !== value && typeof value === "function") value(element);
	} else if (name.startsWith("on")) {
		const type = name.slice(2);
		if (!(type in on)) element.addEventListener(type, (event) => on[type]?.(event));
		on[type] = value;
	} else if (name === "style") {
		const style = /** @type {HTMLElement} */ (element).style;
		for (const key of Object.keys(old ?? {})) if (!value || !(key in value)) style.removeProperty(key);
		for (const [key, to] of Object.entries(value ?? {})) if (old?.[key] !== to) style.setProperty(key, String(to));
	} else if (element instanceof Part && !/^(class|id|role|tabindex|aria-|data-)/.test(name)) {
		/** @type {any} */ (element)[name] = value;
	} else if (AS_PROPERTY.has(name)) {
		const any = /** @type {any} */ (element);
		// What is being typed is not overwritten, neither by what was typed before nor by others; they are told.
		if (name === "value" && document.activeElement === element && element.localName !== "select") {
			if (typing.waits() || any[name] !== (old ?? "")) {
				if (typing.others && old !== undefined && old !== value && any[name] !== value) typing.clash(value ?? "");
				return;
			}
		}
		// What she opened stays open, whatever else comes.
		if (name === "open" && old === value) return;
		if (any[name] !== value) any[name] = value ?? (name === "value" ? "" : false);
	} else if (value === null || value === undefined || (value === false && !name.startsWith("aria-"))) {
		element.removeAttribute(name);
	} else if (old !== value) {
		element.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
	}
}

/** A web component that shows a view of its properties. */
export class Part extends HTMLElement {
	due = false;
	/** @type {(() => void)[]} */
	stops = [];

	connectedCallback() {
		this.start();
		this.update();
	}

	disconnectedCallback() {
		for (const stop of this.stops.splice(0)) stop();
		this.end();
	}

	/** Once it stands in the page. */
	start() {}

	/** When it leaves the page. */
	end() {}

	/**
	 * What it shows.
	 * @returns {any}
	 */
	view() {
		return null;
	}

	/**
	 * Changes properties of its own and shows them.
	 * @param {Record<string, unknown>} to
	 */
	set(to) {
		Object.assign(this, to);
		this.update();
	}

	/** Shows its view again, once all that changes has changed. */
	update() {
		if (this.due) return;
		this.due = true;
		queueMicrotask(() => {
			this.due = false;
			if (!this.isConnected) return;
			patch(this, h("div", this.view()).kids);
		});
	}

	/**
	 * Hears events of `target` while it stands in the page.
	 * @param {EventTarget} target
	 * @param {string} type
	 * @param {(event: any) => void} hear
	 */
	hear(target, type, hear) {
		target.addEventListener(type, hear);
		this.stops.push(() => target.removeEventListener(type, hear));
	}
}

/**
 * Moves what hangs below its place so that all of it is in the window: above it, or beside.
 * @param {HTMLElement} popup
 */
export function inWindow(popup) {
	requestAnimationFrame(() => {
		popup.style.transform = "";
		const box = popup.getBoundingClientRect();
		const [edge, head] = [12, 64];
		const wide = document.documentElement.clientWidth;
		const x = box.right > wide - edge ? Math.max(edge - box.left, wide - edge - box.right) : 0;
		const y = box.bottom > innerHeight - edge ? Math.max(head - box.top, innerHeight - edge - box.bottom) : 0;
		if (x || y) popup.style.transform = `translate(${x}px, ${y}px)`;
	});
}

/**
 * Puts the keyboard into the first element that fits, after the page has changed.
 * @param {Element | Document} within
 * @param {string} selector
 */
export function focusOn(within, selector) {
	requestAnimationFrame(() => {
		const element = within.querySelector(selector);
		if (element instanceof HTMLElement) element.focus();
	});
}
