// What the page asks its server: crates/studio/API.md. Addresses are relative, so that the token goes along by itself.

/** The server refused, and says why. */
export class Refused extends Error {
	/**
	 * @param {number} status
	 * @param {any} body
	 */
	constructor(status, body) {
		super(`refused: ${status}`);
		this.status = status;
		this.body = body;
		/** @type {Fault[]} */
		this.faults = body?.faults ?? [];
	}
}

/** No server answers: it was closed. */
export class Gone extends Error {}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 */
export async function raw(path, init) {
	/** @type {Response} */
	let answer;
	try {
		answer = await fetch(path, { cache: "no-store", ...init });
	} catch (error) {
		if (error instanceof DOMException && error.name === "AbortError") throw error;
		document.dispatchEvent(new CustomEvent("gone"));
		throw new Gone(path);
	}
	if (!answer.ok) {
		const body = await answer.json().catch(() => null);
		throw new Refused(answer.status, body);
	}
	return answer;
}

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
export async function get(path, signal) {
	return (await raw(path, { signal })).json();
}

/**
 * @param {string} path
 * @param {any} body
 */
export async function post(path, body = {}) {
	const text = JSON.stringify(body);
	// A short one gets there although its tab is closed.
	return (await raw(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: text, keepalive: text.length < 16e3 })).json();
}

/**
 * @param {string} path
 * @param {Blob} bytes
 */
export async function put(path, bytes) {
	return (await raw(path, { method: "PUT", headers: { "Content-Type": "application/octet-stream" }, body: bytes })).json();
}

/** @param {string} name */
export function project(name) {
	return `api/p/${encodeURIComponent(name)}`;
}

/**
 * A query of what is said; what is null is left out.
 * @param {Record<string, any>} members
 */
export function query(members) {
	const out = new URLSearchParams();
	for (const [key, value] of Object.entries(members)) if (value !== null && value !== undefined && value !== "") out.set(key, String(value));
	return out.toString();
}
