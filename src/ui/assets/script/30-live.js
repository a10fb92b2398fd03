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
    for (const part of document.querySelectorAll('[data-live]')) {
      const fresh = page.getElementById(part.id);
      // What it waited for is there.
      if (!fresh && part.dataset.live === 'on') return location.reload();
      renew(part, fresh);
    }
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
