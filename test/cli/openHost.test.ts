import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folder } from '../store/setup.ts';
import { run } from './setup.ts';

/** Without sign-in nothing is shown beyond this machine, whatever the settings say. */

it.each(['0.0.0.0', '::', '10.0.0.7', 'ledger.example.com'])(
  'on %s it does not start, says why and what to do, and touches no ledger',
  async (host) => {
    const db = join(folder(), 'ledger.db');
    const { code, err } = await run(['serve', '--db', db, '--port', '0', '--no-scheduler'], {
      BEDROCK_LEDGER_HOST: host,
    });
    expect(code).toBe(1);
    expect(err).toContain(`host: "${host}"`);
    expect(err).toMatch(/127\.0\.0\.1.*"signIn"/);
    expect(existsSync(db)).toBe(false);
  },
);
