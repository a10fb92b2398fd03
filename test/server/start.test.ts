import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { serve } from '../../src/cli/serve.ts';
import { folder } from '../store/setup.ts';

/** Without sign-in nothing is shown beyond this machine, whatever the settings say. */

afterEach(() => vi.unstubAllEnvs());

it.each(['0.0.0.0', '::', '10.0.0.7', 'ledger.example.com'])(
  'on %s it does not start, says why and what to do, and touches no ledger',
  async (host) => {
    const db = join(folder(), 'ledger.db');
    vi.stubEnv('BEDROCK_LEDGER_HOST', host);
    const started = serve({ db, port: 0, scheduler: false });
    await expect(started).rejects.toThrow(`host: "${host}"`);
    await expect(started).rejects.toThrow(/127\.0\.0\.1.*"signIn"/);
    expect(existsSync(db)).toBe(false);
  },
);
