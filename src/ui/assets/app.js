// The only script: copy buttons, places that have a model, "/" for the filter, the open page in sight, jobs as they go on. Every page works without it.
const here = document.querySelector('header nav [aria-current]');
if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 60;
for (const button of document.querySelectorAll('[data-copy]')) button.hidden = false;
document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('[data-copy]') : null;
  if (!button) return;
  const source = document.getElementById(button.getAttribute('data-copy'));
  copy(source).then((copied) => {
    button.dataset.name ??= button.textContent;
    button.textContent = button.getAttribute(copied ? 'data-copied' : 'data-by-hand');
    setTimeout(() => {
      button.textContent = button.dataset.name;
    }, 2500);
  });
});
// Browsers keep the clipboard from pages that are not served by HTTPS or this machine: then the text is marked.
async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    return true;
  } catch {
    getSelection().selectAllChildren(source);
    return false;
  }
}
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '')) return;
  const search = document.querySelector('input[type=search]');
  if (!search) return;
  event.preventDefault();
  search.focus();
});
// Of the places only those can be chosen that have the chosen model; one that was chosen and has it not is to be chosen anew.
const place = document.querySelector('select[data-place]');
function fitPlaces() {
  const regions = document.querySelector('input[data-regions]:checked')?.dataset.regions.split(' ');
  for (const one of place.options)
    one.disabled =
      regions !== undefined && one.dataset.region !== undefined && !regions.includes(one.dataset.region);
  if (place.selectedOptions[0]?.disabled) place.value = '';
}
if (place) {
  place.form.addEventListener('change', fitPlaces);
  fitPlaces();
}
// While a part of the page is alive and somebody looks, the page is asked for again, and what lives of it put in place.
const EACH_MS = 2500;
const MOST_MS = 60000;
let pause = EACH_MS;
let turn = 0;
function goOn() {
  clearTimeout(turn);
  if (!document.hidden && document.querySelector('[data-live=on]')) turn = setTimeout(refresh, pause);
}
async function refresh() {
  const text = await pageAgain();
  pause = text === null ? Math.min(2 * pause, MOST_MS) : EACH_MS;
  if (text !== null) {
    const page = new DOMParser().parseFromString(text, 'text/html');
    for (const part of document.querySelectorAll('[data-live]')) renew(part, page.getElementById(part.id));
  }
  goOn();
}
async function pageAgain() {
  try {
    const signal = AbortSignal.timeout(10000);
    const answer = await fetch(location.href, { signal, redirect: 'error', cache: 'no-cache' });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}
// Where somebody types or tabs, nothing is taken away; what was scrolled aside stays there.
function renew(part, fresh) {
  if (!fresh || part.contains(document.activeElement)) return;
  part.dataset.live = fresh.dataset.live;
  if (part.innerHTML === fresh.innerHTML) return;
  const aside = [...part.querySelectorAll('.scroll')].map((one) => one.scrollLeft);
  part.replaceChildren(...fresh.childNodes);
  for (const [i, one] of part.querySelectorAll('.scroll').entries()) one.scrollLeft = aside[i] ?? 0;
}
document.addEventListener('visibilitychange', goOn);
goOn();
