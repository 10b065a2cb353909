/* Beside a picture's focal area: how the site cuts the picture, at once when the area is drawn. As Wagtail's "fill" does:
   the largest cut of this shape, placed as the middle of the area is, and moved to hold the whole area. */
(() => {
  const previews = [...document.querySelectorAll("[data-crop]")];
  if (!previews.length) return;
  const NAMES = ["x", "y", "width", "height"];
  const inputs = Object.fromEntries(NAMES.map((name) => [name, document.querySelector(`input.focal_point_${name}`)]));
  if (Object.values(inputs).some((input) => !input)) return;

  /* Where the cut begins on one axis, in percent of the room that it has. */
  const place = (length, cut, middle, area) => {
    const room = length - cut;
    if (room <= 0.5) return 50;
    let start = (middle / length) * room;
    if (start > middle - area / 2) start = middle - area / 2;
    if (start + cut < middle + area / 2) start = middle + area / 2 - cut;
    return (100 * Math.min(Math.max(start, 0), room)) / room;
  };

  const show = () => {
    const focal = Object.fromEntries(NAMES.map((name) => [name, parseFloat(inputs[name].value)]));
    const hasArea = Object.values(focal).every(Number.isFinite);
    for (const picture of previews) {
      const { originalWidth, originalHeight, crop } = picture.dataset;
      const [width, height, ratio] = [originalWidth, originalHeight, crop].map(Number);
      const cutWidth = Math.min(width, height * ratio);
      const across = hasArea ? place(width, cutWidth, focal.x, focal.width) : 50;
      const down = hasArea ? place(height, cutWidth / ratio, focal.y, focal.height) : 50;
      picture.style.objectPosition = `${across.toFixed(2)}% ${down.toFixed(2)}%`;
    }
  };

  /* Wagtail's script sets the values of hidden fields, which sends no event but changes their attribute. */
  const observer = new MutationObserver(show);
  Object.values(inputs).forEach((input) => observer.observe(input, { attributes: true, attributeFilter: ["value"] }));
  show();
})();
