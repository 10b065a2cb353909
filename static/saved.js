/* The visitor's own list of practices. It stays in this browser (localStorage): no cookie, nothing is sent.
   The page of the list carries the keys in its address, so that it can be sent on. */
(() => {
  const KEY = "streekwijzer.practices";
  const MOST_COMPARED = 4; // MAX_COMPARED in practices/models/index.py
  const read = () => {
    try {
      const stored = JSON.parse(localStorage.getItem(KEY) || "[]");
      return Array.isArray(stored) ? stored.map(String).filter((key) => /^\d{1,12}$/.test(key)) : [];
    } catch {
      return [];
    }
  };
  const write = (keys) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(keys));
    } catch {
      /* A browser that stores nothing: the buttons go back by themselves. */
    }
  };
  const query = (keys) => `?practice=${keys.join(",")}`;

  /* Two to MOST_COMPARED practices are compared at once, without a stop at the list. */
  const drawComparison = (link, keys) => {
    const part = link.querySelector("[data-compare]");
    if (!part) return;
    part.hidden = keys.length < 2 || keys.length > MOST_COMPARED;
    const [compare, mail] = part.querySelectorAll("a");
    compare.href = compare.getAttribute("href").split("?")[0] + query(keys);
    const subject = encodeURIComponent(mail.dataset.subject);
    mail.href = `mailto:?subject=${subject}&body=${subject}%0D%0A%0D%0A${encodeURIComponent(compare.href)}`;
  };

  const example = document.querySelector("[data-save-template]");
  const addButtons = () => {
    for (const card of example ? document.querySelectorAll("[data-practice]") : []) {
      if (card.querySelector("[data-save]")) continue;
      const button = example.content.querySelector("button").cloneNode(true);
      button.dataset.save = card.dataset.practice;
      button.querySelector(".hidden-label").textContent = `: ${card.querySelector("h3").textContent}`;
      card.firstElementChild.append(button);
    }
  };

  const draw = () => {
    const keys = read();
    addButtons();
    for (const button of document.querySelectorAll("[data-save]")) {
      const words = button.querySelector("span");
      button.dataset.save_words ??= words.textContent;
      const isSaved = keys.includes(button.dataset.save);
      button.hidden = false;
      button.setAttribute("aria-pressed", isSaved);
      words.textContent = isSaved ? button.dataset.saved : button.dataset.save_words;
    }
    for (const link of document.querySelectorAll("[data-saved-link]")) {
      link.hidden = !keys.length;
      link.querySelector("[data-saved-count]").textContent = keys.length;
      const anchor = link.querySelector("a");
      anchor.href = anchor.getAttribute("href").split("?")[0] + query(keys);
      drawComparison(link, keys);
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-save]");
    if (!button) return;
    const key = button.dataset.save;
    const keys = read();
    write(keys.includes(key) ? keys.filter((other) => other !== key) : [...keys, key]);
    draw();
  });
  addEventListener("storage", draw);
  document.addEventListener("results", draw);
  if (document.querySelector("[data-saved-page]") && !location.search && read().length)
    location.replace(location.pathname + query(read()));
  draw();
})();
