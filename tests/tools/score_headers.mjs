// Scores responses as the Mozilla HTTP Observatory does, by its own scanner on a server that repeats them. In:
// {"key": …, "certificate": …, "responses": {"/path": {"headers": {…}, "body": …}, …}}; out: the result by path. It
// scores no error page, so each response is given as a 200. NODE_EXTRA_CA_CERTS has to name the certificate.
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { text } from "node:stream/consumers";

// The package downloads this list when it is installed with its scripts. A server on this machine is not in it.
const preloaded = new URL("node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json", import.meta.url);
if (!existsSync(preloaded)) writeFileSync(preloaded, "{}");
const { scan } = await import("@mdn/mdn-http-observatory/src/scanner/index.js");

const { key, certificate, responses } = JSON.parse(await text(process.stdin));
const server = createServer({ key, cert: certificate }, (request, response) => {
  const { headers, body } = responses[request.url] ?? { headers: {}, body: "" };
  response.writeHead(200, headers);
  response.end(body);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const results = {};
for (const path of Object.keys(responses)) {
  const { scan: result, tests } = await scan(`127.0.0.1:${server.address().port}${path}`);
  const lost = Object.values(tests).filter((test) => test.scoreModifier < 0).map((test) => test.result);
  results[path] = { score: result.score, lost };
}
server.close();
server.closeAllConnections();
console.log(JSON.stringify(results));
