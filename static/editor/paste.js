/* Pasting in a rich text field. Draftail hands whatever holds an address to its maker of links, which drops what the field
   does not offer with its words, and stores a picture that nobody can open again. So this comes first: it reads what was
   copied (reading.js), fits it to the field, gives Draftail that, and says under the field what could not be kept. */
(() => {
  const { readHtml, readPlain, fragmentIn, linked } = window.streekwijzerReading;
  const { placeOf, partsOf, hasBlocks, addTo } = window.streekwijzerBlocks;
  const { addRows } = window.streekwijzerFootnotes;
  const { remember, forget } = window.streekwijzerUndo;
  const MESSAGES = JSON.parse(document.getElementById("paste-messages").textContent);
  const HEADINGS = ["header-one", "header-two", "header-three", "header-four", "header-five", "header-six"];
  const ours = new WeakSet();
  const key = () => Math.random().toString(36).slice(2, 7).padEnd(5, "a");

  /* What the editor offers, by the names of Draft.js. */
  const offeredBy = ({ blockTypes = [], inlineStyles = [], entityTypes = [] }) =>
    new Set([...blockTypes, ...inlineStyles, ...entityTypes].map(({ type }) => type));

  /* Its own level where the editor offers that, else the level that it does offer. */
  const headingFor = (level, offered) => {
    const own = HEADINGS[level - 1];
    return own && !offered.has(own) ? (HEADINGS.find((one) => offered.has(one)) ?? own) : own;
  };

  /* The lines as Draft.js' raw content, in what the editor offers; counts in `lost` the headings that it does not. */
  const contentOf = (lines, lost, offered) => {
    const entityMap = {};
    const blocks = lines.map((line) => {
      const block = { key: key(), type: "unstyled", depth: 0, text: "", inlineStyleRanges: [], entityRanges: [], data: {} };
      const heading = headingFor(line.heading, offered);
      if (heading && offered.has(heading)) block.type = heading;
      else if (heading) lost.headings += 1;
      if (offered.has(line.type)) Object.assign(block, { type: line.type, depth: Math.min(line.depth, 4) });
      for (const run of linked(line.runs)) {
        const range = { offset: block.text.length, length: run.text.length };
        const isBold = run.bold || (heading && block.type !== heading);
        if (isBold && offered.has("BOLD")) block.inlineStyleRanges.push({ ...range, style: "BOLD" });
        if (run.italic && offered.has("ITALIC")) block.inlineStyleRanges.push({ ...range, style: "ITALIC" });
        if (run.link && offered.has("LINK")) {
          const number = Object.keys(entityMap).length;
          entityMap[number] = { type: "LINK", mutability: "MUTABLE", data: run.link };
          block.entityRanges.push({ ...range, key: number });
        }
        block.text += run.text;
      }
      return block;
    });
    return { blocks, entityMap };
  };

  const isLostHeading = ({ type }, offered) => HEADINGS.includes(type) && !offered.has(type);

  const styled = (block, offered) => {
    const isBold = isLostHeading(block, offered) && offered.has("BOLD");
    const whole = { offset: 0, length: (block.text || "").length, style: "BOLD" };
    return [...(block.inlineStyleRanges || []), ...(isBold ? [whole] : [])];
  };

  /* What was copied in an editor like ours: a picture, list or heading that this field does not offer keeps its words. */
  const fitted = (content, offered) => {
    const entities = Object.entries(content.entityMap || {}).filter(([, entity]) => offered.has(entity?.type));
    const entityMap = Object.fromEntries(entities);
    const blocks = content.blocks.map((block) => ({
      ...block,
      key: key(),
      type: offered.has(block.type) ? block.type : "unstyled",
      inlineStyleRanges: styled(block, offered),
      entityRanges: (block.entityRanges || []).filter((range) => range.key in entityMap),
    }));
    return { blocks, entityMap };
  };

  const quoted = (words) => {
    const some = words.filter(Boolean).slice(0, 5);
    return some.length ? ` (${some.map((one) => `“${one.slice(0, 80)}”`).join(", ")})` : "";
  };

  const messagesFor = ({ pictures, struck, made, notes, ...lost }) => {
    const counted = (name, count) => (count ? [MESSAGES[name][count === 1 ? 0 : 1].replace("{count}", count)] : []);
    const madeOf = (kind) => made.filter(({ type }) => type === kind).length;
    return [
      ...counted("heading_blocks", madeOf("heading")),
      ...counted("table_blocks", madeOf("table")),
      ...counted("footnote_rows", notes.length),
      ...counted("pictures", pictures.length).map((message) => message + quoted(pictures)),
      ...counted("struck", struck.length).map((message) => message + quoted(struck)),
      ...["headings", "tables", "players", "footnotes", "wordless", "raised", "underlined"].flatMap((name) => counted(name, lost[name])),
    ];
  };

  /* Puts the messages under the element; gives the note that holds them, if there are any. */
  const say = (wrapper, messages) => {
    wrapper.parentNode.querySelector("[data-paste-message]")?.remove();
    if (!messages.length) return null;
    const note = document.getElementById("paste-message").content.firstElementChild.cloneNode(true);
    note.querySelector("[data-paste-words]").prepend(
      ...messages.map((message) => Object.assign(document.createElement("p"), { textContent: message })),
    );
    wrapper.after(note);
    return note;
  };

  const give = (target, content) => {
    const carrier = document.createElement("div");
    carrier.setAttribute("data-draftjs-conductor-fragment", JSON.stringify(content));
    const data = new DataTransfer();
    data.setData("text/html", carrier.outerHTML); // and no text beside it: Draftail would look for an address
    const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data });
    ours.add(event);
    target.dispatchEvent(event);
  };

  const isOneAddress = (text) => /^(?:https?|ftps?):\/\/\S+$|^\S+@\S+\.\S+$/i.test(text.trim());

  const read = (clipboard) => {
    const html = clipboard.getData("text/html");
    const text = clipboard.getData("text/plain");
    const reader = html ? readHtml(html) : readPlain(text);
    if (!reader.lines.length && text.trim()) return { ...readPlain(text), lost: reader.lost };
    const files = html || text ? [] : [...clipboard.files];
    reader.lost.pictures.push(...files.map((file) => file.name));
    return reader;
  };

  const NONE = { pictures: [], struck: [] };

  /* What was copied, as `{ lines, lost, notes }`; lines of an editor like ours are blocks already, with `isOwn`. */
  const readFor = (clipboard, offered) => {
    const html = clipboard.getData("text/html");
    const copied = html && fragmentIn(html);
    if (!copied?.blocks) return read(clipboard);
    const headings = copied.blocks.filter((block) => isLostHeading(block, offered)).length;
    return { lines: copied.blocks, lost: { ...NONE, headings }, notes: [], copied };
  };

  /* Puts what was read in the field, with its headings and tables as blocks of their own where the field is one of a body. */
  const put = (reader, { field, editor, offered, target }) => {
    const { lines, lost, copied } = reader;
    const parts = copied ? [] : partsOf(lines);
    const place = hasBlocks(parts) ? placeOf(field, editor, parts.length) : null;
    if (!place) {
      const content = copied ? fitted(copied, offered) : contentOf(lines, lost, offered);
      if (content.blocks.length) give(target, content);
      return { hasWords: content.blocks.length > 0, isGone: false, made: [], undo: () => {} };
    }
    lost.tables = Number(reader.rowsOfOther > 0);
    const added = addTo(place, parts, (some) => contentOf(some, lost, offered), (content) => give(target, content));
    return { ...added, made: parts };
  };

  const paste = (event, wrapper, editor, field) => {
    const clipboard = event.clipboardData;
    if (!clipboard.getData("text/html") && isOneAddress(clipboard.getData("text/plain"))) return; // becomes a link, or links what is selected
    event.preventDefault();
    event.stopImmediatePropagation();
    const offered = offeredBy(editor.props);
    const reader = readFor(clipboard, offered);
    const removeRows = addRows(reader.notes);
    const { hasWords, isGone, made, undo } = put(reader, { field, editor, offered, target: event.target });
    const below = isGone ? wrapper.closest("[data-contentpath]").parentNode.closest("[data-contentpath]") : wrapper;
    const note = say(below, messagesFor({ ...reader.lost, made, notes: reader.notes }));
    const undoAll = () => [undo, removeRows].forEach((step) => step());
    if (note && (made.length || reader.notes.length)) remember({ editor, wrapper, note, hasWords, undo: undoAll });
    else forget();
    if (!isGone) editor.focus(); // the rows of footnotes took it
  };

  document.addEventListener(
    "paste",
    (event) => {
      const wrapper = event.target.closest?.("[data-draftail-editor-wrapper]");
      if (!wrapper || !event.clipboardData || ours.has(event)) return;
      const field = [...wrapper.parentNode.children].find((one) => one.draftailEditor);
      if (field && !field.draftailEditor.props.readOnly) paste(event, wrapper, field.draftailEditor, field);
    },
    true,
  );
})();
