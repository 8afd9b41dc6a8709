// Finds any run of characters in the manual, Chinese or not: all words that are typed must stand in a section.
(() => {
  const root = typeof path_to_root === "string" ? path_to_root : document.documentElement.dataset.root || "";
  const box = document.createElement("div");
  box.className = "find";
  box.innerHTML = '<input type="search" placeholder="查找 / find" aria-label="查找"><ol></ol>';
  const main = document.querySelector("main");
  main.parentNode.insertBefore(box, main);
  const input = box.querySelector("input"), list = box.querySelector("ol");
  let asked = false;
  const load = () => {
    if (asked) return;
    asked = true;
    const script = document.createElement("script");
    script.src = root + "search-data.js";
    script.onload = show;
    document.head.append(script);
  };
  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    list.replaceChildren();
    if (!words.length || !window.biaoyuSections) return;
    const scored = [];
    for (const [link, heading, text] of window.biaoyuSections) {
      const low = (heading + "\n" + text).toLowerCase();
      if (!words.every((word) => low.includes(word))) continue;
      const head = words.filter((word) => heading.toLowerCase().includes(word)).length;
      scored.push([head * 10 + (link.startsWith("zh/") ? 5 : 0), link, heading, text]);
    }
    scored.sort((a, b) => b[0] - a[0]);
    for (const [, link, heading, text] of scored.slice(0, 30)) {
      const item = document.createElement("li"), to = document.createElement("a"), part = document.createElement("p");
      to.href = root + link;
      to.textContent = heading;
      const at = Math.max(0, text.toLowerCase().indexOf(words[0]) - 30);
      part.textContent = (at ? "…" : "") + text.slice(at, at + 110) + "…";
      item.append(to, part);
      list.append(item);
    }
    if (!scored.length) list.textContent = "没有找到 / nothing found";
  };
  input.addEventListener("focus", load);
  input.addEventListener("input", () => (load(), show()));
  // Keys of the book (arrows turn pages) are not meant while something is typed.
  input.addEventListener("keydown", (event) => event.stopPropagation());
})();
