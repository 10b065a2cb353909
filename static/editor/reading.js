/* Reads what was copied, from Word, Google Docs, Excel, LibreOffice, a mail or any web page, as a list of lines: each a
   paragraph, heading or item of a list, with its runs of words. Every word is kept, and what can't be kept is counted.
   The same rules as on the server (cms/rich_text/cleaning.py), and what only clipboards hold. */
(() => {
  const HEADING = /^H[1-6]$/;
  const LIST = /^[OU]L$/;
  const BREAKING = new Set(
    `ADDRESS ARTICLE ASIDE BLOCKQUOTE CAPTION CENTER DD DETAILS DIALOG DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM
    H1 H2 H3 H4 H5 H6 HEADER HR LEGEND LI MAIN NAV OL OPTION P PRE SECTION SUMMARY TABLE TBODY TFOOT THEAD TR UL`.split(/\s+/),
  );
  const UNSEEN = new Set(["SCRIPT", "STYLE", "TITLE", "TEMPLATE", "HEAD"]);
  const PLAYERS = new Set(["AUDIO", "EMBED", "IFRAME", "OBJECT", "VIDEO"]);
  const ADDRESS = /\bhttps?:\/\/[^\s<>"]+|\b[\w.!#$%&'*+/=?^`{|}~-]+@(?:[a-z\d-]+\.)+[a-z]{2,}\b/gi;
  const BULLET = /^\s*[•·▪◦‣●○■]\s+/;
  const NOTE = /^<a\s[^>]*href="[^"]*#[^>]*>\s*\d+\s*<\/a>$/i; // the number before a note, as LibreOffice writes it
  const EMOJI = /^\p{Extended_Pictographic}/u;

  class Reader {
    constructor() {
      this.lines = [];
      this.line = null;
      this.between = "break"; // what comes before the next words: a break, a cell, or nothing
      this.lost = { pictures: [], headings: 0, tables: 0, players: 0 };
    }

    /* The children of a node, within what stands around them: style, link, list, item, row. */
    readChildren(node, around) {
      for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) this.readText(child.data, around);
        else if (child.nodeType === Node.ELEMENT_NODE) this.readElement(child, around);
      }
    }

    readElement(element, around) {
      const name = element.tagName.toUpperCase();
      const style = element.getAttribute("style") || "";
      if (UNSEEN.has(name) || /mso-list:\s*Ignore/i.test(style)) return;
      if (name === "BR") this.readBreak(around);
      else if (name === "IMG" || name === "V:IMAGEDATA") this.readPicture(element, around);
      else if (PLAYERS.has(name)) this.readPlayer(element, around);
      else if (name === "TD" || name === "TH") this.readCell(element, around);
      else if (name === "A" && NOTE.test(element.outerHTML)) this.readText(`[${element.textContent.trim()}] `, around);
      else if (name === "SUP" || name === "SUB") this.readRaised(element, around);
      else if (BREAKING.has(name)) this.readBlock(element, name, style, around);
      else this.readChildren(element, styled(element, name, style, around));
    }

    readBlock(element, name, style, around) {
      const inside = { ...styled(element, name, style, around) };
      if (name === "TR") inside.row = { line: null };
      if (LIST.test(name)) {
        inside.lists = [...around.lists, name === "OL" ? "ordered-list-item" : "unordered-list-item"];
        inside.item = null;
      }
      const level = style.match(/mso-list:\s*l\d+\s+level(\d+)/i);
      if (name === "LI") inside.item = { line: null, type: around.lists.at(-1) || "unordered-list-item", depth: Math.max(around.lists.length - 1, 0) };
      else if (level) inside.item = { line: null, type: wordListType(element), depth: level[1] - 1 };
      if (HEADING.test(name)) inside.heading = Number(name[1]);
      this.endLine(["LI", "TR", "TABLE", "OL", "UL"].includes(name) || HEADING.test(name));
      this.readChildren(element, inside);
      this.endLine(name === "TR" || name === "TABLE");
    }

    readCell(element, around) {
      const isNext = around.row?.line && around.row.line === this.line;
      this.between = isNext ? "cell" : "break";
      if (isNext) this.lost.tables = 1;
      this.readChildren(element, around);
    }

    /* m² and CO₂ as they are read; the number of a note between square brackets, as our notes have it. */
    readRaised(element, around) {
      const text = element.textContent.trim();
      const isDigits = /^\d+$/.test(text);
      const isNote = element.closest("a[href*='#']") || element.querySelector("a[href*='#'], [class*=ootnote]");
      if (isDigits && isNote) this.readText(`[${text}]`, around);
      else if (isDigits) this.readText([...text].map((digit) => (element.tagName === "SUP" ? "⁰¹²³⁴⁵⁶⁷⁸⁹" : "₀₁₂₃₄₅₆₇₈₉")[digit]).join(""), around);
      else this.readChildren(element, around);
    }

    readPicture(element, around) {
      const words = (element.getAttribute("alt") || "").trim();
      if (EMOJI.test(words) && words.length < 9) this.readText(words, around);
      else this.lost.pictures.push(words);
    }

    readPlayer(element, around) {
      const source = element.getAttribute("src") || element.getAttribute("data") || element.querySelector("[src]")?.getAttribute("src") || "";
      this.lost.players += 1;
      if (!/^https?:/i.test(source)) return;
      this.endLine(true);
      this.readText(element.getAttribute("title") || source, { ...around, link: { url: source } });
      this.endLine(true);
    }

    readBreak(around) {
      if (this.between === null) this.add("\n", around);
    }

    readText(data, around) {
      const text = data.replace(/[ \t\n\f\r]+/g, " ");
      if (!text.trim() && this.between) return;
      if (this.between === "cell") this.add(" | ", { ...around, link: null, bold: false, italic: false });
      else if (this.between === "break") this.startLine(around);
      this.between = null;
      this.add(text, around);
    }

    endLine(isSure) {
      if (this.between !== "cell" || isSure) this.between = "break";
    }

    startLine(around) {
      this.between = null;
      const { item, heading } = around;
      if (item?.line && item.line === this.line) {
        this.add("\n", around);
        return;
      }
      this.line = { type: item ? item.type : "unstyled", depth: item ? item.depth : 0, heading: heading || 0, runs: [] };
      this.lines.push(this.line);
      if (item) item.line = this.line;
      if (around.row && !around.row.line) around.row.line = this.line;
    }

    add(text, { bold, italic, link }) {
      const before = this.line.runs.at(-1)?.text ?? "\n";
      const words = /[ \n]$/.test(before) ? text.replace(/^ +/, "") : text;
      if (words) this.line.runs.push({ text: words, bold, italic, link });
    }
  }

  const NOTHING = { bold: false, italic: false, link: null, lists: [], item: null, row: null, heading: 0 };

  /* Bold and italic by tag or style; Google Docs wraps all in a <b> that is not bold. */
  const styled = (element, name, style, around) => {
    const weight = style.match(/font-weight:\s*(\w+)/i)?.[1];
    const slant = style.match(/font-style:\s*(\w+)/i)?.[1];
    return {
      ...around,
      bold: weight ? /^(bold|bolder|[6-9]00)$/i.test(weight) : around.bold || name === "B" || name === "STRONG",
      italic: slant ? /^(italic|oblique)$/i.test(slant) : around.italic || name === "I" || name === "EM",
      link: name === "A" ? linkOf(element) : around.link,
    };
  };

  const linkOf = (element) => {
    const url = (element.getAttribute("href") || "").trim();
    return /^(https?:|mailto:|tel:)/i.test(url) ? { url } : null;
  };

  /* Word writes a list as paragraphs, each with its sign: 1. or a) is a number, all else a bullet. */
  const wordListType = (element) => {
    const sign = [...element.querySelectorAll("[style]")].find((part) => /mso-list:\s*Ignore/i.test(part.getAttribute("style")));
    return /^\s*\(?(\d+|[a-z]|[ivx]+)[.)]/i.test(sign?.textContent || "") ? "ordered-list-item" : "unordered-list-item";
  };

  const readHtml = (html) => {
    const reader = new Reader();
    reader.readChildren(new DOMParser().parseFromString(html, "text/html").body, NOTHING);
    return reader;
  };

  /* Text without markup: a line is a line, a tab the border of a cell. */
  const readPlain = (text) => {
    const reader = new Reader();
    for (const line of text.split(/\r\n?|\n/)) {
      const item = BULLET.test(line) ? { line: null, type: "unordered-list-item", depth: 0 } : null;
      const words = line.replace(BULLET, "").split("\t").filter((cell) => cell.trim()).join(" | ");
      if (line.trim().includes("\t") && !item) reader.lost.tables = 1;
      reader.endLine(true);
      reader.readText(words, { ...NOTHING, item });
    }
    return reader;
  };

  /* What was copied in an editor of ours, in its own words. */
  const fragmentIn = (html) => {
    const carrier = new DOMParser().parseFromString(html, "text/html").querySelector("[data-draftjs-conductor-fragment]");
    try {
      return carrier && JSON.parse(carrier.getAttribute("data-draftjs-conductor-fragment"));
    } catch {
      return null;
    }
  };

  /* Addresses in the words become links, as Draftail makes them. */
  const linked = (runs) =>
    runs.flatMap((run) => {
      if (run.link) return [run];
      const parts = [];
      let end = 0;
      for (const match of run.text.matchAll(ADDRESS)) {
        const address = match[0].replace(/[.,;:!?)\]'’”»]+$/, "");
        parts.push({ ...run, text: run.text.slice(end, match.index) });
        parts.push({ ...run, text: address, link: { url: address.includes("://") ? address : `mailto:${address}` } });
        end = match.index + address.length;
      }
      return [...parts, { ...run, text: run.text.slice(end) }].filter((part) => part.text);
    });

  window.streekwijzerReading = { readHtml, readPlain, fragmentIn, linked };
})();
