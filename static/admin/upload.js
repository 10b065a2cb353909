/* Uploading a picture or document: all that lacks is said at once, before anything is sent, so that the chosen file stays;
   and the title of a picture follows its description until somebody types a title. */
(() => {
  const WORDS = JSON.parse(document.getElementById("upload-words").textContent);
  const FILE = "input[type=file]";
  const typed = new WeakSet();
  let kept = [];

  const part = (form, name) => form.querySelector(`[name="${name}"], [name$="-${name}"]`);
  const isUpload = (form) => part(form, "title") && (part(form, "is_decorative") || form.querySelector(FILE));
  const isNew = (form) => form.querySelector(`${FILE}[required]`) || form.closest("#upload-list");

  const isEmpty = (field) => (field.type === "file" ? !field.files.length : !field.value.trim());

  /* The fields that lack, each with what to say of it. */
  const lacking = (form) => {
    const required = [...form.querySelectorAll("input[required], textarea[required], select[required]")];
    const lacks = new Map(required.filter(isEmpty).map((field) => [field, WORDS.required]));
    const [description, decorative] = [part(form, "description"), part(form, "is_decorative")];
    if (decorative && description && !decorative.checked && isEmpty(description)) lacks.set(description, WORDS.description);
    return lacks;
  };

  const clear = (form) => {
    form.querySelectorAll("[data-upload-error]").forEach((message) => message.remove());
    form.querySelectorAll("[data-upload-lacks]").forEach((field) => {
      field.removeAttribute("aria-invalid");
      delete field.dataset.uploadLacks;
      field.closest("[data-field]")?.classList.remove("w-field--error");
    });
  };

  const mark = (field, words) => {
    const wrapper = field.closest("[data-field]");
    field.setAttribute("aria-invalid", "true");
    field.dataset.uploadLacks = "";
    wrapper?.classList.add("w-field--error");
    const errors = wrapper?.querySelector("[data-field-errors]");
    if (!errors) return;
    errors.querySelector(".icon")?.removeAttribute("hidden");
    errors.querySelectorAll(".error-message").forEach((message) => message.remove());
    const message = Object.assign(document.createElement("p"), { className: "error-message", textContent: words });
    message.dataset.uploadError = "";
    errors.append(message);
  };

  const refuse = (event, form, lacks) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    lacks.forEach((words, field) => mark(field, words));
    lacks.keys().next().value.focus();
    const loading = "data-w-progress-loading-value"; // the button already says that it is at work
    setTimeout(() => form.querySelectorAll(`[${loading}~=true]`).forEach((button) => button.removeAttribute(loading)), 500);
  };

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || !isUpload(form)) return;
      clear(form);
      const lacks = lacking(form);
      if (lacks.size) refuse(event, form, lacks);
      else kept = [...form.querySelectorAll(FILE)].map((input) => [input.name, input.files]);
    },
    true,
  );

  /* The server refused after all, and sent a new form: it gets the file that was chosen. */
  new MutationObserver((changes) => {
    if (!kept.length || !changes.some(({ addedNodes }) => addedNodes.length)) return;
    for (const [name, files] of kept) {
      const input = document.querySelector(`form ${FILE}[name="${CSS.escape(name)}"]`);
      if (input && files.length && !input.files.length) input.files = files;
    }
  }).observe(document.body, { childList: true, subtree: true });

  document.addEventListener("input", ({ target }) => {
    const { form } = target;
    if (!form || !target.name || !isUpload(form)) return;
    const title = part(form, "title");
    if (target === title) typed.add(title);
    else if (target === part(form, "description") && isNew(form) && !typed.has(title) && target.value.trim())
      title.value = target.value.trim().slice(0, title.maxLength > 0 ? title.maxLength : 255);
  });

  /* A file that is chosen after the description was written leaves its name to the title only where there is none. */
  document.addEventListener("wagtail:images-upload", (event) => {
    const form = event.target.closest("form");
    const description = form && part(form, "description");
    if (description?.value.trim() || (form && typed.has(part(form, "title")))) event.preventDefault();
  });
})();
