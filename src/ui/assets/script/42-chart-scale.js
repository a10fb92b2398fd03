// What is left of a chart is drawn as large as there is room for, in steps that keep its axis round.
function fitAll() {
  for (const figure of document.querySelectorAll('figure.days:has(.series)')) {
    stretch(figure);
    figure.querySelector('.legend').onclick = () => stretch(figure);
  }
}
document.addEventListener('fresh', fitAll);
fitAll();
function stretch(figure) {
  const base = figure.querySelector('.zero').y1.baseVal.value;
  const marks = [...figure.querySelectorAll('.line:not(.off), .bar [class^=s]:not(.off)')];
  const high = Math.max(...marks.map((one) => base - one.getBBox().y), 1);
  const times = [50, 20, 10, 5, 2].find((one) => one * high <= base - 14) ?? 1;
  figure.style.cssText = `--times:${times};--base:${base}px`;
  for (const label of figure.querySelectorAll('[data-usd]'))
    label.textContent = words(label.dataset.usd / times);
}
function words(amount) {
  const size = Math.abs(amount);
  const text = size < 1000 ? Number(size.toFixed(4)) : `${Number((size / 1000).toFixed(2))}k`;
  return `${amount < 0 ? '−' : ''}$${text}`;
}
