/* Draftail writes what is typed into the form a quarter of a second later. Whoever saves or publishes within that moment
   would lose the last words, so the form waits that long. */
(() => {
  const WRITTEN_AFTER = 400; // milliseconds; Draftail's own is 250
  let typedAt = -Infinity;

  for (const kind of ["beforeinput", "keydown", "paste", "cut", "drop"]) {
    const note = ({ target }) => {
      if (target.closest?.(".Draftail-Editor")) typedAt = performance.now();
    };
    document.addEventListener(kind, note, true);
  }

  document.addEventListener(
    "submit",
    (event) => {
      const wait = typedAt + WRITTEN_AFTER - performance.now();
      if (wait <= 0) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { target: form, submitter } = event;
      setTimeout(() => {
        // Wagtail disables a button that is pressed; a disabled one would not say which it was.
        if (submitter) submitter.disabled = false;
        form.requestSubmit(submitter);
      }, wait);
    },
    true,
  );
})();
