import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator } from '../../src/simulator/server.ts';
import { clean, ROOT, run } from '../cli/setup.ts';
import { missingForCli } from '../wire/cli.ts';

/** The README's ten steps to own profiles only, pasted line by line into a shell, by somebody who has nothing else. */

const missing = missingForCli();
if (missing !== null) console.log(`the ten steps are skipped: ${missing}`);

/** Every block for a shell between the heading of the steps and the next one. */
function blocks(): string[] {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, after = ''] = readme.split('### Profiles are the only way in');
  const [section = ''] = after.split('\n### ');
  return [...section.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
}

describe.skipIf(missing !== null)('the ten steps', () => {
  let folder: string;
  let simulator: Awaited<ReturnType<typeof startSimulator>>;
  let environment: Record<string, string>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-steps-'));
    const nowMs = Date.parse('2026-11-24T14:05:00Z');
    simulator = await startSimulator({ seed: 7, users: 12, days: 16, nowMs, speed: 0 });
    const role = (id: string) =>
      `  - { accountId: "${id}", roleArn: "arn:aws:iam::${id}:role/bedrock-ledger-reader" }\n`;
    const config = join(folder, 'settings.yaml');
    writeFileSync(
      config,
      `db: ${join(folder, 'ledger.db')}
payer: { accountId: "111122223333" }
accounts:
${role('222233334444')}${role('333344445555')}regions: [us-east-1, us-west-2, ap-northeast-1]
backfillDays: 16
vending: { enabled: true }
directory: { identityStoreId: ${simulator.world.directory().identityStoreId}, region: us-west-2 }
`,
    );
    environment = {
      AWS_ENDPOINT_URL: simulator.url,
      AWS_ACCESS_KEY_ID: 'AKIASIMULATED0000000',
      AWS_SECRET_ACCESS_KEY: 'simulated',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_PAGER: '',
      BEDROCK_LEDGER_CONFIG: config,
    };
    expect(await run(['sync'], environment, { clock: simulator.clock })).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('lead from nothing to own profiles only, and back', async () => {
    expect(blocks().length).toBeGreaterThan(6);
    const ledger = `"${process.execPath}" "${join(ROOT, 'dist/cli.js')}"`;
    const script = [
      'set -euo pipefail',
      `npx() { shift; ${ledger} "$@"; }`,
      `node() { "${process.execPath}" "$@"; }`,
      ...blocks(),
    ].join('\n');
    const { code, out, err } = await bash(script, folder, { ...clean(), ...environment });
    expect({ code, err: code === 0 ? '' : `${out}\n${err}` }).toEqual({ code: 0, err: '' });
    expect(out).toContain('simulated model says');
    expect(out).toContain('refused, as it should be');
    expect(out).toContain('retag');
  });
});

function bash(script: string, cwd: string, env: Record<string, string | undefined>) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile('bash', ['-c', script], { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err }),
    );
  });
}
