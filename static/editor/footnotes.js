/* Footnotes in what was copied. Word, Outlook, Google Docs and LibreOffice all write them as two links that lead to each
   other: a number in the text, and the same number before the words of the note. Here such a number becomes [1], as our
   texts refer to a footnote, and the words become rows of the page, if it has footnotes. */
(() => {
  const NUMBER = /^\s*\[?\s*(?:\d{1,3}|[ivxlc]+|[a-z]|[*†‡§]+)\s*\]?\s*$/i;
  const KNOWN = /^(?:_ftn|_edn|ftnt|sdfootnote|sdendnote)\d+(?:sym)?$/i; // also without its note, if that was not copied
  const MARKER = /\[(\d{1,2})\]/g;
  const HIGHEST = 99; // of two digits, as a marker has
  const DELETED = "[aria-hidden='true'], .deleted"; // blocks and rows, which stay in the form until it is saved
  const PANEL = "id_footnotes";

  const fragmentOf = (link) => (link.getAttribute("href") || "").split("#")[1] ?? "";
  const namesOf = (element) => [element.id, element.getAttribute("name")].filter(Boolean);
  const blockOf = (element) => element.closest("p, li, dd, td, div") ?? element;
  const wordsIn = (element) => element.textContent.trim();

  /* The references and their notes, as `{ links, target, note }`; `note` is null where only the number was copied. */
  const footnotesIn = (root) => {
    const named = new Map([...root.querySelectorAll("[id], [name]")].flatMap((element) => namesOf(element).map((name) => [name, element])));
    const footnotes = new Map();
    for (const link of root.querySelectorAll("a[href*='#']")) {
      const fragment = fragmentOf(link);
      if (!NUMBER.test(wordsIn(link))) continue;
      if (footnotes.has(fragment)) footnotes.get(fragment).links.push(link);
      else if (named.has(fragment) ? leadsBack(named.get(fragment), link) : KNOWN.test(fragment))
        footnotes.set(fragment, { links: [link], target: named.get(fragment) ?? null });
    }
    const all = [...footnotes.values()];
    const targets = all.map(({ target }) => target).filter(Boolean);
    // So many become no rows, so how far each note goes does not matter; to compare all with all would take too long.
    const around = all.length > HIGHEST ? ({ target }) => blockOf(target) : (footnote) => noteAround(footnote, targets);
    for (const footnote of all) footnote.note = footnote.target && around(footnote);
    return all;
  };

  /* Whether the note has a link to the reference, which comes first. */
  const leadsBack = (target, link) => {
    if (!(link.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING)) return false;
    return backLinks(blockOf(target), link).length > 0;
  };

  const backLinks = (note, link) => {
    const names = [link, link.closest("sup")].filter(Boolean).flatMap(namesOf);
    return [...note.querySelectorAll("a[href*='#']")].filter((back) => names.includes(fragmentOf(back)));
  };

  /* All that the note says: the widest element that begins with its number, and holds no other note and no reference. */
  const noteAround = ({ target, links }, targets) => {
    let note = blockOf(target);
    const others = [...links, ...targets.filter((other) => other !== target)];
    for (let wider = note.parentElement; wider && wider.tagName !== "BODY"; wider = wider.parentElement) {
      if (others.some((other) => wider.contains(other)) || !wordsIn(wider).startsWith(wordsIn(target))) break;
      note = wider;
    }
    return note;
  };

  /* Writes the references as [number], from `first` on, and gives the notes with their numbers, in order. With `inPlace` a
     note stays where it stands, behind its number; else it is taken out of the root. */
  const numberNotes = (root, first, inPlace) =>
    footnotesIn(root).map(({ links, note }, index) => {
      const marker = `[${first + index}]`;
      if (note) {
        backLinks(note, links[0]).forEach((back) => (back.closest("sup") ?? back).remove());
        if (inPlace) (note.querySelector("p") ?? note).prepend(`${marker} `);
        else note.remove();
      }
      for (const link of links) outermost(link).replaceWith(marker);
      return { number: first + index, note };
    });

  /* What raises the number, and nothing else. */
  const outermost = (link) => {
    let element = link;
    while (/^(?:SUP|SPAN|A|FONT)$/.test(element.parentElement?.tagName) && wordsIn(element.parentElement) === wordsIn(link))
      element = element.parentElement;
    return element;
  };

  /* The number after all that the form has already: its rows, and what its texts refer to. */
  const nextNumber = () => {
    const rows = [...document.querySelectorAll(`#${PANEL}-FORMS > :not(.deleted) input[name$='-number']`)];
    const texts = [...document.querySelectorAll("[data-draftail-editor-wrapper]")].filter((text) => !text.closest(DELETED));
    const markers = texts.flatMap(({ textContent }) => [...textContent.matchAll(MARKER)].map(([, digits]) => Number(digits)));
    return Math.max(0, ...rows.map((input) => Number(input.value) || 0), ...markers) + 1;
  };

  const takesRows = (count, first) => Boolean(document.getElementById(`${PANEL}-ADD`)) && first + count - 1 <= HIGHEST;

  /* Adds a row to the page for each `{ number, words }`; gives what takes them away again. */
  const addRows = (notes) => {
    const prefixes = notes.map(({ number, words }) => {
      const prefix = `${PANEL}-${document.getElementById(`${PANEL}-TOTAL_FORMS`).value}`;
      document.getElementById(`${PANEL}-ADD`).click();
      fill(`${prefix}-number`, number);
      fill(`${prefix}-text`, words);
      return prefix;
    });
    return () => prefixes.forEach((prefix) => document.getElementById(`${prefix}-DELETE-button`)?.click());
  };

  const fill = (id, value) => {
    const input = document.getElementById(id);
    input.value = value;
    for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
  };

  window.streekwijzerFootnotes = { footnotesIn, numberNotes, nextNumber, takesRows, addRows };
})();
