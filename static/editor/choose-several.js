/* Choosing several things at once. Wagtail's window forgets its ticks at the next search or page; here they stay, in a list
   above the button that confirms them, each with a button to take it away. What stands in the form already says so. */
(() => {
  const WORDS = JSON.parse(document.getElementById("choose-several-words").textContent);
  const TICK = "[data-multiple-choice-select]";
  const SEARCH = "[data-chooser-modal-search] [name=q]";
  const FORM = "form[data-multiple-choice-form]";
  let opener = null;

  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_match, name) => values[name]);
  const counted = ([one, more], count) => filled(count === 1 ? one : more, { count });

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  /* The rows that the form has already: `present` are what they point at. */
  const rowsOf = (panel) => {
    const { chooseSeveral: prefix, field, most } = panel.dataset;
    const rows = [...document.querySelectorAll(`input[name^="${prefix}-"][name$="-${field}"]`)].filter((input) => {
      const row = input.name.slice(0, -field.length);
      return /^\d+-$/.test(row.slice(prefix.length + 1)) && !document.querySelector(`[name="${row}DELETE"]`)?.value;
    });
    return {
      present: new Set(rows.map((input) => input.value).filter(Boolean)),
      room: most ? Math.max(Number(most) - rows.length, 0) : Infinity,
    };
  };

  /* A window in which several things are chosen, from opening to closing. */
  class Selection {
    constructor(modal, panel) {
      this.modal = modal;
      this.chosen = new Map();
      const { present, room } = panel ? rowsOf(panel) : { present: new Set(), room: Infinity };
      Object.assign(this, { present, room });
      new MutationObserver(() => this.refresh()).observe(modal, { childList: true, subtree: true });
      modal.addEventListener("change", ({ target }) => target.matches(TICK) && this.toggle(target));
      modal.addEventListener("submit", (event) => this.submit(event), true);
      modal.addEventListener("keydown", (event) => this.press(event));
      this.refresh();
    }

    /* Wagtail put other results, or another screen, in the window. */
    refresh() {
      const form = this.modal.querySelector(FORM);
      if (!form) return;
      if (form !== this.form) this.enter(form);
      const results = [...form.querySelectorAll(`${TICK}:not([data-several])`)];
      results.forEach((tick) => this.tie(tick));
      if (results.length) this.takeOnly(results);
      this.updateSubmit();
    }

    /* Enter searches, and ticks what is found where that is one thing; in an empty box it confirms what is chosen. */
    press(event) {
      if (event.key !== "Enter" || !event.target.matches(SEARCH)) return;
      const words = event.target.value.trim();
      this.sought = words;
      if (words || !this.chosen.size) return;
      event.preventDefault();
      this.form.querySelector("[data-multiple-choice-submit]").click();
    }

    takeOnly(results) {
      const search = this.modal.querySelector(SEARCH);
      const words = search?.value.trim();
      if (!words || words !== this.sought) return;
      this.sought = "";
      const named = results.filter((tick) => nameOf(tick).toLowerCase() === words.toLowerCase());
      const [only] = results.length === 1 ? results : named;
      if (!only || only.disabled) return;
      search.value = "";
      if (!only.checked) only.click();
    }

    enter(form) {
      this.form = form;
      this.list = document.getElementById("choose-several").content.firstElementChild.cloneNode(true);
      form.querySelector("[data-multiple-choice-submit]").before(this.list);
      this.render();
    }

    tie(tick) {
      tick.dataset.several = "";
      tick.removeAttribute("name"); // the list says what is chosen, on this page of the results and on others
      const isThere = this.present.has(tick.value);
      tick.checked = isThere || this.chosen.has(tick.value);
      tick.disabled ||= isThere;
      if (isThere) labelOf(tick)?.append(make("span", { className: "choose-several-there", textContent: WORDS.there }));
    }

    toggle(tick) {
      if (!tick.checked) this.chosen.delete(tick.value);
      else if (!this.add(tick.value, nameOf(tick))) tick.checked = false;
      this.render();
    }

    /* Whether there is room for it. */
    add(key, name) {
      if (this.chosen.size >= this.room) return false;
      this.chosen.set(key, name);
      return true;
    }

    remove(key) {
      const place = [...this.chosen.keys()].indexOf(key);
      this.chosen.delete(key);
      this.form.querySelectorAll(TICK).forEach((tick) => {
        if (tick.value === key) tick.checked = false;
      });
      this.render();
      const buttons = this.list.querySelectorAll("button");
      (buttons[Math.min(place, buttons.length - 1)] || this.modal.querySelector("[name=q]"))?.focus();
    }

    render() {
      const parts = [this.chosen.size ? counted(WORDS.chosen, this.chosen.size) : WORDS.none];
      if (this.chosen.size >= this.room) parts.push(WORDS.full);
      this.list.querySelector("[data-several-status]").textContent = parts.join(" ");
      this.list.querySelector("[data-several-list]").replaceChildren(...this.items());
      this.updateSubmit();
    }

    items() {
      return [...this.chosen].map(([key, name]) => {
        const button = make("button", { type: "button", textContent: "×", onclick: () => this.remove(key) });
        button.setAttribute("aria-label", filled(WORDS.remove, { name }));
        return make("li", {}, name, make("input", { type: "hidden", name: "id", value: key }), button);
      });
    }

    updateSubmit() {
      this.form.querySelector("[data-multiple-choice-submit]").disabled = !this.chosen.size;
    }

    submit(event) {
      if (event.target.matches("[data-several-list-form]")) {
        event.preventDefault();
        this.addList(event.target);
      } else if (event.target.matches("[data-chooser-modal-creation-form]")) {
        this.takeAlong(event.target);
      }
    }

    /* Adding a new word closes the window: with it comes what was chosen before. */
    takeAlong(form) {
      form.querySelectorAll("[name=ticked]").forEach((input) => input.remove());
      form.append(...[...this.chosen.keys()].map((value) => make("input", { type: "hidden", name: "ticked", value })));
    }

    async addList(form) {
      const answer = form.querySelector("[data-several-answer]");
      try {
        const response = await fetch(form.action, { method: "POST", body: new FormData(form) });
        if (!response.ok) throw new Error(response.status);
        this.addMatches(form, answer, await response.json());
      } catch {
        answer.textContent = WORDS.failed;
      }
    }

    addMatches(form, answer, { municipalities, unknown, renamed }) {
      const added = municipalities.filter(({ id }) => !this.present.has(id) && !this.chosen.has(id));
      const left = added.filter(({ id, name }) => !this.add(id, name)).map(({ name }) => name);
      form.elements.namedItem("names").value = [...unknown, ...left].join("\n");
      form.elements.namedItem("region").value = "";
      const there = municipalities.length - added.length;
      answer.textContent = [
        counted(WORDS.added, added.length - left.length),
        there ? counted(WORDS.wereThere, there) : "",
        ...renamed.map((names) => filled(WORDS.renamed, names)),
        unknown.length ? filled(WORDS.unknown, { names: unknown.join(", ") }) : "",
      ]
        .filter(Boolean)
        .join(" ");
      this.form.querySelectorAll(TICK).forEach((tick) => {
        tick.checked ||= this.chosen.has(tick.value);
      });
      this.render();
    }
  }

  const labelOf = (tick) => tick.labels[0] || tick.closest("td, label");
  const nameOf = (tick) => (tick.labels[0] || tick).textContent.trim() || tick.title;

  document.addEventListener(
    "click",
    ({ target }) => {
      opener = target.closest?.("[data-choose-several]") || null;
    },
    true,
  );
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) if (node.matches?.(".modal")) new Selection(node, opener);
  }).observe(document.body, { childList: true });
})();
