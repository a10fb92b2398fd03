import type { ElementHandle, Locator, Page } from 'playwright-core';

/**
 * The two ways in which people act on a page. A journey says what is chosen, written and picked, and is done by pointer in
 * one window and by keyboard alone in another.
 */

export type Way = 'pointer' | 'keyboard';

/** A selector stands for the first that it fits. By keyboard all fail for what no key reaches and for a focus that nobody sees. */
export interface Hand {
  /** Presses a link, button or summary, and marks a box or one of several. */
  choose(what: string | Locator): Promise<void>;
  /** Replaces the text of a field. */
  write(field: string | Locator, text: string): Promise<void>;
  /** Picks an option of a select by its value. */
  pick(select: string | Locator, value: string): Promise<void>;
}

export const handOf = (page: Page, way: Way): Hand =>
  way === 'pointer' ? pointerOn(page) : keyboardOn(page);

const located = (page: Page, what: string | Locator): Locator =>
  typeof what === 'string' ? page.locator(what).first() : what;

const pointerOn = (page: Page): Hand => ({
  choose: (what) => located(page, what).click(),
  write: (field, text) => located(page, field).fill(text),
  async pick(select, value) {
    await located(page, select).selectOption(value);
  },
});

/** How many keys somebody presses to come to what they look for. */
const MOST_STOPS = 60;

/** Where the focus is, seen from what is looked for, and the key that leads nearer. */
const KEYS = {
  nowhere: 'Tab',
  before: 'Tab',
  behind: 'Shift+Tab',
  skip: 'Enter',
  alternativeBefore: 'ArrowDown',
  alternativeBehind: 'ArrowUp',
} as const;
interface Stop {
  at: keyof typeof KEYS | 'there';
  /** Whether the focus can be seen. */
  seen: boolean;
  /** The element, for whoever reads that it failed. */
  shown: string;
}

const stopOf = (what: ElementHandle): Promise<Stop> =>
  what.evaluate((target) => {
    const { activeElement: one, body, defaultView } = target.ownerDocument;
    const stop = (at: Stop['at'], seen: boolean): Stop => ({
      at,
      seen,
      shown: one.cloneNode(false).outerHTML,
    });
    if (one === body) return stop('nowhere', true);
    const { outlineStyle, outlineWidth, boxShadow } = defaultView.getComputedStyle(one);
    const outlined = (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
    // The calendar in the field of a date is a stop inside of it, which the browser outlines by itself.
    const seen = outlined || (one.type === 'date' && !one.matches(':focus'));
    if (one === target) return stop('there', seen);
    if (one.matches('a.skip') && body.querySelector(one.hash).contains(target)) return stop('skip', seen);
    const before = (one.compareDocumentPosition(target) & one.DOCUMENT_POSITION_FOLLOWING) !== 0;
    const alternative = one.type === 'radio' && one.form === target.form && one.name === target.name;
    if (alternative) return stop(before ? 'alternativeBefore' : 'alternativeBehind', seen);
    return stop(before ? 'before' : 'behind', seen);
  });

/** Goes to what is looked for from where the focus is: by the skip link, forwards or backwards, by arrows among alternatives. */
export async function reach(page: Page, what: Locator): Promise<ElementHandle> {
  await what.waitFor();
  await page.waitForLoadState();
  const target = await what.elementHandle();
  if (target === null) throw new Error(`${what} is gone`);
  let pressed = '';
  for (let stops = 0; stops <= MOST_STOPS; stops++) {
    const { at, seen, shown } = await stopOf(target);
    const failed = (why: string) => new Error(`${what} ${why}, at ${shown}`);
    if (!seen) throw failed('is reached with a focus that nobody sees');
    if (at === 'there') return target;
    if (at === 'nowhere' && pressed === 'Tab') throw failed('is not reached before the page ends');
    const key = KEYS[at];
    if (stops > 1 && [key, pressed].sort().join() === 'Shift+Tab,Tab') throw failed('is passed over');
    await page.keyboard.press(key);
    pressed = key;
  }
  throw new Error(`${what} is more than ${MOST_STOPS} stops away`);
}

/** Chosen by the space bar, as against links, which answer Enter alone. */
const BY_SPACE = 'button, summary, input, [role=button]';

const keyboardOn = (page: Page): Hand => ({
  async choose(what) {
    const target = await reach(page, located(page, what));
    // An alternative is chosen by the arrow that leads to it; the others are by their own key.
    if (await target.evaluate((one) => one.matches('[type=radio]:checked'))) return;
    const bySpace = await target.evaluate((one, these) => one.matches(these), BY_SPACE);
    await target.press(bySpace ? 'Space' : 'Enter');
  },
  async write(field, text) {
    await reach(page, located(page, field));
    await page.keyboard.press('Control+a');
    // Whoever has many lines pastes them.
    if (text.includes('\n')) await page.keyboard.insertText(text);
    else await page.keyboard.type(text);
  },
  async pick(select, value) {
    const target = await reach(page, located(page, select));
    const free = await target.$$eval('option:enabled', (all) => all.map((one) => one.value));
    const steps = free.indexOf(value) - free.indexOf(await target.inputValue());
    for (let step = 0; step < Math.abs(steps); step++)
      await page.keyboard.press(steps > 0 ? 'ArrowDown' : 'ArrowUp');
    const picked = await target.inputValue();
    if (picked !== value) throw new Error(`${select} shows ${picked} for ${value}`);
  },
});
