/* The bar under a list offers only what may be done with everything that is ticked. */
(() => {
  const ACTION = /\/bulk\/[^/]+\/[^/]+\/([^/]+)\//;

  const update = () => {
    const ticked = [...document.querySelectorAll("[data-bulk-action-checkbox]:checked")];
    const rights = ticked.map((box) => new Set((box.dataset.bulkMay || "").split(" ")));
    document.querySelectorAll("[data-bulk-action-button]").forEach((button) => {
      const action = (button.getAttribute("href") || "").match(ACTION)?.[1];
      (button.closest("li") || button).classList.toggle("w-hidden", !rights.every((may) => may.has(action)));
    });
  };

  // Capturing: Wagtail's own change events, of “select all”, don't bubble. After Wagtail, which ticks the other boxes.
  document.addEventListener("change", () => setTimeout(update), true);
  document.addEventListener("w-dropdown:shown", update);
})();
