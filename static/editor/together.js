/* Says above the form who else has this page open, also whoever comes later. Wagtail asks the server every ten seconds;
   its answer holds the sentences. Only what is new is written, so that a screen reader says it once. */
(() => {
  const region = document.getElementById("together");
  if (!region) return;
  const texts = () => [...region.querySelectorAll("p")].map((line) => line.firstChild?.textContent.trim());

  const write = (lines) => {
    region.replaceChildren(
      ...lines.map(({ text, isSaved }) => {
        const line = document.createElement("p");
        line.textContent = text;
        if (isSaved) {
          const link = document.createElement("a");
          Object.assign(link, { href: location.pathname, textContent: region.dataset.refresh });
          line.append(" ", link);
        }
        return line;
      }),
    );
  };

  document.addEventListener("w-swap:success", () => {
    const marked = document.querySelectorAll("#w-editing-sessions [data-together]");
    const lines = [...marked].map((each) => ({
      text: each.textContent.trim(),
      isSaved: "saved" in each.dataset,
    }));
    if (lines.map(({ text }) => text).join("\n") !== texts().join("\n")) write(lines);
  });

  // What stands in a live region when the page opens is not read out; what is written in it is.
  const first = texts().map((text) => ({ text }));
  if (first.length) setTimeout(() => write(first), 1000);
})();
