/* The builder: copies what is to be copied and says so, and keeps open what was open when the choices change. */
(() => {
  const status = document.querySelector("[data-announce]");
  let open = null;
  let isPhone = false;

  const ready = () => {
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
    if (open !== null) for (const part of document.querySelectorAll(".codes details")) part.open = part.id === open;
    if (isPhone && document.getElementById("telefoon")) document.getElementById("telefoon").checked = true;
  };

  /* Without a clipboard (plain http, an old browser) the text is selected: Ctrl+C does the rest. */
  const copy = async (source) => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(source);
      return document.execCommand("copy");
    }
  };

  /* Whoever types a title and clicks "Copy" at once wants the code with that title: the new results come first. */
  const settled = () =>
    document.querySelector("[data-results][aria-busy=true]")
      ? new Promise((resolve) => document.addEventListener("results", resolve, { once: true }))
      : Promise.resolve();

  document.addEventListener("click", async (event) => {
    const source = event.target.closest("[data-copy]")?.dataset.copy;
    if (!source) return;
    await settled();
    const button = document.querySelector(`[data-copy="${source}"]`);
    if (!(await copy(document.getElementById(source)))) return;
    const words = button.querySelector("span");
    button.dataset.words ??= words.textContent;
    words.textContent = button.dataset.copied;
    status.textContent = "";
    setTimeout(() => (status.textContent = button.textContent), 50);
    setTimeout(() => (words.textContent = button.dataset.words), 4000);
  });
  document.addEventListener(
    "toggle",
    (event) => {
      if (event.target.matches?.(".codes details")) open = document.querySelector(".codes details[open]")?.id ?? "";
    },
    true,
  );
  document.addEventListener("change", (event) => {
    if (event.target.name === "width") isPhone = event.target.id === "telefoon";
  });
  document.addEventListener("results", ready);
  ready();
})();
