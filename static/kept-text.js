/* What somebody types in the admin is not lost: not when the session ends, the connection breaks, the server does not
   answer, somebody else saved the page, or the tab is closed.

   A copy of the form stays in this browser (localStorage) from the moment that something changes until the server
   has it; it is offered back when the form is opened again, with what differs, and removed when one signs out. While
   nothing can be saved it says why and what to do, and saving goes on by itself afterwards. */
(() => {
  const { who, signIn, signOut, csrfCookie, savedCookie, words } = JSON.parse(
    document.getElementById("kept-text").textContent,
  );
  const PREFIX = "streekwijzer.text.";
  const KEPT_MS = 14 * 24 * 60 * 60 * 1000;
  const ASKED_EVERY_MS = 5000;
  const NOT_KEPT = ["csrfmiddlewaretoken", "next", "kept_copy", "overwrite_revision_id", "form_turn"];
  const NOT_TYPED = ["form_key", "loaded_revision_id", "loaded_revision_created_at"];
  const MOST_COPIES = 20;
  const LONGEST_COPY = 2_000_000; // characters; a browser keeps some five million for a site
  const KEPT_AFTER_MS = 300;
  const TRIED_AGAIN_MS = 15_000; // after an error of the server itself
  const WAITS_FOR_AUTOSAVE_MS = 8000;
  const form = document.querySelector("form[data-edit-form]");
  const isKept = form && /\/(pages|snippets)\//.test(location.pathname);
  const id = `${Date.now()}-${Math.random().toString(36).slice(2)}`;

  const cookie = (name) =>
    document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";

  /* --- The copies. A browser that stores nothing (or is full) keeps none, and all else works. */
  const keys = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      return [];
    }
  };
  const read = (key) => {
    try {
      const copy = JSON.parse(localStorage.getItem(key));
      return copy && Array.isArray(copy.entries) && copy.at > Date.now() - KEPT_MS ? copy : null;
    } catch {
      return null;
    }
  };
  const drop = (copy) => {
    for (const key of keys()) if (key.endsWith(`#${copy}`)) localStorage.removeItem(key);
  };
  const entriesOf = (data) =>
    [...data].filter(
      ([name, value]) =>
        typeof value === "string" &&
        !NOT_KEPT.includes(name) &&
        !name.startsWith("action-") &&
        form.elements.namedItem(name)?.type !== "password",
    );
  const oldestOther = () =>
    keys()
      .filter((key) => !key.endsWith(`#${id}`))
      .sort((a, b) => (read(a)?.at ?? 0) - (read(b)?.at ?? 0))[0];
  const store = (text) => {
    const key = `${PREFIX}${me}.${location.pathname}#${id}`;
    while (keys().length >= MOST_COPIES && oldestOther()) localStorage.removeItem(oldestOther());
    for (;;) {
      try {
        return localStorage.setItem(key, text);
      } catch {
        const oldest = oldestOther(); // full
        if (!oldest) return undefined;
        localStorage.removeItem(oldest);
      }
    }
  };
  let keeping = null;
  const keep = (data) => {
    clearTimeout(keeping);
    keeping = null;
    if (!isKept || !me) return;
    const text = JSON.stringify({ id, at: Date.now(), entries: entriesOf(data) });
    if (text.length <= LONGEST_COPY) store(text);
  };
  const keepSoon = () => {
    keeping ??= setTimeout(() => keep(new FormData(form)), KEPT_AFTER_MS);
  };
  const keepAtOnce = () => {
    if (keeping) keep(new FormData(form));
  };

  /* --- What differs between two lists of entries: the names of the fields. The editor gives every paragraph another
     key each time that it is opened. */
  const typed = (entries, passed = []) => {
    const values = new Map();
    for (const [name, value] of entries) {
      if (NOT_TYPED.includes(name) || passed.includes(name)) continue;
      const text = value.replace(/"key":"\w+",?/g, "").replace(/\r\n/g, "\n");
      values.set(name, values.has(name) ? `${values.get(name)}\u0000${text}` : text);
    }
    return values;
  };
  const differing = (one, other, passed) => {
    const [left, right] = [typed(one, passed), typed(other, passed)];
    return [...new Set([...left.keys(), ...right.keys()])].filter((name) => left.get(name) !== right.get(name));
  };
  const elementOf = (name) => {
    for (let part = name; part; part = part.slice(0, Math.max(part.lastIndexOf("-"), 0))) {
      const element = [part, `${part}-count`, `${part}-TOTAL_FORMS`]
        .map((each) => form.elements.namedItem(each))
        .find(Boolean);
      if (element) return element instanceof RadioNodeList ? element[0] : element;
    }
    return null;
  };
  const labelOf = (name) => {
    let label = "";
    for (let panel = elementOf(name)?.closest("section[data-panel]"); panel; ) {
      label = panel.querySelector("[data-panel-heading-text]")?.textContent.trim() || label;
      panel = panel.parentElement.closest("section[data-panel]");
    }
    return label;
  };

  /* --- The bar at the foot of the screen that tells, and offers. */
  const bar = document.createElement("div");
  bar.className = "kept-text";
  bar.setAttribute("role", "status");
  const tell = (text, ...actions) => {
    const sentence = document.createElement("p");
    sentence.textContent = text;
    bar.replaceChildren(sentence, ...actions);
    if (!bar.isConnected) document.body.append(bar);
  };
  const hide = () => bar.replaceChildren();
  const button = (text, act, isQuiet) => {
    const element = document.createElement("button");
    element.type = "button";
    element.className = isQuiet ? "button button-secondary" : "button";
    element.textContent = text;
    element.addEventListener("click", act);
    return element;
  };
  const link = (text, address) => {
    const element = document.createElement("a");
    element.className = "button";
    Object.assign(element, { href: address, target: "_blank", textContent: text });
    return element;
  };

  /* --- Who is signed in: asked when saving fails, and every few seconds while nobody is. */
  let me = null;
  let hold = ""; // why nothing can be saved now: "out", "readOnly", "away" (no answer)
  let isOutdated = false; // somebody else saved the page: autosave is over
  let isSubmitting = false;
  let isSaving = false;
  let sent = []; // the entries of the last autosave
  let saveAt = 0;
  let typedAt = 0;
  let token = cookie(csrfCookie);
  let timer = null;

  /* The key of who is signed in (null for nobody), and whether the site is read-only. When the server can't be reached
     the key is undefined. */
  const askWho = async () => {
    try {
      const response = await fetch(who, { headers: { Accept: "application/json" } });
      return response.ok ? await response.json() : {};
    } catch {
      return {};
    }
  };

  const saveAgain = () => {
    token = cookie(csrfCookie);
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    if (window.wagtailConfig) window.wagtailConfig.CSRF_TOKEN = token;
    form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, detail: { type: "edits" } }));
  };

  /* What Wagtail's own words for a failure become, and become again. */
  const indicator = document.getElementById("w-autosave-indicator");
  const paused = indicator?.querySelector("[class*=--paused] .w-autosave-indicator__text");
  const pausedText = paused?.textContent;
  const rename = (state, sentence) => {
    if (paused) paused.textContent = state;
    if (!sentence) return;
    indicator?.setAttribute("data-w-tooltip-content-value", sentence);
    for (const reason of document.querySelectorAll(".footer__save-warning p")) reason.textContent = sentence;
  };

  const tellOut = (user) => {
    const sentence = user ? words.other : words.out;
    if (hold !== "out") tell(sentence, link(words.signIn, signIn));
    hold = "out";
    rename(words.signedOut, sentence);
  };

  const tellAway = () => {
    if (hold !== "away") tell(words.away);
    hold = "away";
    rename(words.waits, words.away);
  };

  const tellReadOnly = () => {
    if (hold !== "readOnly") tell(words.readOnly);
    hold = "readOnly";
    rename(words.waits, words.readOnly);
  };

  const goOn = () => {
    tell({ out: words.back, readOnly: words.writable, away: words.answers }[hold]);
    hold = "";
    rename(pausedText);
    saveAgain();
  };

  let failures = 0; // of a server that is there

  const check = async () => {
    clearTimeout(timer);
    const { user, isReadOnly } = await askWho();
    if (!me || isOutdated) return;
    if (user === undefined) {
      if (!hold) tellAway();
    } else if (user !== me) tellOut(user);
    else if (isReadOnly) tellReadOnly();
    else if (hold) goOn();
    else if (token !== cookie(csrfCookie)) saveAgain();
    else if (failures) timer = setTimeout(saveAgain, TRIED_AGAIN_MS * failures);
    if (hold) timer = setTimeout(check, ASKED_EVERY_MS);
  };

  /* --- Copies that never reached the server. */
  const putBack = (copy) => {
    const sender = document.createElement("form");
    Object.assign(sender, { method: "post", action: form.action, hidden: true });
    const csrf = form.elements.csrfmiddlewaretoken.value;
    for (const [name, value] of [...copy.entries, ["kept_copy", copy.id], ["csrfmiddlewaretoken", csrf]]) {
      const field = document.createElement("textarea");
      Object.assign(field, { name, value });
      sender.append(field);
    }
    document.body.append(sender);
    sender.submit();
  };

  const offer = () => {
    const here = `${PREFIX}${me}.${location.pathname}#`;
    const copies = keys().filter((key) => key.startsWith(here)).map(read);
    const copy = copies.filter((copy) => copy && copy.id !== id).sort((a, b) => b.at - a.at)[0];
    if (!copy) return;
    const names = differing(copy.entries, entriesOf(new FormData(form)));
    if (!names.length) {
      drop(copy.id); // it was saved after all
      offer();
      return;
    }
    const moment = new Date(copy.at).toLocaleString("nl-BE", { dateStyle: "long", timeStyle: "short" });
    const labels = [...new Set(names.map(labelOf).filter(Boolean))].join(", ");
    tell(
      [words.offer.replace("{moment}", moment), labels && words.differs.replace("{fields}", labels)].join(" "),
      button(words.putBack, () => putBack(copy)),
      button(
        words.throwAway,
        () => {
          drop(copy.id);
          hide();
          offer();
        },
        true,
      ),
    );
  };

  const refuseWhileHeld = (event) => {
    const sender = event.type === "click" ? event.target.closest("[type=submit]")?.form : event.target;
    if (!hold || sender !== form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keep(new FormData(form));
    bar.querySelector("a")?.focus();
  };

  /* Somebody else saved: the server keeps this text beside theirs, and shows both. */
  const compare = ({ detail }) => {
    keep(new FormData(form));
    if (detail.response?.error_code !== "invalid_revision") return;
    isOutdated = true;
    rename(words.waits, words.newer);
    tell(words.newer, button(words.compare, () => form.requestSubmit()));
  };

  /* Two saves at once: the answer of autosave says what the next save starts from, so that one waits for it. */
  const waitForAutosave = (event) => {
    if (event.target !== form || event.defaultPrevented || !isSaving) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    const goOn = () => {
      clearTimeout(late);
      for (const name of ENDS) form.removeEventListener(name, goOn);
      isSaving = false;
      if (submitter) submitter.disabled = false; // Wagtail disables what is pressed
      form.requestSubmit(submitter);
    };
    const ENDS = ["w-autosave:success", "w-autosave:error"];
    const late = setTimeout(goOn, WAITS_FOR_AUTOSAVE_MS);
    for (const name of ENDS) form.addEventListener(name, goOn);
  };

  const turn = document.createElement("input");
  Object.assign(turn, { type: "hidden", name: "form_turn" });
  const noteSubmit = (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    isSubmitting = true;
    turn.value = Date.now();
    form.append(turn);
    keep(new FormData(form));
  };
  const noteReturn = ({ persisted }) => {
    if (!persisted) return;
    isSubmitting = false;
    turn.remove();
  };

  const saveOrWait = (event) => {
    if (hold || isSubmitting) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    isSaving = true;
    event.detail.formData.set("form_turn", Date.now());
    sent = entriesOf(event.detail.formData);
  };

  /* Wagtail takes what was typed while it waited for the answer for saved. */
  const noteSaved = ({ detail }) => {
    isSaving = false;
    failures = 0;
    const rest = differing(sent, entriesOf(new FormData(form)), Object.keys(detail.data?.field_updates ?? {}));
    if (rest.length && typedAt > saveAt) {
      keep(new FormData(form));
      saveAgain();
      return;
    }
    drop(id);
    if ([words.back, words.writable, words.answers].includes(bar.textContent)) hide();
  };
  const noteFailed = ({ detail }) => {
    isSaving = false;
    keep(new FormData(form));
    if (detail.type === "server_error") failures = Math.min(failures + 1, 4);
    if (["server_error", "network_error"].includes(detail.type)) check();
  };

  const watch = async () => {
    form.addEventListener("formdata", (event) => event.formData.set("kept_copy", id));
    document.addEventListener("click", refuseWhileHeld, true);
    document.addEventListener("submit", refuseWhileHeld, true);
    document.addEventListener("submit", waitForAutosave, true);
    document.addEventListener("submit", noteSubmit);
    for (const name of ["input", "change", "keydown", "paste"]) {
      form.addEventListener(name, () => {
        typedAt = performance.now();
        if (name !== "keydown") keepSoon();
      });
    }
    form.addEventListener("w-unsaved:add", () => keep(new FormData(form)));
    form.addEventListener("w-autosave:save", (event) => {
      saveAt = performance.now();
      saveOrWait(event);
    });
    form.addEventListener("w-autosave:success", noteSaved);
    form.addEventListener("w-autosave:error", noteFailed);
    form.addEventListener("w-autosave:deactivated", compare);
    document.addEventListener("w-swap:error", () => navigator.onLine && check());
    document.addEventListener("visibilitychange", () => (document.hidden ? keepAtOnce() : check()));
    window.addEventListener("pagehide", keepAtOnce);
    window.addEventListener("pageshow", noteReturn);
    window.addEventListener("offline", check);
    window.addEventListener("online", check);
    me = (await askWho()).user ?? null;
    if (document.readyState !== "complete") {
      await new Promise((resolve) => window.addEventListener("load", resolve, { once: true }));
    }
    if (me && isKept) offer();
  };

  drop(cookie(savedCookie) || "none");
  for (const key of keys()) if (!read(key)) localStorage.removeItem(key);
  document.addEventListener("submit", (event) => {
    if (event.target.action !== new URL(signOut, location).href) return;
    for (const key of keys()) localStorage.removeItem(key);
  });
  if (form) watch();
})();
