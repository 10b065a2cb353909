/* A list that filters without leaving the page. Without this script the same form and links load a new page.
   Only the results and the counts change: the form stays, and with it the focus. */
(() => {
  const form = document.querySelector("form[data-browse]");
  const results = () => document.querySelector("[data-results]");
  const status = document.querySelector("[data-announce]");
  if (!form || !results()) return;
  document.documentElement.classList.add("scripted");
  let controller = null;
  let last = null; // The address of the results that stand there.

  /* Settles when no finger or mouse button is down: a click on what is replaced before it is let go would be lost. */
  let released = Promise.resolve();
  document.addEventListener("pointerdown", () => {
    released = new Promise((resolve) => {
      const settle = () => setTimeout(resolve, 0);
      for (const name of ["pointerup", "pointercancel", "dragend"]) addEventListener(name, settle, { once: true });
    });
  });

  const address = () => {
    const query = new URLSearchParams();
    for (const [key, value] of new FormData(form)) if (value.trim()) query.append(key, value);
    return `?${query}`;
  };

  const isTicked = (input) => ["checkbox", "radio"].includes(input.type);
  const twin = (page, input) =>
    [...page.querySelectorAll(`form[data-browse] [name="${input.name}"]`)].find(
      (other) => !isTicked(input) || other.value === input.value,
    );

  /* A group of choices gets the order of its new counts, but for the one that somebody is busy with. */
  let busy = null;
  const renewGroups = (page) => {
    for (const group of form.querySelectorAll("details[data-facet]")) {
      const other = page.querySelector(`form[data-browse] details[data-facet="${group.dataset.facet}"]`);
      if (!other) continue;
      if (group === busy || group.contains(document.activeElement)) {
        group.querySelector("summary").innerHTML = other.querySelector("summary").innerHTML;
        continue;
      }
      other.open = group.open;
      const folded = other.querySelector(".all-choices");
      if (folded) folded.open = group.querySelector(".all-choices")?.open ?? false;
      group.replaceWith(other);
    }
  };

  /* What is typed narrows the choices of its group; they are all in the page. */
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  form.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-choice-search]")) return;
    const words = fold(target.value).split(/\s+/).filter(Boolean);
    const labels = [...target.closest(".opts").querySelectorAll("label:has([name])")];
    const isWanted = (label) => words.every((word) => fold(label.textContent).includes(word));
    for (const label of labels) label.hidden = !isWanted(label);
    const output = target.parentElement.querySelector("output");
    output.textContent = words.length ? `${labels.filter(isWanted).length} ${output.dataset.of}` : "";
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-choice-search]")) event.preventDefault();
  });

  const refresh = (page, texts) => {
    renewGroups(page);
    for (const input of form.querySelectorAll("[name]")) {
      const other = twin(page, input);
      if (!other) continue;
      if (input.type === "radio") input.checked = other.checked;
      else if (input.type === "checkbox") {
        input.checked = other.checked;
        input.disabled = other.disabled && input !== document.activeElement;
        input.closest("label").querySelector(".c").textContent = other.closest("label").querySelector(".c").textContent;
      } else if (texts && input !== document.activeElement) input.value = other.value;
    }
    for (const part of document.querySelectorAll("[data-renew]")) part.replaceWith(page.getElementById(part.id) ?? part);
    form.querySelector(".apply").replaceWith(page.querySelector("form[data-browse] .apply"));
  };

  const show = async (url, { push = true, texts = true, focus = "" } = {}) => {
    controller?.abort();
    controller = new AbortController();
    const { signal } = controller;
    results().setAttribute("aria-busy", "true");
    let answer;
    try {
      answer = await fetch(url, { signal, headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      await released;
      if (signal.aborted) return;
      refresh(page, texts);
      const wanted = [focus, document.activeElement.id, focus && "aantal"].filter(Boolean);
      results().replaceWith(page.querySelector("[data-results]"));
      last = url;
      document.title = page.title;
      document.dispatchEvent(new Event("results"));
      if (push) history.pushState({}, "", url);
      wanted.map((id) => document.getElementById(id)).find(Boolean)?.focus({ preventScroll: !focus });
      status.textContent = document.getElementById("aantal").textContent;
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
    }
  };

  let wait;
  const soon = (delay) => {
    clearTimeout(wait);
    if (address() === last && !results().hasAttribute("aria-busy")) return;
    results().setAttribute("aria-busy", "true");
    wait = setTimeout(() => show(address(), { texts: false }), delay);
  };
  document.addEventListener("change", (event) => {
    if (event.target.form !== form || !event.target.name) return;
    busy = event.target.closest("details[data-facet]");
    soon(event.target.type === "checkbox" ? 150 : 0);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(wait);
    if (form.matches(":popover-open")) form.hidePopover();
    show(address(), { focus: "aantal" });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-browse]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // A tile of the map stays where it is; a link among the results goes with them.
    show(link.href, { focus: link.id || "aantal" });
  });
  addEventListener("popstate", () => show(location.href, { push: false }));
})();
