// Says while somebody writes what publishing still needs: a mark beside each field, and the panel “Still needed”.
// The server judges (cms/views/page_forms.py); this shows it, and leads to the field.
(() => {
  const PAUSE = 900;
  const INPUTS = "input:not([type=hidden]), select, textarea, [contenteditable=true], button:not([data-panel-toggle])";
  const QUERY = "publishing-check";

  // A stream of blocks has no element of its own id, but a count.
  const panelOf = (id) => {
    const element = document.getElementById(id) ?? document.getElementsByName(`${id.replace(/^id_/, "")}-count`)[0];
    return element?.closest("section[data-panel]");
  };

  // A field may stand on another tab, inside panels that are folded.
  const reveal = (panel) => {
    for (let tab = panel.closest("[role=tabpanel]"); tab; tab = tab.parentElement.closest("[role=tabpanel]")) {
      document.querySelector(`[role=tab][href="#${tab.id}"]`)?.click();
    }
    for (let section = panel; section; section = section.parentElement.closest("section[data-panel]")) {
      const toggle = section.querySelector(":scope > .w-panel__header [data-panel-toggle]");
      if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
    }
    requestAnimationFrame(() => {
      panel.scrollIntoView({ block: "center" });
      [...panel.querySelectorAll(`.w-panel__content :is(${INPUTS})`)]
        .find((input) => input.offsetParent)
        ?.focus({ preventScroll: true });
    });
  };

  const mark = (ids, text) => {
    document.querySelectorAll(".publishing-mark").forEach((old) => old.remove());
    for (const id of ids) {
      const panel = panelOf(id);
      const heading = panel?.querySelector("[data-panel-heading-text]");
      if (!heading || panel.querySelector(".publishing-mark")) continue;
      const note = document.createElement("span");
      note.className = "publishing-mark";
      note.textContent = ` (${text})`;
      heading.after(note);
    }
  };

  const item = ({ id, label, message }) => {
    const line = document.createElement("li");
    const panel = panelOf(id);
    const name = document.createElement(panel ? "a" : "strong");
    name.textContent = label;
    if (panel) {
      name.href = `#${panel.id}`;
      name.addEventListener("click", (event) => {
        event.preventDefault();
        reveal(panel);
      });
    }
    line.append(name, document.createElement("br"), message);
    return line;
  };

  const show = (root, { required, problems }) => {
    const status = root.querySelector("[data-publishing-status]");
    const counter = document.querySelector(
      '[data-side-panel-toggle="publishing"] [data-side-panel-toggle-counter]',
    );
    mark(required, root.dataset.mark);
    root.querySelector("[data-publishing-problems]").replaceChildren(...problems.map(item));
    root.querySelector("[data-publishing-ready]").hidden = problems.length > 0;
    if (counter) {
      counter.textContent = problems.length;
      counter.hidden = problems.length === 0;
    }
    const names = problems.map(({ label }) => label).join(", ");
    const text = names ? `${status.dataset.some} ${names}` : status.dataset.none;
    if (status.textContent !== text) status.textContent = text;
  };

  const start = () => {
    const root = document.querySelector("[data-publishing-panel]");
    const form = document.querySelector("form[data-edit-form]");
    if (!root || !form) return;

    let last = 0;
    const check = async () => {
      const turn = ++last;
      const body = new FormData(form);
      for (const [name, value] of [...body]) {
        if (name.startsWith("action-") || value instanceof File) body.delete(name);
      }
      const address = new URL(form.action || window.location.href, window.location.href);
      address.searchParams.set(QUERY, "1");
      try {
        const response = await fetch(address, { method: "POST", body });
        if (response.ok && turn === last) show(root, await response.json());
      } catch {
        // Without a connection the panel keeps what it said last.
      }
    };

    let timer;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(check, PAUSE);
    };
    for (const name of ["input", "change", "w-autosave:success", "w-formset:added", "w-formset:removed"]) {
      document.addEventListener(name, soon);
    }
    check();

    const refused = document.querySelector("section[data-panel] .error-message");
    const panel = refused?.closest("section[data-panel]");
    if (panel) reveal(panel);
    else form.querySelector("[autofocus]")?.focus(); // the tabs were still hidden when the browser looked for it
  };

  window.addEventListener("load", start);
})();
