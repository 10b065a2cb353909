/* Undoing a paste that made more than words in its field: blocks of a body, or rows of footnotes. By Ctrl+Z in the field or
   by the button of the message, until somebody does something elsewhere in the form: that would be lost with it. */
(() => {
  const BUTTON = "[data-paste-undo]";
  let last = null;
  const contentOf = (editor) => editor.getEditorState().getCurrentContent();

  /* `undo` takes away what was made; `hasWords`: the field has new words too, which its own undo takes away. */
  const remember = (paste) => {
    forget();
    last = paste;
    paste.note.querySelector(BUTTON).hidden = false;
    setTimeout(() => Object.assign(paste, { content: contentOf(paste.editor) })); // when the editor has its new words
  };

  const forget = () => {
    last?.note.querySelector(BUTTON)?.remove();
    last = null;
  };

  const undo = () => {
    last.undo();
    last.note.remove();
    last = null;
  };

  const onKey = (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
    if (!isUndo || contentOf(last.editor) !== last.content) return;
    if (!last.hasWords) event.preventDefault();
    if (!last.hasWords) event.stopImmediatePropagation();
    undo();
  };

  const onButton = () => {
    const { editor, hasWords, content, wrapper } = last;
    const isSame = contentOf(editor) === content;
    undo();
    if (!wrapper.isConnected) return;
    if (hasWords && isSame) editor.onChange(window.DraftJS.EditorState.undo(editor.getEditorState()));
    editor.focus();
  };

  const onEvent = (event) => {
    if (!last || !event.isTrusted) return;
    if (event.type === "click" && event.target.closest?.(BUTTON)) onButton();
    else if (last.note.contains(event.target) || event.key === "Tab") return;
    else if (!last.wrapper.contains(event.target)) forget();
    else if (event.type === "keydown") onKey(event);
  };

  for (const name of ["keydown", "click", "paste", "drop"]) document.addEventListener(name, onEvent, true);

  window.streekwijzerUndo = { remember, forget };
})();
