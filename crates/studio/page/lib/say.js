// Two languages. Every text of the page stands where it is used, in both.

/** @type {"zh" | "en"} */
let lang = "zh";

export function language() {
	return lang;
}

/** @param {string} to */
export function speak(to) {
	lang = to === "en" ? "en" : "zh";
	document.documentElement.lang = lang === "zh" ? "zh-Hans" : "en";
}

/**
 * @param {string} zh
 * @param {string} en
 */
export function t(zh, en) {
	return lang === "zh" ? zh : en;
}

/**
 * A text of the server.
 * @param {Say | string | null | undefined} text
 */
export function say(text) {
	const words = text === null || text === undefined ? "" : typeof text === "string" ? text : text[lang] || text.zh || text.en;
	return lang === "zh" ? words.replace(/ ?`([^`]*)` ?/g, "“$1”") : words.replace(/`([^`]*)`/g, "“$1”");
}

/**
 * A count with its noun: the English one gets its plural.
 * @param {number} count
 * @param {string} zh measure and noun, 张图
 * @param {string} en
 */
export function many(count, zh, en) {
	return lang === "zh" ? `${count} ${zh}` : `${count} ${en}${count === 1 ? "" : "s"}`;
}

/** @param {number} bytes */
export function size(bytes) {
	if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} KB`;
	return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

/** @param {number} seconds */
export function time(seconds) {
	if (seconds < 60) return t(`${Math.max(1, Math.round(seconds))} 秒`, `${Math.max(1, Math.round(seconds))} s`);
	return t(`${Math.floor(seconds / 60)} 分 ${Math.round(seconds % 60)} 秒`, `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`);
}
