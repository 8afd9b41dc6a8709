// Files that are dropped or chosen. A folder that is dropped gives the files in it.

/**
 * @param {DataTransfer} data
 * @returns {Promise<File[]>}
 */
export async function dropped(data) {
	const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter((e) => e !== null && e !== undefined);
	if (!entries.length) return [...data.files];
	/** @type {File[]} */
	const files = [];
	for (const entry of entries) await walk(/** @type {FileSystemEntry} */ (entry), files);
	return files;
}

/**
 * @param {FileSystemEntry} entry
 * @param {File[]} files
 */
async function walk(entry, files) {
	if (entry.isFile) {
		files.push(await new Promise((done, fail) => /** @type {FileSystemFileEntry} */ (entry).file(done, fail)));
		return;
	}
	const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
	for (;;) {
		// At most a hundred at once.
		/** @type {FileSystemEntry[]} */
		const some = await new Promise((done, fail) => reader.readEntries(done, fail));
		if (!some.length) return;
		for (const one of some.sort((a, b) => a.name.localeCompare(b.name))) if (!one.name.startsWith(".")) await walk(one, files);
	}
}

/**
 * The properties of an element that takes files.
 * @param {(files: File[]) => void} take
 */
export function takes(take) {
	return {
		/** @param {DragEvent} event */
		ondragover(event) {
			if (!event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
			event.preventDefault();
			event.stopPropagation();
			event.dataTransfer.dropEffect = "copy";
			/** @type {HTMLElement} */ (event.currentTarget).classList.add("over");
		},
		/** @param {DragEvent} event */
		ondragleave(event) {
			/** @type {HTMLElement} */ (event.currentTarget).classList.remove("over");
		},
		/** @param {DragEvent} event */
		async ondrop(event) {
			if (!event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
			event.preventDefault();
			event.stopPropagation();
			/** @type {HTMLElement} */ (event.currentTarget).classList.remove("over");
			const files = await dropped(event.dataTransfer);
			if (files.length) take(files);
		},
	};
}

/**
 * Asks for files with the system's own window.
 * @param {{ accept?: string, multiple?: boolean, folder?: boolean }} how
 * @param {(files: File[]) => void} take
 */
export function choose(how, take) {
	const input = document.createElement("input");
	input.type = "file";
	input.accept = how.accept ?? "";
	input.multiple = how.multiple ?? false;
	if (how.folder) input.webkitdirectory = true;
	input.addEventListener("change", () => {
		const files = [...(input.files ?? [])].filter((file) => !file.name.startsWith("."));
		if (files.length) take(files);
	});
	input.click();
}

export const LISTS = ".txt,.md,.docx,.xlsx,.xls,.ods,.csv";
export const TABLES = ".xlsx,.xls,.et,.ods,.csv,.tsv,.txt,.json,.jsonl";
export const LOGOS = ".svg,.pdf,.ai,.png,.jpg,.jpeg,.webp,.tif,.tiff";
export const FACES = ".ttf,.otf,.ttc,.otc";
export const PICTURES = ".jpg,.jpeg,.png,.webp,.tif,.tiff";
