// An identity provider (OpenID Connect) for the tests, by panva's oidc-provider.
// node identify.mjs PORT CALLBACK PEOPLE: PEOPLE is JSON, from the name to sign in with to the claims about that person.
import { Provider } from "oidc-provider";

const [port, callback, people] = process.argv.slice(2);
const claims = JSON.parse(people);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "streekwijzer",
      client_secret: "een geheim van de proef",
      redirect_uris: [callback],
      token_endpoint_auth_method: "client_secret_post",
    },
  ],
  claims: {
    openid: ["sub"],
    profile: ["given_name", "family_name", "groups"],
    email: ["email", "email_verified"],
  },
  findAccount: (_context, name) =>
    claims[name] && { accountId: name, claims: () => ({ sub: name, ...claims[name] }) },
  cookies: { keys: ["for the tests alone"] },
  pkce: { required: () => true },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
