/* The builder: copies what is to be copied and says so, and keeps open what was open when the choices change. */
(() => {
  const status = document.querySelector("[data-announce]");
  let open = null;

  const ready = () => {
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
    if (open !== null) for (const part of document.querySelectorAll(".codes details")) part.open = part.id === open;
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

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button || !(await copy(document.getElementById(button.dataset.copy)))) return;
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
  document.addEventListener("results", ready);
  ready();
})();
