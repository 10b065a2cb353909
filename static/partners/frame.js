/* In an embed: tells the page around it how high it is. docs/partners.md has the two protocols: ours, and WordPress's
   (a secret in the address, and links that its frame does not let through). It works without this script too. */
(() => {
  if (parent === window) return;
  const secret = /[#?&]secret=([a-zA-Z0-9]{1,64})/.exec(location.hash)?.[1];
  const height = () => Math.ceil(document.body.getBoundingClientRect().height);
  const tell = () => {
    parent.postMessage({ type: "streekwijzer:height", version: 1, height: height() }, "*");
    if (secret) parent.postMessage({ message: "height", value: height(), secret }, "*");
  };
  addEventListener("message", ({ source, data }) => {
    if (source === parent && (data?.type === "streekwijzer:ask" || data?.message === "ready")) tell();
  });
  /* At once and not only when it changes: WordPress hides the frame until it has heard a height, a hidden frame is
     not drawn, and an observer of what is not drawn never speaks. Its one `ready` may be over before we listen. */
  tell();
  addEventListener("load", tell);
  new ResizeObserver(tell).observe(document.body);
  if (!secret) return;
  /* WordPress's frame lets no link through, and its page follows only those to this site: other links become text. */
  for (const link of document.querySelectorAll("a[href]")) if (link.host !== location.host) link.removeAttribute("href");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    parent.postMessage({ message: "link", value: link.href, secret }, "*");
  });
})();
