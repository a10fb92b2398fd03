// Charts over days answer pointer and keys out of their table.
function begin(figure) {
  const [plot, cursor, box] = figure.querySelectorAll('.plot, .cursor, .readout');
  const [rows, series] = ['tbody tr', '.series'].map((one) => [...figure.querySelectorAll(one)]);
  const at = rows.findLastIndex(linkOf);
  const c = { ...figure.dataset, figure, plot, cursor, box, rows, series, at, from: null };
  for (const one of series) if (one.href) makeToggle(c, one);
  if (at >= 0) makeCursor(c);
}
// What Explore puts in place says so.
on(document, { fresh: () => document.querySelectorAll('#explored figure.days').forEach(begin) });
document.querySelectorAll('figure.days').forEach(begin);
function linkOf(row) {
  return row.querySelector('a');
}
function isOn(one) {
  return !one.classList.contains('off');
}
function on(target, acts) {
  for (const [name, act] of Object.entries(acts)) target.addEventListener(name, act);
}
function add(parent, name, text) {
  const one = parent.appendChild(document.createElement(name));
  one.textContent = text;
  return one;
}
function amountIn(text) {
  return Number(text.replace('−', '-').replace(/[^\d.-]/g, ''));
}
function usd(amount) {
  const maximumFractionDigits = Math.abs(amount) < 0.01 ? 4 : 2;
  const how = { style: 'currency', currency: 'USD', maximumFractionDigits };
  return amount.toLocaleString('en', how).replace('-', '−');
}
function sum(amounts) {
  return amounts.reduce((all, one) => all + one, 0);
}
function partsOf({ series }, { cells }) {
  const all = series.map((one, n) => ({ one, n, name: one.textContent, text: cells[n + 1].textContent }));
  return all.filter(({ one }) => isOn(one)).sort((a, b) => amountIn(b.text) - amountIn(a.text));
}
function sumOf(c, row) {
  if (c.series.every(isOn)) return Number(row.querySelector('data').value);
  return sum(partsOf(c, row).map(({ text }) => amountIn(text)));
}
function show(c, to, from = null) {
  c.at = Math.max(0, Math.min(to, c.rows.length - 1));
  c.from = c.narrows && from !== c.at ? from : null;
  const first = Math.min(c.from ?? c.at, c.at);
  c.days = c.rows.slice(first, Math.max(c.from ?? c.at, c.at) + 1);
  const [x, left] = [c.at + 0.5, first].map((at) => Number(c.start) + c.step * at);
  c.plot.style.cssText = `--x:${x}%;--from:${left}%;--wide:${c.step * c.days.length}%`;
  c.box.className = `readout ${c.from !== null ? 'range' : x > 50 ? 'before' : ''}`;
  c.box.hidden = false;
  c.box.replaceChildren();
  tell(c, c.days);
  c.cursor.ariaValueNow = c.at + 1;
  c.cursor.ariaValueText = c.box.innerText;
}
function tell(c, days) {
  const [first, last] = [days[0], days.at(-1)].map(({ cells }) => cells[0].textContent);
  const total = usd(sum(days.map((row) => sumOf(c, row))));
  if (c.from !== null) return add(c.box, 'b', `${first} – ${last}: ${total}`);
  add(c.box, 'b', `${first} `);
  add(c.box, 'small', days[0].querySelector('td:not([class])')?.textContent);
  const heads = c.figure.querySelectorAll('th.n');
  const rest = [...days[0].querySelectorAll('td.n')].map((cell, n) => ({
    name: heads[n].textContent,
    text: c.series.every(isOn) ? cell.textContent : total,
  }));
  for (const { n, name, text } of [...partsOf(c, days[0]), ...rest.slice(c.series.length)]) {
    const line = add(c.box, 'p', name);
    if (n !== undefined) add(line, 'i', '').className = `swatch s${n}`;
    add(line, 'span', text);
  }
}
function leave(c) {
  c.down = c.from = null;
  if (document.activeElement === c.cursor) show(c, c.at);
  else c.box.hidden = true;
}
function open(c) {
  const days = c.days.filter(linkOf);
  if (c.from === null || days.length === 0) return linkOf(c.days[0])?.click();
  const [start, end] = [c.rows.indexOf(days[0]), c.rows.indexOf(days.at(-1)) + 1].map((at) =>
    new Date(Date.parse(c.first) + at * 864e5).toISOString().slice(0, 10),
  );
  const to = new URL(location);
  for (const name of ['period', 'month', 'page']) to.searchParams.delete(name);
  to.searchParams.set('start', start);
  to.searchParams.set('endExclusive', end);
  location.assign(to);
}

