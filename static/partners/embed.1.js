/* Streekwijzer on your site, version 1. <streekwijzer-lijst src="address of a list"> shows that list, from its JSON Feed;
   frames of Streekwijzer get the height of what is in them. Whatever goes wrong stays here: the link inside the element
   remains, and the page around it works on. How to use it: docs/partners.md of Streekwijzer. */
(() => {
  const NAME = "streekwijzer-lijst";
  if (!window.customElements || customElements.get(NAME)) return;
  const home = document.currentScript && new URL(document.currentScript.src).origin;
  const WAIT = 8000;
  const LOOK = ["layout", "limit", "accent", "scheme", "heading"];
  const ACCENTS = {
    "regio-antwerpen": "773035fab1b2", rivierenland: "00536a89d4f1", kempen: "743048f6b1c5", "halle-vilvoorde": "654201e8c089",
    "oost-brabant": "465100c2cf90", "regio-brugge": "773223f9b4a3", westhoek: "29571faad5a1", "zuid-west-vlaanderen": "2b4880aac8fe",
    middenkust: "024f7b97cefb", midwest: "554b00d4c988", denderregio: "0358448ddabf", "vlaamse-ardennen": "035a319bd8af",
    "regio-gent": "00565681d9d8", waasland: "6f3b00f1bb8f", limburg: "753515f7b69a", green: "0b57418fd3b6", ink: "16221ce9eee6",
  };
  const DARK = "--ink:#e9eee6;--quiet:#b4c1b8;--line:#35443c;--link:#8fd3b6;--alert:#ffa9a0;--paper:#1b2520;--accent:var(--pale);";
  const CSS = `:host{display:block;container-type:inline-size;overflow-wrap:break-word;line-height:1.45;--ink:#16221c;--quiet:#3f4f47;
--line:#cfd4c7;--link:#0b5741;--alert:#9a1b1e;--paper:#fff;--deep:#0b5741;--pale:#8fd3b6;--accent:var(--deep)}
:host([hidden]){display:none}
@media(prefers-color-scheme:dark){:host(:not([scheme=light])){${DARK}}}
:host([scheme=dark]){${DARK}}
section{color:var(--ink);background:var(--paper);padding:1rem}
h2,h3,p,ol{margin:0;padding:0}
h2{font-size:1.375em;line-height:1.2;padding-block-end:.6em}
h3{font-size:1.125em;line-height:1.25}
ol{list-style:none;display:grid;gap:.75rem}
li{padding:.75rem 1rem 1rem;border:1px solid var(--line);border-block-start:4px solid var(--accent)}
.list ol,.compact ol{gap:0;border-block-start:4px solid var(--accent)}
.list li,.compact li{padding:.6rem 0;border-width:0 0 1px}
@container(min-width:34rem){.cards ol:has(li+li){grid-template-columns:1fr 1fr}}
a{color:var(--link);text-underline-offset:.18em}
h3 a{color:var(--ink)}
a:focus-visible{outline:3px solid var(--ink);outline-offset:3px;background:#ffc629;color:#16221c}
.quiet,footer p{color:var(--quiet);font-size:.9375em}
b{color:var(--alert)}
footer{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 1.5rem;padding-block-start:.75rem}`;

  /* An element with text, never with markup; a link only to http and https. */
  const make = (name, text = "", more = {}, ...inside) => {
    const made = Object.assign(document.createElement(name), more);
    made.append(text, ...inside);
    return made;
  };
  const link = (address, text) => {
    try {
      if (/^https?:$/.test(new URL(address).protocol)) return make("a", text, { href: address, rel: "noopener" });
    } catch {}
    return make("span", text);
  };

  /* The feed of a list, from the address of the list, its embed or its feed; and the look that stands in the address. */
  const read = (element) => {
    const address = new URL(element.getAttribute("src") || "", document.baseURI);
    if (!/^https?:$/.test(address.protocol) || !element.hasAttribute("src")) throw new TypeError("src");
    const look = {};
    for (const key of LOOK) {
      look[key] = element.getAttribute(key) || address.searchParams.get(key) || "";
      address.searchParams.delete(key);
    }
    address.hash = "";
    address.searchParams.set("limit", look.limit || 6);
    address.pathname = address.pathname.replace(/(embed\/|insluiten\/|feed\.\w+)?$/, "").replace(/\/?$/, "/feed.json");
    return [address, look];
  };

  const show = (feed, look) => {
    const items = feed.items.map((item) => {
      const own = item._streekwijzer || {};
      const who = [own.day, ...(item.authors || []).slice(0, 2).map((author) => author.name)].filter(Boolean).join(", ");
      return make("li", "", {}, ...[
        who && make("p", who, { className: "quiet" }),
        make("h3", "", {}, link(item.url, item.title || item.url)),
        own.notice && make("p", "", {}, make("b", own.notice)),
        look.layout !== "compact" && item.summary && make("p", item.summary),
      ].filter(Boolean));
    });
    const own = feed._streekwijzer || {};
    const source = make("p", "Bron: ", {}, link(feed.home_page_url, (feed.authors || [{}])[0].name || "Streekwijzer"));
    if (own.licence) source.append(" · ", link(own.licence, "licentie"));
    const all = link(feed.home_page_url, `Bekijk de hele lijst${own.total ? ` (${own.total})` : ""}`);
    const list = items.length ? make("ol", "", {}, ...items) : make("p", "In deze lijst staat nog niets.");
    if (items.length) list.setAttribute("role", "list");
    const title = look.heading || feed.title;
    const layout = ["list", "compact"].includes(look.layout) ? look.layout : "cards";
    const section = make("section", "", { className: layout, lang: "nl-BE" }, make("h2", title), list, make("footer", "", {}, all, source));
    section.setAttribute("aria-label", title);
    return section;
  };

  class List extends HTMLElement {
    static observedAttributes = ["src", ...LOOK];

    connectedCallback() {
      if (!this.root) {
        this.root = this.attachShadow({ mode: "open" });
        this.root.append(make("slot"));
        this.style_ = "replaceSync" in CSSStyleSheet.prototype ? [new CSSStyleSheet(), new CSSStyleSheet()] : [];
        this.style_[0]?.replaceSync(CSS);
        this.root.adoptedStyleSheets = this.style_;
      }
      this.ask();
    }

    disconnectedCallback() {
      this.asked?.abort();
    }

    attributeChangedCallback() {
      if (this.root && this.isConnected) this.ask();
    }

    /* Several changes at once are one question; a newer question ends the older. Nothing is asked again by itself. */
    async ask() {
      this.asked?.abort();
      const asked = (this.asked = new AbortController());
      await null;
      if (asked.signal.aborted) return;
      this.setAttribute("aria-busy", "true");
      const late = setTimeout(() => asked.abort("late"), WAIT);
      try {
        const [address, look] = read(this);
        const answer = await fetch(address, { signal: asked.signal, credentials: "omit", headers: { Accept: "application/feed+json" } });
        if (!answer.ok) throw new Error(answer.status);
        const shown = show(await answer.json(), look);
        const accent = ACCENTS[look.accent];
        this.style_[1]?.replaceSync(accent ? `:host{--deep:#${accent.slice(0, 6)};--pale:#${accent.slice(6)}}` : "");
        if (look.scheme && !this.hasAttribute("scheme")) this.setAttribute("scheme", look.scheme);
        this.root.replaceChildren(shown);
      } catch {
        if (asked !== this.asked || !this.isConnected) return;
        this.root.replaceChildren(make("slot"), make("p", "De lijst van Streekwijzer kan nu niet getoond worden.", { className: "quiet", lang: "nl" }));
      } finally {
        clearTimeout(late);
        if (asked === this.asked) this.setAttribute("aria-busy", "false");
      }
    }
  }
  customElements.define(NAME, List);

  /* Frames from where this script came: the message has to come from that very frame, with a number that can be. */
  const ours = (frame) => {
    try {
      const address = new URL(frame.src);
      return address.origin === home && address.pathname.endsWith("/embed/");
    } catch {
      return false;
    }
  };
  if (!home) return;
  addEventListener("message", ({ source, origin, data }) => {
    if (!source || data?.type !== "streekwijzer:height" || !Number.isFinite(data.height)) return;
    if (origin !== home && origin !== "null") return;
    const frame = [...document.querySelectorAll("iframe")].find((frame) => frame.contentWindow === source && ours(frame));
    if (frame) frame.style.height = `${Math.min(4000, Math.max(100, Math.ceil(data.height)))}px`;
  });
  for (const frame of document.querySelectorAll("iframe"))
    if (ours(frame)) frame.contentWindow?.postMessage({ type: "streekwijzer:ask" }, "*");
})();
