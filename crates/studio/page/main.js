document.body.textContent = "biaoyu 标语";
