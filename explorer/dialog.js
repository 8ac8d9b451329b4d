import { signIn, takeToken } from "./session.js";

/** @typedef {{ emails: string[], password: string }} SamplePeople */

/** @template {Element} T @param {string} selector @returns {T} */
export function find(selector) {
  return /** @type {T} */ (document.querySelector(selector));
}

/** @type {HTMLDialogElement} */
const dialog = find("#sign-in-dialog");
/** @type {HTMLFormElement} */
const passwordForm = find("#password-form");
/** @type {HTMLFormElement} */
const tokenForm = find("#token-form");

/** @param {string} [fault] why it is asked for */
export function openSignIn(fault) {
  showFault(fault ?? null);
  if (!dialog.open) dialog.showModal();
}

/**
 * @param {SamplePeople | null} samplePeople whose addresses are offered
 * @param {() => void} onToken called once there is a token
 */
export function prepareSignIn(samplePeople, onToken) {
  passwordForm.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = new FormData(passwordForm);
    const fault = await signIn(String(form.get("email")), String(form.get("password")));
    if (fault !== null) return showFault(fault);
    dialog.close();
    onToken();
  });
  tokenForm.addEventListener("submit", (event) => {
    event.preventDefault();
    takeToken(String(new FormData(tokenForm).get("token")));
    tokenForm.reset();
    dialog.close();
    onToken();
  });
  find("#stay-out").addEventListener("click", () => dialog.close());
  if (samplePeople) offer(samplePeople);
}

/** @param {SamplePeople} samplePeople */
function offer({ emails, password }) {
  const place = find("#sample-people");
  place.removeAttribute("hidden");
  fill("password", password);
  for (const email of emails) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = email;
    button.addEventListener("click", () => {
      fill("email", email);
      fill("password", password);
      passwordForm.requestSubmit();
    });
    place.append(button);
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
function fill(name, value) {
  const input = /** @type {HTMLInputElement} */ (passwordForm.elements.namedItem(name));
  input.value = value;
}

/** @param {string | null} fault */
function showFault(fault) {
  const place = find("#sign-in-fault");
  place.textContent = fault;
  place.toggleAttribute("hidden", fault === null);
}
