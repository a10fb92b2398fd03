import type { Browser } from 'playwright-core';

/** What moves on a page after it was first seen, without anybody having touched it. */

const OBSERVED = `
  window.shifts = [];
  const note = (entries) => {
    for (const { value, sources } of entries)
      shifts.push([value, sources.map(({ node }) => node?.textContent?.trim().slice(0, 40) ?? '')]);
  };
  window.shiftsSeen = new PerformanceObserver((list) => note(list.getEntries()));
  shiftsSeen.observe({ type: 'layout-shift', buffered: true });
  window.lastShifts = async () => {
    for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
    note(shiftsSeen.takeRecords());
    return shifts;
  };`;
const PAINTED = `new Promise((done) => {
  new PerformanceObserver(() => done()).observe({ type: 'paint', buffered: true });
})`;

/**
 * Opens pages as over a slow line: the script comes when they were painted already.
 * @returns of each what moved: by how much (the cumulative layout shift), and its words
 */
export async function shiftsOn(
  browser: Browser,
  base: string,
  paths: readonly string[],
  width: number,
): Promise<{ path: string; sum: number; of: string[] }[]> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(OBSERVED);
  await context.route('**/*.js', async (route) => {
    await page.evaluate(PAINTED);
    await route.continue();
  });
  const found = [];
  for (const path of paths) {
    await page.goto(base + path);
    const shifts = await page.evaluate<[number, string[]][]>('lastShifts()');
    const sum = shifts.reduce((all, [value]) => all + value, 0);
    found.push({ path, sum, of: shifts.flatMap(([, words]) => words) });
  }
  await context.close();
  return found;
}
