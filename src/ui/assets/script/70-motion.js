// What was just done goes by itself, later where it can be undone, and never under the hand that is on it.
const toast = document.querySelector('.toast');
const READ_MS = 8000;
const UNDO_MS = 20000;
if (toast && matchMedia('(scripting: enabled)').matches) {
  const words = toast.firstElementChild;
  // Whoever listens hears what comes into a page, not what was in it.
  requestAnimationFrame(() => words.replaceChildren(...words.childNodes));
  const gone = () => {
    // The keyboard goes on where the page begins.
    const main = toast.contains(document.activeElement) && document.getElementById('content');
    toast.remove();
    if (!main) return;
    main.tabIndex = -1;
    main.focus({ preventScroll: true });
  };
  addEventListener('keydown', ({ key, defaultPrevented }) => {
    if (key === 'Escape' && !defaultPrevented && !document.querySelector('dialog[open]')) gone();
  });
  const wait = (time) =>
    setTimeout(() => (toast.matches(':hover, :focus-within') ? wait(READ_MS) : gone()), time);
  toast.querySelector('.close').addEventListener('click', gone);
  wait(toast.querySelector('form') ? UNDO_MS : READ_MS);
}
// Nothing is sent by a second press; after no answer, or on the way back, it can be.
const NO_ANSWER_MS = 15000;
const sent = new Map();
addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || form.method !== 'post') return;
  if (sent.has(form)) return event.preventDefault();
  sent.set(form, submitter);
  submitter?.setAttribute('aria-busy', 'true');
  setTimeout(again, NO_ANSWER_MS);
});
function again() {
  for (const button of sent.values()) button?.removeAttribute('aria-busy');
  sent.clear();
}
addEventListener('pageshow', again);
