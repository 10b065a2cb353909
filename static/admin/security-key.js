/* Ties a button to the browser's question for a security key, and says so on the page when that fails. */
(() => {
  const button = document.querySelector("[data-webauthn]");
  const { webauthn, credential, passwordless } = button.dataset;

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.getElementById("key_error").hidden = false;
  });

  // The names under which each function of django-allauth looks for its button.
  const ids = { add: button.id, authenticate: button.id, login: button.id, credential };
  if (document.getElementById("js_data")) ids.data = "js_data";
  if (passwordless) ids.passwordless = passwordless;
  window.allauth.webauthn.forms[webauthn]({ ids });
})();
