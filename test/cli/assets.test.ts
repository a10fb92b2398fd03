import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { readAssets } from '../../src/cli/assets.ts';

/** What every page loads beside itself: one stylesheet and one script. */

describe('assets', () => {
  const { css, js } = readAssets();
  it('keep the script small enough to load at once', () =>
    expect(Buffer.byteLength(js.body)).toBeLessThanOrEqual(20_000));
  it('serve no comment of the script', () => expect(js.body).not.toMatch(/^\s*\/\//m));
  it('are a script that can be read', () => expect(() => new Script(js.body)).not.toThrow());
  it('put values before the rules that use them, and motion and print last', () => {
    const at = [':root {', '/* ---- Ground', '/* ---- Tables', '@media (max-width: 700px)', '@media print'];
    const found = at.map((text) => css.body.indexOf(text));
    expect(found).not.toContain(-1);
    expect(found).toEqual([...found].sort((a, b) => a - b));
  });
  it('change their address with what is in them', () => {
    expect(css.path).toMatch(/^\/assets\/[0-9a-f]{12}\.css$/);
    expect(js.path).toMatch(/^\/assets\/[0-9a-f]{12}\.js$/);
  });
});
