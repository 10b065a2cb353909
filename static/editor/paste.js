/* Pasting in a rich text field. Draftail hands whatever holds an address to its maker of links, which drops what the field
   does not offer with its words, and stores a picture that nobody can open again. So this comes first: it reads what was
   copied (reading.js), fits it to the field, gives Draftail that, and says under the field what could not be kept. */
(() => {
  const { readHtml, readPlain, fragmentIn, linked } = window.streekwijzerReading;
  const MESSAGES = JSON.parse(document.getElementById("paste-messages").textContent);
  const HEADINGS = ["header-one", "header-two", "header-three", "header-four", "header-five", "header-six"];
  const ours = new WeakSet();
  const key = () => Math.random().toString(36).slice(2, 7).padEnd(5, "a");

  /* What the editor offers, by the names of Draft.js. */
  const offeredBy = ({ blockTypes = [], inlineStyles = [], entityTypes = [] }) =>
    new Set([...blockTypes, ...inlineStyles, ...entityTypes].map(({ type }) => type));

  /* The lines as Draft.js' raw content, in what the editor offers. */
  const contentOf = (reader, offered) => {
    const entityMap = {};
    const blocks = reader.lines.map((line) => {
      const block = { key: key(), type: "unstyled", depth: 0, text: "", inlineStyleRanges: [], entityRanges: [], data: {} };
      const heading = HEADINGS[line.heading - 1];
      if (heading && offered.has(heading)) block.type = heading;
      else if (heading) reader.lost.headings += 1;
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

  const messagesFor = ({ pictures, headings, tables, players }) => {
    const counted = (name, count) => (count ? [MESSAGES[name][count === 1 ? 0 : 1].replace("{count}", count)] : []);
    const names = pictures.filter(Boolean).slice(0, 5).map((name) => `“${name.slice(0, 80)}”`);
    const named = names.length ? ` (${names.join(", ")})` : "";
    return [
      ...counted("pictures", pictures.length).map((message) => message + named),
      ...counted("headings", headings),
      ...counted("tables", tables),
      ...counted("players", players),
    ];
  };

  const say = (wrapper, messages) => {
    wrapper.parentNode.querySelector("[data-paste-message]")?.remove();
    if (!messages.length) return;
    const note = document.getElementById("paste-message").content.firstElementChild.cloneNode(true);
    note.querySelector("[data-paste-words]").append(
      ...messages.map((message) => Object.assign(document.createElement("p"), { textContent: message })),
    );
    wrapper.after(note);
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

  const paste = (event, wrapper, editor) => {
    const clipboard = event.clipboardData;
    const html = clipboard.getData("text/html");
    if (!html && isOneAddress(clipboard.getData("text/plain"))) return; // becomes a link, or links what is selected
    const offered = offeredBy(editor.props);
    const copied = html && fragmentIn(html);
    const headings = copied?.blocks?.filter((block) => isLostHeading(block, offered)).length;
    const reader = copied?.blocks ? { lines: copied.blocks, lost: { pictures: [], headings } } : read(clipboard);
    const content = copied?.blocks ? fitted(copied, offered) : contentOf(reader, offered);
    event.preventDefault();
    event.stopImmediatePropagation();
    if (content.blocks.length) give(event.target, content);
    say(wrapper, messagesFor(reader.lost));
  };

  document.addEventListener(
    "paste",
    (event) => {
      const wrapper = event.target.closest?.("[data-draftail-editor-wrapper]");
      if (!wrapper || !event.clipboardData || ours.has(event)) return;
      const editor = [...wrapper.parentNode.children].find((field) => field.draftailEditor)?.draftailEditor;
      if (editor && !editor.props.readOnly) paste(event, wrapper, editor);
    },
    true,
  );
})();
