// Reads feeds as two libraries of other makers do. In: {"feed.atom": text, …}; out: what each found, by format.
import { readFileSync } from "node:fs";
import { extractFromJson, extractFromXml } from "@extractus/feed-extractor";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";

const feeds = JSON.parse(readFileSync(0, "utf-8"));
const atom = parseAtomFeed(feeds["feed.atom"]);
const rss = parseRssFeed(feeds["feed.rss"]);
const json = parseJsonFeed(JSON.parse(feeds["feed.json"]));
const extracted = (feed) => ({ title: feed.title, ids: feed.entries.map((entry) => entry.id), links: feed.entries.map((entry) => entry.link) });

console.log(
  JSON.stringify({
    "feed.atom": {
      feedsmith: { title: atom.title?.value ?? atom.title, ids: atom.entries.map((entry) => entry.id), raw: atom },
      extractor: extracted(extractFromXml(feeds["feed.atom"])),
    },
    "feed.rss": {
      feedsmith: { title: rss.title, ids: rss.items.map((item) => item.guid.value), raw: rss },
      extractor: extracted(extractFromXml(feeds["feed.rss"])),
    },
    "feed.json": {
      feedsmith: { title: json.title, ids: json.items.map((item) => item.id), raw: json },
      extractor: extracted(extractFromJson(JSON.parse(feeds["feed.json"]))),
    },
  }),
);
