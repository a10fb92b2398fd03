import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * What makes a test pass or fail for another reason than the product, as far as that can be seen in its text. Each rule
 * has the files that may break it all the same, with the reason; one that no longer does is taken off the list.
 */
interface Rule {
  what: string;
  found: RegExp;
  but: Readonly<Record<string, string>>;
}

const LIBRARY_CLOCK = 'the libraries that check signed tokens read the real clock';
const LEASE_CLOCK = 'a lease is held by the real clock';
const PROCESS_CLOCK = 'a process of its own runs by the real clock';
const RULES: readonly Rule[] = [
  {
    what: 'reads the real clock',
    found: /\bDate\.now\(\)|\bnew Date\(\)/,
    but: {
      'identity/alb.test.ts': LIBRARY_CLOCK,
      'identity/forged.test.ts': LIBRARY_CLOCK,
      'identity/hostile.ts': LIBRARY_CLOCK,
      'server/loadBalancer.test.ts': LIBRARY_CLOCK,
      'simulator/wire/bedrock.test.ts': 'credentials of STS end in real time, or the SDK would not use them',
      'cli/serve.test.ts': PROCESS_CLOCK,
      'cli/stopping.test.ts': PROCESS_CLOCK,
      'browser/motion.test.ts': LEASE_CLOCK,
      'browser/pages.test.ts': LEASE_CLOCK,
      'server/jobsNow.test.ts': LEASE_CLOCK,
      'store/restore.test.ts': LEASE_CLOCK,
      'cli/workerWatch.test.ts': 'the clock of the machine is set while a worker is watched',
    },
  },
  {
    what: 'sleeps',
    found: /\bsetTimeout\(|timers\/promises|\bsleep\(/,
    but: {
      'hostile/proxy.ts': 'an answer that drips is slow',
      'soak/stopping.test.ts': 'the signal comes at a moment by chance',
    },
  },
  {
    what: 'replaces a module',
    found: /\bvi\.(mock|doMock|hoisted)\(/,
    but: {},
  },
  { what: 'leaves tests out', found: /\b(it|test|describe)(\.\w+)*\.(only|skip|todo|fails)\b/, but: {} },
  { what: 'hides a type error', found: /@ts-ignore|@ts-nocheck/, but: {} },
];

const here = import.meta.dirname;
const texts = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && name !== 'tests.test.ts')
  .map((name) => ({ name, text: readFileSync(join(here, name), 'utf8') }));

describe('no test', () => {
  it('is overlooked here', () => {
    expect(texts.map(({ name }) => name)).toContain('jobs/scheduler.test.ts');
  });
  it.each(RULES)('$what', ({ found, but }) => {
    const breaking = texts.filter(({ text }) => found.test(text)).map(({ name }) => name);
    expect(breaking.sort()).toEqual(Object.keys(but).sort());
  });
  it('does what the rules forbid without their noticing', () => {
    const forbidden = [
      'const now = Date.now();',
      'await new Promise((done) => setTimeout(done, 50));',
      "vi.mock('../../src/core/access.ts')",
      "it.only('x', () => {})",
      '// @ts-ignore',
    ];
    expect(forbidden.map((text, i) => RULES[i]?.found.test(text))).toEqual(RULES.map(() => true));
    expect(RULES[0]?.found.test('new Date(ms).toISOString()')).toBe(false);
    expect(RULES[3]?.found.test("describe.skipIf(!browser)('x', () => {})")).toBe(false);
  });
});
