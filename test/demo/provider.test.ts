import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { memoryAdapter } from '../../src/demo/memory.ts';
import type { Persona } from '../../src/demo/persona.ts';
import { PROVIDER_CLAIMS, PROVIDER_SCOPES, startProvider } from '../../src/demo/provider.ts';
import { createOidcGateway } from '../../src/identity/oidc.ts';
import { browser } from '../identity/setup.ts';

const REDIRECT = 'http://localhost:8080/callback';
const client = { clientId: 'bedrock-ledger', clientSecret: 'made-for-this-demo' };
const person = { groups: ['everybody'], costCenter: null, manager: null };
const personas: readonly Persona[] = [
  {
    ...person,
    role: { en: 'Engineer', ja: 'エンジニア' },
    email: 'aya@example.com',
    name: 'Aya <Sato>',
    blurb: { en: 'What is left?', ja: '残りはどれくらい？' },
  },
  { ...person, role: 'Finance', email: 'finn@example.com', name: 'Finn', blurb: 'Does it add up?' },
];
const printed: string[] = [];
let provider: { issuer: string; stop(): Promise<void> };

beforeAll(async () => {
  for (const out of ['log', 'info', 'warn', 'error'] as const)
    vi.spyOn(console, out).mockImplementation((...words) => void printed.push(words.join(' ')));
  provider = await startProvider({ ...client, personas, redirectUris: [REDIRECT], port: 0 });
});
afterAll(async () => {
  await provider.stop();
  vi.restoreAllMocks();
});
afterEach(() => expect(printed).toEqual([]));

const oidc = () =>
  createOidcGateway({
    issuer: provider.issuer,
    ...client,
    scopes: PROVIDER_SCOPES,
    prompt: null,
    claims: PROVIDER_CLAIMS,
  });
const actions = (body: string) => [...body.matchAll(/formaction="([^"]+)"/g)].map((match) => match[1] ?? '');

describe('the demo’s identity provider', () => {
  it('is on this machine only, and under its own name only', async () => {
    expect(provider.issuer).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const status = await new Promise((resolve, reject) => {
      const asked = request(
        `${provider.issuer}/.well-known/openid-configuration`,
        { headers: { host: 'evil.example' } },
        (answer) => resolve(answer.resume().statusCode),
      );
      asked.once('error', reject).end();
    });
    expect(status).toBe(421);
  });

  it('offers everybody as one button, in the reader’s language, and nothing that a page should not hold', async () => {
    for (const [language, title, role] of [
      ['en-GB,en;q=0.9', 'Who would you like to be?', 'Engineer'],
      ['ja,en;q=0.5', 'どの立場でご覧になりますか？', 'エンジニア'],
      ['fr', 'Who would you like to be?', 'Engineer'],
    ] as const) {
      const page = await browser({ 'accept-language': language }).go((await oidc().begin(REDIRECT)).url);
      expect(page.body).toContain(`<h1>${title}</h1>`);
      expect(page.body).toContain(role);
      expect(page.body).toContain('Aya &lt;Sato&gt;');
      expect(actions(page.body)).toHaveLength(personas.length);
      expect(page.body).not.toMatch(/style=|<style|<script|onclick/);
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("form-action 'self' http://localhost:8080;");
      expect(policy).not.toContain('unsafe');
    }
    const style = await fetch(`${provider.issuer}/style.css`);
    expect(style.headers.get('content-type')).toContain('text/css');
  });

  it('signs in with one click, and asks again each time', async () => {
    const user = browser();
    for (const who of [0, 1, 0]) {
      const gateway = oidc();
      const start = await gateway.begin(REDIRECT);
      const page = await user.go(start.url);
      const { url } = await user.go(new URL(actions(page.body)[who] ?? '', page.url).href, 'POST');
      expect(url.href).toContain(REDIRECT);
      await expect(gateway.finish(url, start)).resolves.toMatchObject({ email: personas[who]?.email });
    }
  });

  it('is asked by its client alone, and not by pages of other sites', async () => {
    const answer = await fetch(`${provider.issuer}/token`, {
      method: 'POST',
      headers: {
        origin: 'https://evil.example',
        authorization: `Basic ${btoa(`${client.clientId}:${client.clientSecret}`)}`,
      },
      body: new URLSearchParams({ grant_type: 'authorization_code', code: 'guessed' }),
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('does not let anybody sign in who was not asked', async () => {
    const user = browser();
    const start = await oidc().begin(REDIRECT);
    const page = await user.go(start.url);
    const first = new URL(actions(page.body)[0] ?? '', page.url).href;
    const stranger = await browser().go(first, 'POST');
    expect(stranger).toMatchObject({ status: 400 });
    expect(stranger.body).toContain('lang="en"');
    expect(actions(stranger.body)).toEqual([]);
    expect((await user.go(first.replace(/0$/, '99'), 'POST')).status).toBe(400);
    expect((await user.go(first)).status).toBe(200);
    await user.go(first, 'POST');
    expect((await user.go(first, 'POST')).status).toBe(400);
  });

  it('leads to the addresses it was given only, and with PKCE only', async () => {
    const { url } = await oidc().begin(REDIRECT);
    for (const [change, reason] of [
      [{ redirect_uri: 'https://evil.example/' }, 'redirect_uri'],
      [{ client_id: 'another' }, 'client'],
    ] as const) {
      const asked = new URL(url);
      for (const [name, value] of Object.entries(change)) asked.searchParams.set(name, value);
      const page = await browser({ 'accept-language': 'ja' }).go(asked.href);
      expect(page.status).toBe(400);
      expect(page.body).toContain('サインインを続行できません');
      expect(page.body).toContain(reason);
      expect(page.body).toContain('href="http://localhost:8080"');
    }
    const bare = new URL(url);
    bare.searchParams.delete('code_challenge');
    bare.searchParams.delete('code_challenge_method');
    expect((await browser().go(bare.href)).url.searchParams.get('error')).toBe('invalid_request');
    const silent = new URL(url);
    silent.searchParams.set('prompt', 'none');
    expect((await browser().go(silent.href)).url.searchParams.get('error')).toBe('login_required');
  });

  it('says that a port is taken', async () => {
    const port = Number(new URL(provider.issuer).port);
    await expect(startProvider({ ...client, personas, redirectUris: [REDIRECT], port })).rejects.toThrow(
      'EADDRINUSE',
    );
  });

  it('remembers a bounded number of things, each for its time', async () => {
    const adapter = memoryAdapter()('AccessToken');
    for (let index = 0; index < 1_500; index++)
      await adapter.upsert(`t${index}`, { grantId: `g${index % 2}` }, 60);
    expect(await adapter.find('t499')).toBeUndefined();
    expect(await adapter.find('t500')).toEqual({ grantId: 'g0' });
    await adapter.revokeByGrantId('g0');
    expect(await adapter.find('t500')).toBeUndefined();
    expect(await adapter.find('t501')).toEqual({ grantId: 'g1' });
    await adapter.upsert('late', {}, -1);
    expect(await adapter.find('late')).toBeUndefined();
  });
});
