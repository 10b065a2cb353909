// Suggestions below a search field: a combobox with a list (ARIA Authoring Practices). The form works without.
for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  list.id = input.id + "-list";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestLabel);
  input.parentElement.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  let timer, sentQuery = "", chosen = -1;

  const choose = (place) => {
    chosen = place;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", index === chosen));
    const option = list.children[chosen];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const show = (isShown) => {
    list.hidden = !isShown;
    input.setAttribute("aria-expanded", isShown);
    choose(-1);
  };
  const fill = (suggestions) => {
    list.replaceChildren(...suggestions.map(({ title, kind, url }, index) => {
      const option = document.createElement("li");
      const small = document.createElement("span");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.dataset.url = url;
      small.textContent = kind;
      option.append(title, " ", small);
      return option;
    }));
    show(suggestions.length > 0);
  };
  const ask = async () => {
    const query = (sentQuery = input.value.trim());
    if (query.length < 2) return fill([]);
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(query)}`);
      const { suggestions } = await answer.json();
      // An answer that comes late is about words that are not there any more.
      if (query === sentQuery && document.activeElement === input) fill(suggestions);
    } catch {
      fill([]);
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  input.addEventListener("blur", () => show(false));
  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // the browser would empty the field
      show(false);
    } else if (event.key === "ArrowDown" && last >= 0) {
      event.preventDefault();
      if (list.hidden) show(true);
      choose(chosen === last ? -1 : chosen + 1);
    } else if (event.key === "ArrowUp" && last >= 0) {
      event.preventDefault();
      if (list.hidden) show(true);
      choose(chosen === -1 ? last : chosen - 1);
    } else if (event.key === "Enter" && !list.hidden && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.url);
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}
