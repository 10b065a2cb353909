// Shows what the API of a Streekwijzer tells. Its address is ?api=…, else the one below.
// ?practice=<id> shows one practice, ?draft=<token> a draft that an editor shares, nothing the list.

const parameters = new URLSearchParams(location.search);
const api = parameters.get("api") ?? "http://127.0.0.1:8000";
const main = document.querySelector("main");

async function fetched(path) {
  const answer = await fetch(`${api}/api/v1/${path}`);
  const data = await answer.json();
  if (!answer.ok) throw new Error(data.detail);
  return data;
}

// An element with texts and elements in it. Texts stay texts: nothing in them becomes HTML.
function element(name, attributes, ...content) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...content.filter(Boolean));
  return made;
}

// Running text comes as HTML that Streekwijzer has cleaned.
function story(html) {
  return element("div", { innerHTML: html ?? "" });
}

function address(values) {
  const query = new URLSearchParams(values);
  if (parameters.has("api")) query.set("api", api);
  return `?${query}`;
}

function picture(image) {
  if (!image) return null;
  const sizes = image.renditions.map((size) => `${size.url} ${size.width}w`);
  const smallest = image.renditions[0];
  return element("img", { src: smallest.url, srcset: sizes.join(", "), sizes: "42rem", alt: image.alt });
}

function list(results) {
  const items = results.items.map((practice) =>
    element(
      "li",
      {},
      element("a", { href: address({ practice: practice.id }) }, practice.title),
      element("br"),
      [...practice.owner_names, practice.status?.label].filter(Boolean).join(" · "),
    ),
  );
  return [element("h1", {}, "Goede praktijken"), element("p", {}, `${results.total} praktijken`), element("ul", {}, ...items)];
}

function page(data) {
  const until = data.preview_until && new Date(data.preview_until).toLocaleString("nl-BE");
  return [
    until && element("p", { role: "note" }, `Concept, te zien tot ${until}.`),
    element("h1", {}, data.title),
    element("p", {}, data.summary),
    picture(data.image),
    ...[data.problem, data.approach?.html, data.body?.html, data.results].filter(Boolean).map(story),
    element("p", {}, element("a", { href: address({}) }, "Alle praktijken")),
  ].filter(Boolean);
}

async function show() {
  if (parameters.has("draft")) return page(await fetched(`preview/${parameters.get("draft")}`));
  if (parameters.has("practice")) return page(await fetched(`practices/${parameters.get("practice")}`));
  return list(await fetched("practices?sort=newest&fields=title,owner_names,status"));
}

try {
  main.replaceChildren(...(await show()));
} catch (problem) {
  main.replaceChildren(element("h1", {}, "Dat lukte niet"), element("p", {}, problem.message));
}
document.title = main.querySelector("h1").textContent;
