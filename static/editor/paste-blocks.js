/* Pasting a longer text into the body of a page: its headings and tables become the blocks that they are, and the text
   between them blocks of text. Only where the cursor stands at the end of a block of text: what follows the cursor would
   else come before what was pasted. */
(() => {
  const TEXT_OF_BODY = /^(\w+)-\d+-value$/;
  const MOST = 100; // each block has an editor of its own: more at once would hold up the browser

  /* The body that this field is a block of, as `{ body, number, isEmpty }`; null for any other field or cursor, or if it has
     no room for so many parts. */
  const placeOf = (field, editor, count) => {
    const name = field.name.match(TEXT_OF_BODY)?.[1];
    const body = name && window.wagtail?.editHandler?.getPanelByName(name)?.getBoundWidget();
    const number = body?.children?.findIndex((block) => `${block.prefix}-value` === field.name) ?? -1;
    const kinds = body?.blockDef?.childBlockDefsByName ?? {};
    if (number < 0 || !kinds.heading || !kinds.paragraph || !kinds.table || !isAtEnd(editor.getEditorState())) return null;
    if (count > Math.min(MOST, (body.blockDef.meta.maxNum ?? Infinity) - body.children.length)) return null;
    return { body, number, isEmpty: !editor.getEditorState().getCurrentContent().getPlainText().trim() };
  };

  const isAtEnd = (state) => {
    const [selection, last] = [state.getSelection(), state.getCurrentContent().getLastBlock()];
    return selection.isCollapsed() && selection.getAnchorKey() === last.getKey() && selection.getAnchorOffset() === last.getLength();
  };

  /* The lines as parts: a heading, a table, or lines of text that follow each other. */
  const partsOf = (lines) => {
    const parts = [];
    for (const line of lines) {
      const last = parts.at(-1);
      if (line.heading) parts.push({ type: "heading", text: wordsOf(line) });
      else if (line.table && last?.table !== line.table) parts.push({ type: "table", table: line.table });
      else if (!line.table && last?.type === "paragraph") last.lines.push(line);
      else if (!line.table) parts.push({ type: "paragraph", lines: [line] });
    }
    return parts;
  };

  const wordsOf = (line) =>
    line.runs
      .map(({ text }) => text)
      .join("")
      .replace(/\s+/g, " ")
      .trim();

  const tableState = ({ caption, rows: [names, ...rows] }) => ({
    caption,
    columns: names.map((heading) => ({ type: "text", heading })),
    rows: rows.map((values) => ({ values })),
  });

  const stateOf = (part, contentOf) => {
    if (part.type === "heading") return part.text;
    return part.type === "table" ? tableState(part.table) : JSON.stringify(contentOf(part.lines));
  };

  /* Adds the parts to the body: `give` puts the first text in the field itself, if that is empty or it comes first. Gives
     whether it did, whether the field is gone, because it was empty and there was no text, and what takes all away again. */
  const addTo = ({ body, number, isEmpty }, parts, contentOf, give) => {
    const first = parts.findIndex(({ type }) => type === "paragraph");
    const isOwn = first === 0 || (isEmpty && first > 0);
    const before = isEmpty ? parts.slice(0, first < 0 ? parts.length : first) : [];
    const after = parts.slice(before.length + (isOwn ? 1 : 0));
    if (isOwn) give(contentOf(parts[first].lines));
    const insert = (part, index) => body.insert({ type: part.type, value: stateOf(part, contentOf), id: null }, index);
    const made = [
      ...before.map((part, index) => insert(part, number + index)),
      ...after.map((part, index) => insert(part, number + before.length + 1 + index)),
    ];
    const isGone = isEmpty && !isOwn;
    if (isGone) body.deleteBlock(number + before.length);
    return { hasWords: isOwn, isGone, undo: () => takeAway(body, made, isGone && number) };
  };

  const takeAway = (body, made, numberOfText) => {
    for (const block of made) if (body.children.includes(block)) body.deleteBlock(body.children.indexOf(block));
    if (numberOfText !== false) body.insert({ type: "paragraph", value: body.blockDef.initialChildStates.paragraph, id: null }, numberOfText);
  };

  /* Whether there is anything that is a block of its own. */
  const hasBlocks = (parts) => parts.some(({ type }) => type !== "paragraph");

  window.streekwijzerBlocks = { placeOf, partsOf, hasBlocks, addTo };
})();
