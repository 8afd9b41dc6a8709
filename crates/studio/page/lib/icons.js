// Icons drawn with one stroke, 20 × 20.

import { h } from "./dom.js";

const PATHS = {
	undo: "M7 4 3 8l4 4M3.5 8H12a4.5 4.5 0 0 1 0 9H8",
	redo: "m13 4 4 4-4 4M16.500 8H8a4.500 4.500 0 0 0 0 9h4",
	left: "M12.5 4 6.500 10l6 6",
	right: "m7.500 4 6 6-6 6",
	up: "m4 12.5 6-6 6 6",
	down: "m4 7.500 6 6 6-6",
	plus: "M10 4v12M4 10h12",
	minus: "M4 10h12",
	close: "m5 5 10 10M15 5 5 15",
	check: "m4 10.500 4 4 8-9",
	file: "M5 2.500h6.500L15.500 6.500v11H5zM11.500 2.500v4h4",
	folder: "M2.500 5h5l2 2h8v9h-15z",
	fit: "M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4",
	print: "M6 7V3h8v4M6 14H3V7h14v7h-3M6 12h8v5H6z",
	flag: "M10 3 2.500 16.500h15zM10 8v4M10 14.200v.3",
	quit: "M10 3v7M6 5a6.500 6.500 0 1 0 8 0",
	picture: "M2.500 4h15v12h-15zM2.500 13l4.500-4 4 4 2.500-2 4 3M13 7.500h.1",
	table: "M3 4h14v12H3zM3 8h14M3 12h14M8 4v12",
	copy: "M7 7h10v10H7zM13 7V3H3v10h4",
	help: "M7.500 7.500a2.500 2.500 0 1 1 3.500 2.300c-.7.3-1 .8-1 1.700M10 14.300v.3M10 2.500a7.500 7.500 0 1 0 .01 0",
};

/** @param {keyof typeof PATHS} name */
export function icon(name) {
	return h("svg", { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true" }, h("path", { d: PATHS[name] }));
}

/**
 * A button with an icon and a label that is read, and shown when the mouse rests on it.
 * @param {keyof typeof PATHS} name
 * @param {string} label
 * @param {(event: any) => void} click
 * @param {Record<string, any>} [more]
 */
export function iconButton(name, label, click, more = {}) {
	return h("button.icon-button", { "aria-label": label, title: label, onclick: click, ...more }, icon(name));
}
