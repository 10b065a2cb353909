/* While somebody writes a title or name: says what is there already by nearly the same one, and blocks nothing. */
(() => {
  const CONFIG = JSON.parse(document.getElementById("doubles-config").textContent);
  const WAIT_MS = 600;
  const timers = new WeakMap();

  const part = (form, name) => form.querySelector(`[name="${name}"], [name$="-${name}"]`);

  /* What the server has to know of the form; null for a form of something else. */
  const questionOf = (form) => {
    const address = new URL(form.getAttribute("action") || location.href, location.href).pathname;
    const word = address.match(/\/snippets\/(?:choose\/)?cms\/(\w+)\//)?.[1];
    if (word in CONFIG.fields) return ofWord(form, word, address);
    return form.matches("#page-edit-form, form[data-edit-form]") ? ofPage(form) : null;
  };

  const ofWord = (form, word, address) => {
    const fields = CONFIG.fields[word].map((name) => part(form, name)).filter(Boolean);
    const key = address.match(/\/edit\/(\d+)\//)?.[1];
    return { fields, query: { word, ...(key && { key }) } };
  };

  const ofPage = (form) => {
    const page = location.pathname.match(/\/pages\/(\d+)\/edit\//)?.[1];
    const [, app, model, parent] = location.pathname.match(/\/pages\/add\/(\w+)\/(\w+)\/(\d+)\//) || [];
    const fields = [form.querySelector("#id_title")].filter(Boolean);
    if (page) return { fields, query: { page } };
    return parent ? { fields, query: { type: `${app}.${model}`, parent } } : null;
  };

  const ownersIn = (form) =>
    [...form.querySelectorAll('input[name^="owners-"][name$="-organisation"]')].map(({ value }) => value).filter(Boolean);

  const ask = async (form, { fields, query }) => {
    const name = fields.map(({ value }) => value.trim()).join(" ").trim();
    // A name is no part of an address, which web servers write into their logs.
    const csrfmiddlewaretoken = form.elements.csrfmiddlewaretoken?.value;
    const body = new URLSearchParams({ ...query, q: name, csrfmiddlewaretoken });
    ownersIn(form).forEach((owner) => body.append("owner", owner));
    try {
      const response = name ? await fetch(CONFIG.address, { method: "POST", body }) : null;
      show(fields.at(-1), response?.ok ? (await response.json()).doubles : []);
    } catch {
      show(fields.at(-1), []);
    }
  };

  const show = (field, doubles) => {
    const place = field.closest(".w-field__wrapper") || field;
    place.parentNode.querySelector("[data-doubles]")?.remove();
    if (!doubles.length) return;
    const note = Object.assign(document.createElement("div"), { className: "help-block help-warning", role: "status" });
    note.dataset.doubles = "";
    const list = document.createElement("ul");
    list.append(...doubles.map(itemOf));
    note.append(lineOf(CONFIG.looksLike), list, lineOf(CONFIG.goOn));
    place.after(note);
  };

  const lineOf = (textContent) => Object.assign(document.createElement("p"), { textContent });

  const itemOf = ({ title, kind, url }) => {
    const item = document.createElement("li");
    const name = document.createElement(url ? "a" : "span");
    if (url) Object.assign(name, { href: url, target: "_blank", rel: "noopener" });
    name.textContent = title;
    item.append(name, ` (${kind})`);
    return item;
  };

  document.addEventListener("input", ({ target }) => {
    const question = target.form && questionOf(target.form);
    if (!question?.fields.includes(target)) return;
    clearTimeout(timers.get(target.form));
    timers.set(target.form, setTimeout(() => ask(target.form, question), WAIT_MS));
  });
})();
