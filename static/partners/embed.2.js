/* Streekwijzer on your site, version 2. <streekwijzer-lijst src="address of a list"> shows that list, from its JSON Feed;
   frames of Streekwijzer get the height of what is in them. Whatever goes wrong stays here: the link inside the element
   remains, the page around it works on, and the console and an event say why. How to use it: docs/partners.md of
   Streekwijzer. */
(() => {
  const NAME = "streekwijzer-lijst";
  const WAIT = 8000;
  const LOWEST = 100;
  /* A hundred items with long texts on a phone stay below it. */
  const HIGHEST = 60000;
  const FAILED = "De lijst van Streekwijzer kan nu niet getoond worden.";
  const LOOK = ["layout", "limit", "accent", "scheme", "heading"];
  const ACCENTS = {
    "regio-antwerpen": "773035fab1b2", rivierenland: "00536a89d4f1", kempen: "743048f6b1c5", "halle-vilvoorde": "654201e8c089",
    "oost-brabant": "465100c2cf90", "regio-brugge": "773223f9b4a3", westhoek: "29571faad5a1", "zuid-west-vlaanderen": "2b4880aac8fe",
    middenkust: "024f7b97cefb", midwest: "554b00d4c988", denderregio: "0358448ddabf", "vlaamse-ardennen": "035a319bd8af",
    "regio-gent": "00565681d9d8", waasland: "6f3b00f1bb8f", limburg: "753515f7b69a", green: "0b57418fd3b6", ink: "16221ce9eee6",
  };
  const LIGHT = "--ink:#16221c;--quiet:#3f4f47;--line:#cfd4c7;--link:#0b5741;--alert:#9a1b1e;--paper:#fff;--accent:var(--deep);";
  const DARK = "--ink:#e9eee6;--quiet:#b4c1b8;--line:#35443c;--link:#8fd3b6;--alert:#ffa9a0;--paper:#1b2520;--accent:var(--pale);";
  /* Each name with its light and its dark value: which of them counts is for the page around it to say (color-scheme). */
  const dark = new Map(DARK.split(";").map((pair) => pair.split(":")));
  const BOTH = LIGHT.replace(/(--\w+):([^;]+)/g, (_pair, name, value) => `${name}:light-dark(${value},${dark.get(name)})`);
  const SCHEMES = { light: "color-scheme:light", dark: `color-scheme:dark;${DARK}` };
  const chosen = ({ accent, scheme }) => {
    const colour = ACCENTS[accent];
    const tones = colour ? `--deep:#${colour.slice(0, 6)};--pale:#${colour.slice(6)};` : "";
    return `:host{${tones}${SCHEMES[scheme] || ""}}`;
  };
  /* Of the page around it come the letter, its size and its colour scheme; nothing else that would be inherited. */
  const CSS = `:host{display:block;container-type:inline-size;--deep:#0b5741;--pale:#8fd3b6;${LIGHT}}
:host([hidden]){display:none}
@supports(color:light-dark(red,red)){:host{${BOTH}}}
section,.failed{all:initial;display:block;direction:ltr;unicode-bidi:isolate;overflow-wrap:break-word;line-height:1.45;
font-family:inherit;font-size:inherit;color-scheme:inherit;visibility:inherit;pointer-events:inherit;-webkit-text-size-adjust:inherit;text-size-adjust:inherit}
.failed{color:inherit}
section{color:var(--ink);background:var(--paper);padding:1rem}
h2,h3,p,ol{margin:0;padding:0}
h2{font-size:1.375em;line-height:1.2;padding-block-end:.6em}
h3{font-size:1.125em;line-height:1.25}
ol{list-style:none;display:grid;gap:.75rem;grid-template-columns:minmax(0,1fr)}
li{padding:.75rem 1rem 1rem;border:1px solid var(--line);border-block-start:4px solid var(--accent)}
.list ol,.compact ol{gap:0;border-block-start:4px solid var(--accent)}
.list li,.compact li{padding:.6rem 0;border-width:0 0 1px}
@container(min-width:34rem){.cards ol:has(li+li){grid-template-columns:repeat(2,minmax(0,1fr))}}
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

  class Refusal extends Error {
    constructor(status, reason) {
      super(reason);
      Object.assign(this, { status, reason });
    }
  }
  /* What is wrong with the question, as the answer says it (RFC 9457). */
  const reason = async (answer) => {
    const problem = await answer.json().catch(() => null);
    return problem?.detail || `antwoord ${answer.status}`;
  };

  /* The feed of a list, from the address of the list, its embed or its feed; and the look that stands in the address. */
  const read = (element) => {
    const address = new URL(element.getAttribute("src") || "", document.baseURI);
    if (!/^https?:$/.test(address.protocol) || !element.hasAttribute("src")) throw new Refusal(0, "src: dit is geen adres van een lijst");
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

    /* For who made the page: visitors read one sentence, whatever it was. */
    report(error) {
      const detail = { status: error.status || 0, reason: error.reason || String(error.message || error), src: this.getAttribute("src") };
      console.warn(`Streekwijzer: ${detail.reason}`, this);
      this.dispatchEvent(new CustomEvent("streekwijzer:error", { detail, bubbles: true, composed: true }));
    }

    /* Several changes at once are one question; a newer question ends the older. Nothing is asked again by itself. */
    async ask() {
      this.asked?.abort();
      const asked = (this.asked = new AbortController());
      await null;
      if (asked.signal.aborted) return;
      this.setAttribute("aria-busy", "true");
      const late = setTimeout(() => asked.abort(new Refusal(0, `geen antwoord binnen ${WAIT / 1000} seconden`)), WAIT);
      try {
        const [address, look] = read(this);
        const answer = await fetch(address, { signal: asked.signal, credentials: "omit", headers: { Accept: "application/feed+json" } });
        if (!answer.ok) throw new Refusal(answer.status, await reason(answer));
        const shown = show(await answer.json(), look);
        this.style_[1]?.replaceSync(chosen(look));
        this.root.replaceChildren(shown);
      } catch (error) {
        if (asked !== this.asked || !this.isConnected) return;
        this.root.replaceChildren(make("slot"), make("p", FAILED, { className: "failed", lang: "nl" }));
        this.report(error);
      } finally {
        clearTimeout(late);
        if (asked === this.asked) this.setAttribute("aria-busy", "false");
      }
    }
  }
  if (window.customElements && !customElements.get(NAME)) customElements.define(NAME, List);

  /* Frames of this Streekwijzer and of another, whichever of them this script is of: the message has to come from that
     very frame, from the host in its address or from a sandbox, with a number that can be. */
  const parse = (text) => {
    try {
      return new URL(text);
    } catch {
      return null;
    }
  };
  const embeds = () => [...document.querySelectorAll("iframe")].filter((frame) => parse(frame.src)?.pathname.endsWith("/embed/"));
  addEventListener("message", ({ source, origin, data }) => {
    if (!source || data?.type !== "streekwijzer:height" || !Number.isFinite(data.height)) return;
    const frame = embeds().find((frame) => frame.contentWindow === source);
    if (!frame || (origin !== "null" && parse(origin)?.host !== parse(frame.src).host)) return;
    frame.style.height = `${Math.min(HIGHEST, Math.max(LOWEST, Math.ceil(data.height)))}px`;
  });
  for (const frame of embeds()) frame.contentWindow?.postMessage({ type: "streekwijzer:ask" }, "*");
})();
