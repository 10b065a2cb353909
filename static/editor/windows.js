/* The windows to choose from. Whoever types in a new one searches; where there is nothing to choose yet, it opens at
   making one; and the first field of a tab that is clicked is ready to type in. */
(() => {
  const CHOICE = "[data-multiple-choice-select], [data-chooser-modal-choice]";
  const FIELD = "input:not([type=hidden]), textarea, select";

  // Nobody who types already is taken elsewhere.
  const focusFirst = (panel) => {
    if (panel.contains(document.activeElement) && document.activeElement.matches(FIELD)) return;
    [...panel.querySelectorAll(FIELD)].find((field) => field.offsetParent)?.focus();
  };

  // Once the tab has shown its panel.
  const focusIn = (tab) => setTimeout(() => focusFirst(document.getElementById(tab.hash.slice(1))), 50);

  // When a window is open at last, Bootstrap takes the focus, also from who types in it already.
  document.addEventListener("focusin", ({ target, relatedTarget }) => {
    if (target.matches(".modal:not([data-is-open])") && target.contains(relatedTarget) && relatedTarget.matches(FIELD))
      relatedTarget.focus();
  });

  jQuery(document).on("shown.bs.modal", ".modal", ({ currentTarget: modal }) => {
    modal.dataset.isOpen = "";
    const search = modal.querySelector("#tab-search");
    const making = modal.querySelector("[role=tab]:not([href='#tab-search'])");
    if (!search) return;
    if (making && !search.querySelector(CHOICE)) {
      making.click();
      focusIn(making);
    } else focusFirst(search.querySelector("[data-chooser-modal-search]") ?? search);
  });

  document.addEventListener("click", ({ target, detail }) => {
    const tab = detail && target.closest?.(".modal [role=tab]");
    if (tab) focusIn(tab);
  });
})();
