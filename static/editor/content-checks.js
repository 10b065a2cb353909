/* The panel “Nalezen”: asks anew what there is to look at after each save, leads to the field, and notes what does not
   apply. The server reads (content_checks/editing.py); words come from its HTML. */
(() => {
  const PAUSE = 2000; // autosave comes every half second of writing
  const ARRIVED = 200; // Wagtail starts its own, smooth scrolling 100 ms after the page is loaded
  // A block has buttons before its field; a chooser has only buttons.
  const FIELDS = "input:not([type=hidden]), select, textarea, [contenteditable=true]";
  const BUTTONS = "button:not([data-panel-toggle], [aria-expanded], [disabled])";
  const COVERS = 0.7; // of the width of the window: then the panel hides the form

  const pageOf = (root) => location.pathname.match(/\/pages\/(\d+)\/edit\//)?.[1] ?? root.dataset.page;
  const addressOf = (root, address) => address.replace("/0/", `/${pageOf(root)}/`);

  // The element of a content path, or the nearest one around it; rows have none, but a list with an id.
  const elementOf = (path) => {
    const names = path.split(".").map((name) => CSS.escape(name));
    for (let length = names.length; length > 0; length -= 1) {
      const selector = names.slice(0, length).map((name) => `[data-contentpath="${name}"]`);
      const element = document.querySelector(selector.join(" "));
      if (element) return element;
    }
    return document.getElementById(`id_${path.split(".")[0]}-FORMS`);
  };

  // A field may stand on another tab, inside panels that are folded.
  const reveal = (element) => {
    for (let tab = element.closest("[role=tabpanel]"); tab; tab = tab.parentElement.closest("[role=tabpanel]")) {
      document.querySelector(`[role=tab][href="#${tab.id}"]`)?.click();
    }
    for (
      let panel = element.closest("section[data-panel]");
      panel;
      panel = panel.parentElement.closest("section[data-panel]")
    ) {
      const toggle = panel.querySelector(":scope > .w-panel__header [data-panel-toggle]");
      if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
    }
  };

  const goTo = (path) => {
    const element = elementOf(path);
    if (!element) return;
    const side = document.querySelector("[data-form-side]");
    if (side?.getBoundingClientRect().width > COVERS * window.innerWidth) {
      side.querySelector("[data-form-side-close-button]")?.click();
    }
    reveal(element);
    requestAnimationFrame(() => {
      element.scrollIntoView({ block: "center" });
      const inside = [FIELDS, BUTTONS].flatMap((kind) => [...element.querySelectorAll(kind)]);
      inside.find((input) => input.offsetParent)?.focus({ preventScroll: true });
    });
  };

  // Who comes from the report stands at the field. Wagtail scrolls there too, but so slowly that what is still being
  // drawn on a busy machine stops it halfway.
  const arrive = () => {
    const path = new URLSearchParams(location.hash.split(":w:")[1]).get("contentpath");
    if (path) setTimeout(() => goTo(path), ARRIVED);
  };

  const start = () => {
    const root = document.querySelector("[data-content-checks]");
    if (!root) return;
    arrive();
    const list = root.querySelector("[data-content-checks-remarks]");
    const status = root.querySelector("[data-content-checks-status]");
    const again = root.querySelector("[data-content-checks-again]");
    const counter = document.querySelector(
      '[data-side-panel-toggle="content-checks"] [data-side-panel-toggle-counter]',
    );

    const say = (text) => {
      status.textContent = "";
      requestAnimationFrame(() => {
        status.textContent = text;
      });
    };

    const count = (number) => {
      if (!counter) return;
      counter.textContent = number;
      counter.hidden = number === 0;
    };

    // Who is reading in the panel stays where she was.
    const keyOf = (element) => {
      const remark = element?.closest("[data-digest]");
      const { check, digest } = remark?.dataset ?? {};
      const kind = element?.matches("[data-content-checks-path]") ? "path" : "say";
      return remark ? `[data-check="${check}"][data-digest="${digest}"] [data-content-checks-${kind}]` : "";
    };

    const show = (html) => {
      const hasFocus = list.contains(document.activeElement);
      const key = hasFocus ? keyOf(document.activeElement) : "";
      const isOpen = list.querySelector("[data-content-checks-rest]")?.open;
      list.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
      const rest = list.querySelector("[data-content-checks-rest]");
      if (rest && isOpen) rest.open = true;
      if (hasFocus) ((key && list.querySelector(key)) || again).focus({ preventScroll: true });
      count(Number(list.querySelector("[data-content-checks-count]")?.dataset.contentChecksCount ?? 0));
    };

    let turn = 0;
    const ask = async (isAloud) => {
      if (!pageOf(root)) return;
      again.hidden = false;
      const own = ++turn;
      try {
        const response = await fetch(addressOf(root, root.dataset.url), { credentials: "same-origin" });
        if (!response.ok || response.redirected) throw new Error(response.status);
        const html = await response.text();
        if (own !== turn) return;
        show(html);
        if (isAloud) say(list.querySelector("[data-content-checks-summary]")?.textContent.trim() ?? "");
      } catch {
        // What it said last stays; who asked hears why nothing happens.
        if (isAloud) say(root.dataset.failed);
      }
    };

    let timer;
    document.addEventListener("w-autosave:success", () => {
      clearTimeout(timer);
      timer = setTimeout(() => ask(false), PAUSE);
    });

    const note = async (button) => {
      const remark = button.closest("[data-digest]");
      const { check, digest } = remark.dataset;
      const isBack = "notApplicable" in remark.dataset;
      const address = isBack ? root.dataset.takeBackUrl : root.dataset.notApplicableUrl;
      const csrfmiddlewaretoken = document.querySelector("form[data-edit-form] [name=csrfmiddlewaretoken]")?.value;
      const body = new URLSearchParams({ check_name: check, digest, csrfmiddlewaretoken });
      try {
        const response = await fetch(addressOf(root, address), { method: "POST", body });
        if (!response.ok || response.redirected) throw new Error(response.status);
      } catch {
        say(root.dataset.failed);
        return;
      }
      list
        .querySelectorAll(`[data-check="${check}"][data-digest="${digest}"]`)
        .forEach((each) => turnOver(each, isBack));
      say(isBack ? root.dataset.takenBack : root.dataset.noted);
    };

    // It stays where it is until the next reading, so that it can be taken back with the same button.
    const turnOver = (remark, applies) => {
      remark.toggleAttribute("data-not-applicable", !applies);
      const button = remark.querySelector("[data-content-checks-say]");
      const words = button.querySelector("span");
      [words.textContent, button.dataset.other] = [button.dataset.other, words.textContent];
      count(list.querySelectorAll("[data-digest]:not([data-not-applicable])").length);
    };

    root.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button) return;
      if (button === again) ask(true);
      else if (button.dataset.contentChecksPath) goTo(button.dataset.contentChecksPath);
      else if ("contentChecksSay" in button.dataset) note(button);
    });

    ask(false);
  };

  window.addEventListener("load", start);
})();
