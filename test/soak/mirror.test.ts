import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { dayOf, instantOf } from '../../src/core/periods.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { openStore } from '../../src/store/open.ts';
import { clientOf, inAws, makeForeign, requestsOf, setManyBudgets, writesOf } from '../jobs/mirrored.ts';
import { expireLease, NOW } from '../kill/ledger.ts';
import { bundled, runProgram } from '../kill/processes.ts';

/**
 * Ten thousand budgets of every kind into an AWS that refuses one request in ten, by a process that is killed twenty times:
 * they end exactly as they should be, and the stock AWS CLI reads them.
 */

const BUDGETS = Number(process.env.MIRRORED ?? 10_000);
const KILLS = 20;
const PAYER = '111122223333';

const cache = join(import.meta.dirname, '../../node_modules/.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'mirror-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test(
  'ten thousand budgets, one request in ten refused, twenty kills',
  async () => {
    const mirrorer = await bundled('mirrorer', folder);
    const simulator = await startSimulator({ users: 3, days: 7, nowMs: NOW, speed: 0, throttlePercent: 10 });
    try {
      const client = clientOf(simulator);
      const foreign = await makeForeign(client, PAYER);
      const before = await inAws(client, PAYER);
      const file = join(folder, 'ledger.db');
      const store = await openStore(file, { now: NOW, attribution: 'profileTags' });
      await setManyBudgets(store, BUDGETS, dayOf(NOW), instantOf(NOW));
      store.close();

      const each = Math.max(1, Math.floor(BUDGETS / (KILLS + 1)));
      for (let kill = 0; kill < KILLS; kill += 1) {
        const moment = kill % 2 === 0 ? 'before' : 'after';
        const ended = await runProgram(mirrorer, [file, simulator.url, String(each - (kill % 3)), moment]);
        expect(ended.signal, `${kill}: ${ended.errors}`).toBe('SIGKILL');
        expireLease(file);
      }
      const last = await runProgram(mirrorer, [file, simulator.url]);
      expect(last.code, last.errors).toBe(0);
      expect(JSON.parse(last.output)).toEqual([expect.objectContaining({ status: 'ok', errors: [] })]);

      const there = await inAws(client, PAYER);
      expect(there.size).toBe(BUDGETS + foreign.length);
      for (const name of foreign) expect(there.get(name)).toEqual(before.get(name));
      const [written, asked] = [writesOf(simulator), requestsOf(simulator)];
      const again = await runProgram(mirrorer, [file, simulator.url]);
      expect(JSON.parse(again.output)).toEqual([{ status: 'ok', rows: 0, errors: [] }]);
      expect(writesOf(simulator), 'no writing call').toBe(written);
      expect(requestsOf(simulator) - asked, 'pages of a thousand').toBeLessThan(60);
      expect(await inAws(client, PAYER)).toEqual(there);

      const { stdout } = await promisify(execFile)(
        'aws',
        [
          ...['budgets', 'describe-budgets', '--account-id', PAYER, '--endpoint-url', simulator.url],
          ...['--region', 'us-east-1', '--page-size', '1000', '--output', 'json'],
        ],
        {
          env: {
            ...process.env,
            AWS_ACCESS_KEY_ID: 'AKIASIMULATED0000000',
            AWS_SECRET_ACCESS_KEY: 'simulated',
            AWS_MAX_ATTEMPTS: '10',
          },
          maxBuffer: 2 ** 28,
        },
      );
      const { Budgets } = JSON.parse(stdout) as { Budgets: { BudgetName: string }[] };
      expect(Budgets.map(({ BudgetName }) => BudgetName).sort()).toEqual([...there.keys()].sort());
    } finally {
      await simulator.close();
    }
  },
  60 * 60_000,
);
