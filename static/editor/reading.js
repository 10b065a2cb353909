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
  const NOT_TEXT = /mso-list:\s*Ignore|mso-element:\s*comment|mso-comment-reference/i; // bullets and remarks of Word
  const NOTE = /^<a\s[^>]*href="[^"]*#[^>]*>\s*\d+\s*<\/a>$/i; // the number before a note, as LibreOffice writes it
  const EMOJI = /^\p{Extended_Pictographic}/u;
  const RAISED = { SUP: "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", SUB: "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₙ" };
  const RAISABLE = "0123456789+-−=()n";
  const ORDINAL = /^(?:e|de|ste|st|nd|rd|th|er|ère|ième)$/i; // 1e is read the same on the line

  /* Words that somebody deleted while Word tracked the changes. */
  const isDeleted = (element, name) => name === "DEL" && (element.hasAttribute("datetime") || element.hasAttribute("cite"));

  /* The cells of a table of data, as `{ caption, rows }`: each row as long, and a name above each column. Null for a table
     that is there for its looks, or has something in it that a cell of ours can't hold. */
  const dataIn = (table) => {
    if (table.querySelector("table, img, [colspan]:not([colspan='1']), [rowspan]:not([rowspan='1'])")) return null;
    if (![...table.querySelectorAll("a[href]")].every(isItsOwnWords)) return null;
    const rows = [...table.rows].map(({ cells }) => [...cells].map((cell) => plainWords(cell)));
    const width = rows[0]?.length ?? 0;
    const isData = rows.length > 1 && width > 1 && rows[0].every(Boolean) && rows.every((row) => row.length === width);
    return isData ? { caption: table.caption ? plainWords(table.caption) : "", rows } : null;
  };

  const isItsOwnWords = (link) => link.getAttribute("href").replace(/^mailto:/, "") === wordsIn(link);
  const wordsIn = (element) => element.textContent.replace(/\s+/g, " ").trim();

  /* What a place without links and lines holds of an element: its words, with an address behind those of a link. */
  const plainWords = (element, lost) => {
    const reader = new Reader();
    if (lost) reader.lost = lost;
    reader.readChildren(element, NOTHING);
    const line = ({ runs }) => runs.map((run, index) => run.text + addressBehind(run, runs[index + 1], runs)).join("");
    return reader.lines.map(line).join(" ").replace(/\s+/g, " ").trim();
  };

  const addressBehind = ({ link }, next, runs) => {
    if (!link || next?.link === link) return "";
    const words = runs.filter((run) => run.link === link).map(({ text }) => text);
    const address = link.url.replace(/^(?:mailto|tel):/i, "");
    return words.join("").includes(address) ? "" : ` (${address})`;
  };

  class Reader {
    constructor() {
      this.lines = [];
      this.line = null;
      this.between = "break"; // what comes before the next words: a break, a cell, or nothing
      this.lost = { pictures: [], struck: [], headings: 0, tables: 0, players: 0, raised: 0, underlined: 0, footnotes: 0, wordless: 0 };
      this.notes = []; // footnotes that become rows of the page: number and words
      this.rowsOfOther = 0; // of tables that are no data
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
      if (UNSEEN.has(name) || NOT_TEXT.test(style)) return;
      if (name === "BR") this.readBreak(around);
      else if (name === "IMG" || name === "V:IMAGEDATA") this.readPicture(element, around);
      else if (PLAYERS.has(name)) this.readPlayer(element, around);
      else if (name === "TD" || name === "TH") this.readCell(element, around);
      else if (name === "A" && NOTE.test(element.outerHTML)) this.readText(`[${element.textContent.trim()}] `, around);
      else if (raisedBy(name, style)) this.readRaised(element, raisedBy(name, style), around);
      else if (BREAKING.has(name)) this.readBlock(element, name, style, around);
      else this.readChildren(element, styled(element, name, style, around));
    }

    readBlock(element, name, style, around) {
      const inside = { ...styled(element, name, style, around) };
      if (name === "TR") inside.row = { line: null };
      if (name === "TABLE") inside.table = dataIn(element);
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
      if (isNext && !around.table) this.rowsOfOther += 1;
      if (isNext) this.lost.tables = 1;
      this.readChildren(element, around);
    }

    /* m² and CO₂ as they are read; the number of a note between square brackets, as our notes have it. */
    readRaised(element, sign, around) {
      const text = element.textContent.trim();
      const isNote = element.closest("a[href*='#']") || element.querySelector("a[href*='#'], [class*=ootnote]");
      const raised = [...text].map((character) => RAISED[sign][RAISABLE.indexOf(character)]);
      if (/^\d+$/.test(text) && isNote) this.readText(`[${text}]`, around);
      else if (raised.every(Boolean)) this.readText(raised.join(""), around);
      else {
        if (!ORDINAL.test(text) && !/^\[\d+\]$/.test(text)) this.lost.raised += 1;
        this.readChildren(element, around);
      }
    }

    /* The footnotes of a text that is read next: rows of the page, else they stay in the text. */
    readFootnotes(root) {
      const { footnotesIn, numberNotes, nextNumber, takesRows } = window.streekwijzerFootnotes;
      const first = nextNumber();
      const count = footnotesIn(root).length;
      const areRows = count > 0 && takesRows(count, first);
      const notes = numberNotes(root, first, !areRows);
      this.lost.wordless = notes.filter(({ note }) => !note).length;
      this.lost.footnotes = areRows ? 0 : count - this.lost.wordless;
      if (areRows) this.notes = notes.map(({ number, note }) => ({ number, words: note ? plainWords(note, this.lost) : "" }));
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
      if (around.struck && text.trim()) this.lost.struck.push(text.trim());
      if (around.underlined && text.trim()) this.lost.underlined = 1;
      this.add(text, around);
    }

    endLine(isSure) {
      if (this.between !== "cell" || isSure) this.between = "break";
    }

    startLine(around) {
      this.between = null;
      const { item, heading, table } = around;
      if (item?.line && item.line === this.line) {
        this.add("\n", around);
        return;
      }
      this.line = { type: item ? item.type : "unstyled", depth: item ? item.depth : 0, heading: heading || 0, table, runs: [] };
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

  const NOTHING = { bold: false, italic: false, struck: false, underlined: false, isLink: false, link: null, lists: [], item: null, row: null, heading: 0, table: null };

  const raisedBy = (name, style) => {
    if (name === "SUP" || name === "SUB") return name;
    return style.match(/(?<![\w-])vertical-align:\s*(sup|sub)(?:er)?\b/i)?.[1].toUpperCase();
  };

  /* Bold and italic by tag or style; Google Docs wraps all in a <b> that is not bold. */
  const styled = (element, name, style, around) => {
    const weight = style.match(/(?<![\w-])font-weight:\s*(\w+)/i)?.[1];
    const slant = style.match(/(?<![\w-])font-style:\s*(\w+)/i)?.[1];
    const line = style.match(/(?<![\w-])text-decoration(?:-line)?:([^;]*)/i)?.[1] ?? "";
    const isLink = around.isLink || name === "A";
    return {
      ...around,
      bold: weight ? /^(bold|bolder|[6-9]00)$/i.test(weight) : around.bold || name === "B" || name === "STRONG",
      italic: slant ? /^(italic|oblique)$/i.test(slant) : around.italic || name === "I" || name === "EM",
      struck: around.struck || name === "S" || name === "STRIKE" || name === "DEL" || line.includes("line-through"),
      underlined: !isLink && (around.underlined || name === "U" || line.includes("underline")),
      isLink,
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
    const { body } = new DOMParser().parseFromString(html, "text/html");
    for (const deleted of body.querySelectorAll("del")) if (isDeleted(deleted, "DEL")) deleted.remove();
    reader.readFootnotes(body);
    reader.readChildren(body, NOTHING);
    return reader;
  };

  /* A PDF gives each line of the paper: one that is long and goes on with a small letter is no end of a paragraph, and the
     hyphen there is not one of the word. */
  const WRAPPED = /(?<=[^\n\t]{45})(?:(?<=\p{L})[-\u00ad]|(?<=[\p{L}\p{N},)’'"])[ \t]?)\r?\n(?=\p{Ll})/gu;
  const unwrapped = (text) => text.replace(WRAPPED, (end) => (/^[-\u00ad]/.test(end) ? "" : " "));

  /* Text without markup: a line is a line, a tab the border of a cell. */
  const readPlain = (text) => {
    const reader = new Reader();
    for (const line of unwrapped(text).split(/\r\n?|\n/)) {
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
