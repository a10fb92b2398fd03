import { describe, expect, it } from 'vitest';
import { readAssets } from '../../src/cli/assets.ts';

/** Whoever asked their machine for less motion gets none. */

const MOVES =
  /(?<![\w-])(?:transition|animation|scroll-behavior)(?:-[a-z-]+)?\s*:|@view-transition|@keyframes/g;
const WISHED = /@media[^{]*\(prefers-reduced-motion: no-preference\)[^{]*\{/g;

/** A stylesheet without the blocks that hold only for whoever wants motion. */
function without(css: string): string {
  let kept = '';
  let from = 0;
  for (const found of css.matchAll(WISHED)) {
    if (found.index < from) continue;
    kept += css.slice(from, found.index);
    let depth = 1;
    let at = found.index + found[0].length;
    for (; depth > 0 && at < css.length; at++) depth += css[at] === '{' ? 1 : css[at] === '}' ? -1 : 0;
    from = at;
  }
  return kept + css.slice(from);
}

describe('motion', () => {
  const { css, js } = readAssets();
  const style = css.body.replaceAll(/\/\*[\s\S]*?\*\//g, '');

  it('is only for whoever did not ask for less of it', () => {
    expect(style.match(MOVES)?.length).toBeGreaterThan(2);
    expect(without(style).match(MOVES)).toBeNull();
  });
  it('takes an eighth of a second at most', () => {
    const times = [...style.matchAll(/(?:transition|animation-duration)\s*:([^;}]*)/g)].flatMap(
      ([, value = '']) =>
        [...value.matchAll(/([\d.]+)(m?s)\b/g)].map(
          ([, count, unit]) => Number(count) * (unit === 's' ? 1000 : 1),
        ),
    );
    expect(times.length).toBeGreaterThan(1);
    expect(Math.max(...times)).toBeLessThanOrEqual(125);
  });
  it('is not begun by the script', () =>
    expect(js.body).not.toMatch(/startViewTransition|\.animate\(|behavior: 'smooth'/));
});
