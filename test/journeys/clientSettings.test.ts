import { execFile, spawn } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { CreateInferenceProfileCommand } from '@aws-sdk/client-bedrock';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../src/core/vending/clientSettings/types.ts';
import { openStore } from '../../src/store/open.ts';
import { openCompany, ROOT } from '../cli/setup.ts';
import { clientsOf, keyOf } from '../simulator/wire/support.ts';
import { type Owner, owners, PLATFORM } from './identityCenter.ts';
import { simulatedAws } from './programs.ts';

/** Settings are pasted as they are printed, into the programs that they are for, which then call the simulated AWS. */

const REGION = 'us-east-1';
const EMBEDDER = 'amazon.titan-embed-text-v2:0';
const run = promisify(execFile);

let company: Awaited<ReturnType<typeof openCompany>>;
let me: Owner;
/** A profile of mine for a model that does not talk. */
let embedder: string;
/** Inside the repository, so that the SDK is found as in anybody's project. */
const folder = join(ROOT, 'node_modules/.client-settings-test');

beforeAll(async () => {
  company = await openCompany({ users: 20, days: 3 });
  [me] = owners(company.simulator, REGION);
  const { bedrock } = clientsOf(company.simulator, { accessKeyId: keyOf(PLATFORM) });
  const made = await bedrock.send(
    new CreateInferenceProfileCommand({
      inferenceProfileName: 'embedder',
      modelSource: { copyFrom: `arn:aws:bedrock:${REGION}::foundation-model/${EMBEDDER}` },
      tags: [{ key: 'UserEmail', value: me.email }],
    }),
  );
  embedder = made.inferenceProfileArn ?? '';
  expect(await company.run(['sync', 'profiles'])).toMatchObject({ code: 0 });
  mkdirSync(folder, { recursive: true });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await company.close();
});

/** What `profiles settings` prints on standard output. */
async function printed(client: Client, arn: string): Promise<string> {
  const { code, out, err } = await company.run(['profiles', 'settings', arn, '--client', client]);
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  return out;
}
const environment = () => ({
  ...process.env,
  ...simulatedAws(company.simulator.url),
  AWS_ACCESS_KEY_ID: keyOf(PLATFORM),
});

const CALLED = /this is what a simulated model says/;
const EMBEDDED = /"embedding":\[0\.25,-0\.5,0\.125\]/;
const CASES = (): [string, string, RegExp][] => [
  ['one that talks', me.profile, CALLED],
  ['one that does not', embedder, EMBEDDED],
];

describe('pasted as it is', () => {
  it('into a shell with the stock AWS CLI, and into Python with boto3', async ({ skip }) => {
    const pasted: object[] = [];
    for (const [, arn] of CASES()) {
      pasted.push({ program: await printed('boto3', arn) });
      pasted.push({ arguments: await argumentsOf(await printed('aws-cli', arn)) });
    }
    const { code, stdout, stderr } = await python(JSON.stringify(pasted));
    if (/ModuleNotFoundError/.test(stderr)) return skip('python3 has neither awscli nor boto3');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const said: { code: number; stdout: string; stderr: string }[] = JSON.parse(stdout);
    expect(said.map((one) => ({ code: one.code, complaint: one.stderr }))).toEqual(
      pasted.map(() => ({ code: 0, complaint: '' })),
    );
    expect(said.slice(0, 2).map((one) => one.stdout)).toEqual([
      expect.stringMatching(CALLED),
      expect.stringMatching(CALLED),
    ]);
    expect(said[2]?.stdout).toMatch(EMBEDDED);
    expect(readFileSync(join(folder, 'answer.json'), 'utf8')).toMatch(EMBEDDED);
  });

  it('into a program with the SDK for JavaScript', async () => {
    const [talks, embeds] = [join(folder, 'talks.mjs'), join(folder, 'embeds.mjs')];
    writeFileSync(talks, await printed('javascript', me.profile));
    writeFileSync(embeds, await printed('javascript', embedder));
    const both = `await import(${JSON.stringify(talks)}); await import(${JSON.stringify(embeds)});`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', both], {
      env: environment(),
    });
    expect(stdout).toMatch(CALLED);
    expect(stdout).toMatch(EMBEDDED);
  });

  it('into a shell with curl, whose signature is the one that AWS calculates', async () => {
    for (const [which, arn, answer] of CASES()) {
      const verifier = await startVerifier(company.simulator.url);
      const lines = (await printed('curl', arn)).replace(
        `https://bedrock-runtime.${REGION}.amazonaws.com`,
        verifier.url,
      );
      expect(lines).toContain(verifier.url);
      const { stdout } = await run('bash', ['-c', lines], {
        env: { ...environment(), AWS_SECRET_ACCESS_KEY: SECRET, AWS_SESSION_TOKEN: 'a token' },
      });
      expect({ which, signed: verifier.signed }).toEqual({ which, signed: [true] });
      expect(stdout, which).toMatch(answer);
      await verifier.close();
    }
  });
});

