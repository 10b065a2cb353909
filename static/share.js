/* Copying, the device's own share sheet and printing. Without this script a page can be mailed, and its address read. */
(() => {
  const section = () => document.querySelector("[data-share]");
  const shared = () => ({ title: section().dataset.shareTitle, text: section().dataset.shareText, url: section().dataset.share });

  const draw = () => {
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
    for (const button of document.querySelectorAll("[data-share-sheet]")) button.hidden = !navigator.share;
    for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
  };

  const say = (words) => {
    const status = section().querySelector("[role=status]");
    /* Emptied first: the same words a second time would not be read out. */
    status.textContent = "";
    setTimeout(() => {
      status.textContent = words;
    }, 50);
  };

  const copy = async (text) => {
    const { copied, notCopied } = section().querySelector("[role=status]").dataset;
    try {
      await navigator.clipboard.writeText(text);
      say(copied);
    } catch {
      say(`${notCopied} ${text}`);
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-share-sheet], [data-print]");
    if (!button) return;
    if ("copy" in button.dataset) copy(button.dataset.copy);
    /* Who closes the sheet without a choice rejects it: nothing went wrong. */
    else if ("shareSheet" in button.dataset) navigator.share(shared()).catch(() => {});
    else print();
  });
  /* The page is the same for everybody, so only the browser knows the day. */
  addEventListener("beforeprint", () => {
    const day = new Intl.DateTimeFormat("nl-BE", { day: "numeric", month: "long", year: "numeric" }).format(new Date());
    for (const part of document.querySelectorAll("[data-printed]")) part.textContent = ` · ${part.dataset.printed} ${day}`;
  });
  document.addEventListener("results", draw);
  draw();
})();
