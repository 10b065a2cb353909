// Asks a site as Plone's own client does. In: {"apiPath": …, "login": …, "password": …}; out: what each query found,
// first for anybody, then for who signed in.
import { readFileSync } from "node:fs";
import plone from "@plone/client";

const { apiPath, login, password, draft } = JSON.parse(readFileSync(0, "utf-8"));
const client = plone.initialize({ apiPath });
const any = "plone.app.querystring.operation.selection.any";
const news = [{ i: "portal_type", o: any, v: ["News Item"] }];

const queries = {
  root: () => client.getContentQuery({ path: "/" }),
  nested: () => client.getContentQuery({ path: "/nieuws", expand: ["breadcrumbs", "navigation"], fullObjects: true }),
  draft: () => client.getContentQuery({ path: draft }),
  search: () => client.getSearchQuery({ query: { portal_type: ["News Item", "Practice"], sort_on: "sortable_title", b_size: 3, metadata_fields: ["UID"] } }),
  searchBelow: () => client.getSearchQuery({ query: { path: { query: "/nieuws", depth: 1 } } }),
  searchWords: () => client.getSearchQuery({ query: { SearchableText: "wonen" } }),
  searchDraft: () => client.getSearchQuery({ query: { review_state: "private" } }),
  querystringSearch: () => client.getQuerystringSearchQuery({ query: news }),
  querystring: () => client.getQueryStringQuery(),
  navigation: () => client.getNavigationQuery({ path: "/", depth: 2 }),
  contextNavigation: () => client.getContextNavigationQuery({ path: "/nieuws" }),
  breadcrumbs: () => client.getBreadcrumbsQuery({ path: "/nieuws" }),
  navroot: () => client.getNavrootQuery({ path: "/nieuws" }),
  site: () => client.getSiteQuery(),
  actions: () => client.getActionsQuery({ path: "/nieuws" }),
  types: () => client.getTypesQuery(),
  type: () => client.getTypeQuery({ contentPath: "Document" }),
  typeField: () => client.getTypeFieldQuery({ contentFieldPath: "Document/title" }),
  vocabularies: () => client.getVocabulariesListQuery(),
  vocabulary: () => client.getVocabulariesQuery({ path: "streekwijzer.Themes", title: "o" }),
  history: () => client.getHistoryQuery({ path: "/nieuws" }),
  workflow: () => client.getWorkflowQuery({ path: "/nieuws" }),
  translations: () => client.getTranslationQuery({ path: "/nieuws" }),
};

async function askAll() {
  const found = {};
  for (const [name, query] of Object.entries(queries)) {
    try {
      found[name] = { data: await query().queryFn() };
    } catch (error) {
      found[name] = { error: error.response?.status ?? error.status ?? String(error) };
    }
  }
  return found;
}

const anonymous = await askAll();
const posted = await client.postQuerystringSearchMutation().mutationFn({
  data: { query: news, sort_on: "effective", b_size: "2" },
});
const token = await client.login({ username: login, password });
const signedIn = await askAll();
console.log(JSON.stringify({ anonymous, signedIn, posted, token }));