async function python(input: string) {
  const child = spawn('python3', [join(import.meta.dirname, 'pasted.py')], {
    cwd: folder,
    env: environment(),
  });
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: Number(code), stdout, stderr };
}

describe('at the terminal', () => {
  it('a client that cannot use a model is refused, with those that can', async () => {
    const ran = await company.run(['profiles', 'settings', embedder, '--client', 'claude-code']);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('works with aws-cli, curl, boto3, javascript, java, env');
  });
  it.each([
    [[], 'name one'],
    [['x', '--for', 'a@example.com'], 'name one'],
    [['--managed'], '--to FOLDER'],
    [['--group', 'g'], '--managed'],
    [['nothing'], ''],
  ])('%o is refused', async (args, words) => {
    const ran = await company.run(['profiles', 'settings', ...args]);
    expect(ran.code).not.toBe(0);
    expect(ran.out).toBe('');
    expect(ran.err).toContain(words);
  });
  it('managed settings are a file for each group, with those of each person beside it', async () => {
    const store = await openStore(company.db, { now: company.clock.now() });
    await store.people.learn(
      'file',
      [{ email: me.email, name: null, costCenter: null, manager: null, active: null, groups: ['data'] }],
      {
        complete: false,
        actor: { id: 'ann@example.com' },
        now: new Date(company.clock.now()).toISOString(),
      },
    );
    await store.close();
    const to = join(folder, 'managed');
    expect(await company.run(['profiles', 'settings', '--managed', '--to', to])).toMatchObject({ code: 0 });
    const read = (path: string) => JSON.parse(readFileSync(join(to, path), 'utf8'));
    expect(read('data/managed-settings.json').env).toMatchObject({ CLAUDE_CODE_USE_BEDROCK: '1' });
    expect(read('data/managed-settings.json').env).not.toHaveProperty('ANTHROPIC_MODEL');
    expect(read(`data/people/${me.email}/settings.json`).env.ANTHROPIC_MODEL).toMatch(
      /application-inference-profile/,
    );
    const other = await company.run(['profiles', 'settings', '--managed', '--group', 'dat', '--to', to]);
    expect(other).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean data') });
  });
});

/** The arguments of the one command of the AWS CLI that lines hold, as a shell reads them; the rest of the lines is run. */
async function argumentsOf(pasted: string): Promise<string[]> {
  const lines = `aws() { printf '%s\\0' "$@"; }\n${pasted.replace(/^cat .*/m, '')}`;
  const { stdout } = await run('bash', ['-c', lines], { cwd: folder });
  return stdout.split('\0').slice(0, -1);
}

const SECRET = 'simulated';

/** Signs every request anew with the signer of AWS's SDK, tells whether it was signed so, and hands it on. */
async function startVerifier(upstream: string) {
  const signed: boolean[] = [];
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    signed.push((await signatureOf(request, body)) === request.headers.authorization);
    const answer = await fetch(new URL(request.url ?? '/', upstream), {
      method: 'POST',
      headers: { ...(request.headers as Record<string, string>), host: new URL(upstream).host },
      body,
    });
    response.end(await answer.text());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    signed,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function signatureOf(
  { method = '', url = '', headers }: IncomingMessage,
  body: Buffer,
): Promise<string> {
  const names = /SignedHeaders=([^,]*)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
  const signer = new SignatureV4({
    credentials: {
      accessKeyId: keyOf(PLATFORM),
      secretAccessKey: SECRET,
      sessionToken: String(headers['x-amz-security-token']),
    },
    region: REGION,
    service: 'bedrock',
    sha256: Sha256,
    uriEscapePath: true,
    applyChecksum: false,
  });
  const signingDate = new Date(
    String(headers['x-amz-date']).replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'),
  );
  const request = await signer.sign(
    {
      method,
      path: url,
      protocol: 'http:',
      hostname: '127.0.0.1',
      headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])),
      body,
      query: {},
    },
    { signingDate, signableHeaders: new Set(names) },
  );
  return request.headers.authorization ?? '';
}

/** The hash that the signer asks for. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer);
  }
  update(data: Uint8Array) {
    this.#hash.update(data);
  }
  async digest() {
    return new Uint8Array(this.#hash.digest());
  }
  reset() {}
}
