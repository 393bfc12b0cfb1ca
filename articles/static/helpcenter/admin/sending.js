// How the forms of the desk are sent: as whoever is signed in now.

const fields = document.getElementsByName("csrfmiddlewaretoken");

// Somebody who signed in again in another window has a new token there.
export function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : fields[0]?.value;
}

function renew() {
  for (const field of fields) field.value = token();
}

addEventListener("focus", renew);
addEventListener("pageshow", renew);
addEventListener("submit", renew, true); // before the form's own listeners