function press(c, event) {
  if (event.altKey || event.metaKey) return;
  const to = { ArrowLeft: c.at - 1, ArrowRight: c.at + 1, Home: 0, End: Infinity }[event.key];
  if (to !== undefined) show(c, to, event.shiftKey ? (c.from ?? c.at) : null);
  else if (event.key === 'Enter') open(c);
  else if (event.key === 'Escape' && c.from === null) c.cursor.blur();
  else return;
  event.preventDefault();
}
function makeCursor(c) {
  const { plot, cursor } = c;
  const rowAt = ({ clientX }) => {
    const { left, width } = plot.getBoundingClientRect();
    return Math.floor((((clientX - left) / width) * 100 - c.start) / c.step);
  };
  on(plot, {
    // A tap looks, the next one opens.
    pointerdown(event) {
      const was = !c.box.hidden && c.at;
      show(c, rowAt(event));
      c.looks = event.pointerType === 'touch' && was !== c.at;
      c.down = event.button === 0 ? c.at : null;
    },
    pointermove(event) {
      show(c, rowAt(event), event.pointerType === 'touch' ? null : c.down);
      if (c.from !== null) plot.setPointerCapture(event.pointerId);
    },
    pointerup({ target }) {
      if (c.from !== null || (c.down !== null && !c.looks && !target.closest('a'))) open(c);
      c.down = null;
    },
    click(event) {
      if (!c.looks) return;
      event.preventDefault();
      cursor.focus();
    },
    pointerleave: () => leave(c),
    dragstart: (event) => event.preventDefault(),
  });
  on(cursor, { focus: () => show(c, c.at), blur: () => leave(c), keydown: (event) => press(c, event) });
  on(document, { keydown: ({ key }) => key === 'Escape' && leave(c) });
  cursor.hidden = false;
  for (const link of plot.querySelectorAll('a')) {
    link.tabIndex = -1;
    link.firstChild.remove();
  }
}

function makeToggle(c, one) {
  one.role = 'button';
  one.ariaPressed = isOn(one);
  on(one, {
    click(event) {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      one.ariaPressed = !one.classList.toggle('off');
      stack(c);
      remember([...document.querySelectorAll('.series.off')].map(({ dataset }) => dataset.key).join());
    },
    keydown(event) {
      if (event.key !== ' ') return;
      event.preventDefault();
      one.click();
    },
  });
}
// What is hidden stays so in the address, and wherever the page leads on with the same question.
function remember(hide) {
  const at = (href) => {
    const to = new URL(href);
    to.searchParams.delete('hide');
    if (hide) to.searchParams.set('hide', hide);
    return to;
  };
  history.replaceState(null, '', at(location));
  for (const one of document.querySelectorAll('.period a, .chips a, .switches a')) one.href = at(one.href);
  for (const one of document.querySelectorAll('[name=hide]')) one.value = hide;
}
function stack({ figure, plot, series }) {
  for (const [n, one] of series.entries())
    for (const mark of plot.querySelectorAll(`.s${n}`)) mark.classList.toggle('off', !isOn(one));
  for (const bar of plot.querySelectorAll('.bar')) {
    let y = plot.querySelector('.zero').y1.baseVal.value;
    for (const part of bar.querySelectorAll('[class^=s]:not(.off)')) {
      y -= part.height.baseVal.value;
      part.setAttribute('y', y);
    }
  }
  const total = figure.querySelector('.sum');
  const shown = usd(sum(series.filter(isOn).map(({ dataset }) => +dataset.sum)));
  const { all, part } = total.dataset;
  total.textContent = series.every(isOn) ? all : part.replace('{}', shown);
}
