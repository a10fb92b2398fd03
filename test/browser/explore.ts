import type { Browser } from 'playwright-core';
import { expect, it } from 'vitest';
import { rowsOf, said } from './charts.ts';
import { violationsOf, windowWith } from './look.ts';

/** Explore answers each choice in its place, and keeps questions under names. */

const CHART = '#explored figure.days';

export function exploreAnswers(opened: () => { browser: Browser; url: string }): void {
  it('Explore answers each choice in place, keeps what is typed, goes back, and keeps a question under a name', async () => {
    const { browser, url } = opened();
    const { context, page } = await windowWith(browser, url, 'en', 'light');
    await page.setViewportSize({ width: 1280, height: 900 });
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => void faults.push(message));
    page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
    await page.goto(`${url}/explore`);
    await page.evaluate('window.sameDocument = true');
    const choose = async (name: string, value: string) => {
      await page.locator(`.explore select[name=${name}]`).focus();
      await page.locator(`.explore select[name=${name}]`).selectOption(value);
      await page.waitForURL((to) => to.searchParams.get(name) === value);
      expect(await page.evaluate('document.activeElement.name')).toBe(name);
    };
    const name = page.locator('#views > form [name=name]');
    await name.fill('Models by day');
    await page.locator('.explore summary').click();
    await choose('group', 'model');
    await choose('by', 'day');
    expect(await page.locator('.explore details').getAttribute('open')).not.toBe(null);
    expect(await page.locator('.switches a').first().getAttribute('href')).toContain('by=day');
    expect(await violationsOf(page)).toEqual([]);

    // The chart that was put in place answers the keys.
    await page.locator(`${CHART} .cursor`).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    const [, second = []] = await rowsOf(page, CHART);
    const [day = '', ...amounts] = await said(page, CHART);
    expect([day, amounts.at(-1)]).toEqual([second[0], `Total ${second.at(-1)}`]);

    // What is left out stays so with the next question of the same lines, and what is typed meanwhile is not wiped.
    await page.locator(`${CHART} .series[aria-pressed]`).first().click();
    const hidden = () => new URL(page.url()).searchParams.get('hide');
    const hide = hidden();
    expect(hide).not.toBe(null);
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/explore?**', async (route) => {
      await held;
      await route.continue();
    });
    await page.locator('.explore select[name=measure]').selectOption('tokens');
    const user = page.locator('.explore [name=user]:not([type=hidden])');
    await user.pressSequentially('ann');
    answer();
    await page.waitForURL(/measure=tokens/);
    await page.unrouteAll();
    expect([await user.inputValue(), hidden()]).toEqual(['ann', hide]);
    expect(await page.evaluate('document.activeElement.name')).toBe('user');
    expect(await page.locator('.explore .choices a').last().getAttribute('href')).toContain('hide=');
    await user.fill('');
    await choose('measure', 'cost');
    await choose('group', 'costCenter');
    expect(hidden()).toBe(null);
    await choose('group', 'model');

    // A place in the page is no other question; going back is one.
    await page.locator('a.skip').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/#content$/);
    await choose('measure', 'tokens');
    expect(await page.evaluate('window.sameDocument')).toBe(true);
    expect(await name.inputValue()).toBe('Models by day');
    await page.goBack();
    await page.waitForFunction("document.querySelector('.explore [name=measure]')?.value === 'cost'");
    expect(await page.locator('.explore select[name=by]').inputValue()).toBe('day');

    // What is saved is what was chosen last.
    await choose('chart', 'lines');
    await name.fill('Models by day');
    await name.press('Enter');
    await page.getByText('The question is saved under this name.').waitFor();
    const view = page.locator('ul.views li');
    await page.goto(`${url}/explore`);
    await view.getByRole('link', { name: 'Models by day' }).click();
    expect(new URL(page.url()).search).toBe('?group=model&by=day&chart=lines');
    await view.locator('summary').click();
    await view.locator('[name=name]').fill('Each day');
    await view.locator('[name=name]').press('Enter');
    await page.waitForURL(/done=renamed/);
    expect(await view.getByRole('link').allTextContents()).toEqual(['Each day']);
    await view.locator('summary').click();
    await view.locator('button.quiet').click();
    await page.waitForURL(/done=removed/);
    expect(await view.count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });
}
