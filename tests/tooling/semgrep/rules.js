// ruleid: html-from-text
list.innerHTML = text;
// ruleid: html-from-text
list.insertAdjacentHTML("beforeend", text);
// ok: html-from-text
list.textContent = text;
