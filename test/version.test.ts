import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../src/core/version.ts';
import { apiDocument } from '../src/server/api/document.ts';
import { ROOT, run } from './cli/setup.ts';

/** The version stands in `package.json`; whatever says it has it from there. */

const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };

describe('the version', () => {
  it('is the same in the lock file, the program, the API document and on the command line', async () => {
    const lock = JSON.parse(read('package-lock.json'));
    const { out } = await run(['--version']);
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect([
      lock.version,
      lock.packages[''].version,
      VERSION,
      apiDocument().info.version,
      out.trim(),
    ]).toEqual(Array(5).fill(version));
  });

  it('is written a second time nowhere', () => {
    const files = ['bin', 'src', 'scripts'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /(?:\.[cm]?[jt]sx?|bedrock-ledger)$/.test(name))
        .map((name) => join(folder, name)),
    );
    expect(files.length).toBeGreaterThan(100);
    const written = ["'", '"', '`'].map((quote) => `${quote}${version}${quote}`);
    expect(files.filter((name) => written.some((literal) => read(name).includes(literal)))).toEqual([]);
  });
});
