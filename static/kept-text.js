/* What somebody types in the admin is not lost when the session ends.

   A copy of the form stays in this browser (localStorage) from the moment that something changes until the server
   has it; it is offered back when the form is opened again, and removed when one signs out. When the session is
   gone, it says so and what to do, and saving goes on by itself after signing in in another tab. While the site is
   read-only it says so too, and saving goes on by itself afterwards. */
(() => {
  const { who, signIn, signOut, csrfCookie, savedCookie, words } = JSON.parse(
    document.getElementById("kept-text").textContent,
  );
  const PREFIX = "streekwijzer.text.";
  const KEPT_MS = 14 * 24 * 60 * 60 * 1000;
  const ASKED_EVERY_MS = 5000;
  const NOT_KEPT = ["csrfmiddlewaretoken", "next", "kept_copy", "overwrite_revision_id"];
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
  const keep = (data) => {
    if (!isKept || !me) return;
    const copy = { id, at: Date.now(), entries: entriesOf(data) };
    try {
      localStorage.setItem(`${PREFIX}${me}.${location.pathname}#${id}`, JSON.stringify(copy));
    } catch {
      /* Full. */
    }
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
  let hold = ""; // why nothing can be saved now: "out" or "readOnly"
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

  const tellReadOnly = () => {
    if (hold !== "readOnly") tell(words.readOnly);
    hold = "readOnly";
    rename(words.waits, words.readOnly);
  };

  const goOn = () => {
    tell(hold === "out" ? words.back : words.writable);
    hold = "";
    rename(pausedText);
    saveAgain();
  };

  const check = async () => {
    clearTimeout(timer);
    const { user, isReadOnly } = await askWho();
    if (!me) return;
    if (user === undefined) {
      if (!hold) return;
    } else if (user !== me) tellOut(user);
    else if (isReadOnly) tellReadOnly();
    else if (hold) goOn();
    else if (token !== cookie(csrfCookie)) saveAgain();
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
    const moment = new Date(copy.at).toLocaleString("nl-BE", { dateStyle: "long", timeStyle: "short" });
    tell(
      words.offer.replace("{moment}", moment),
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

  const watch = async () => {
    form.addEventListener("formdata", (event) => event.formData.set("kept_copy", id));
    document.addEventListener("click", refuseWhileHeld, true);
    document.addEventListener("submit", refuseWhileHeld, true);
    form.addEventListener("submit", () => keep(new FormData(form)));
    form.addEventListener("w-unsaved:add", () => keep(new FormData(form)));
    form.addEventListener("w-autosave:save", (event) => {
      if (!hold) return;
      event.preventDefault();
      event.stopPropagation();
    });
    form.addEventListener("w-autosave:success", () => {
      drop(id);
      if ([words.back, words.writable].includes(bar.textContent)) hide();
    });
    form.addEventListener("w-autosave:error", (event) => {
      keep(new FormData(form));
      if (event.detail.type === "server_error") check();
    });
    document.addEventListener("w-swap:error", check);
    document.addEventListener("visibilitychange", () => document.hidden || check());
    me = (await askWho()).user ?? null;
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
