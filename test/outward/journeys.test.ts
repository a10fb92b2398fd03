import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAws } from '../../src/aws/factory.ts';
import { ZERO } from '../../src/core/money.ts';
import type { Environment } from '../../src/core/proxies.ts';
import { keysFrom } from '../../src/identity/albKeys.ts';
import { createOidcGateway } from '../../src/identity/oidc.ts';
import { ask } from '../../src/me/ask.ts';
import { emailNotifier } from '../../src/notify/email.ts';
import { webhookNotifier } from '../../src/notify/webhook.ts';
import { connect, type Ways } from '../../src/outward/connect.ts';
import { outwardOf } from '../../src/outward/outward.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { CLIENT, CODE, hostile, REDIRECT, SECRET } from '../identity/hostile.ts';
import { CLAIMS } from '../identity/setup.ts';
import { plainMessageOf } from '../plainMessageOf.ts';
import { AUTHORITY, type ConnectProxy, connectProxy, OF_HOST, receiver, tlsBefore } from './setup.ts';

/**
 * Two journeys of everything that this product asks: out of a company whose proxy knows CONNECT only, and to hosts whose
 * certificates are of the company's own authority. Every target speaks TLS; through the proxy they are asked by names
 * that no DNS knows, so that whatever goes past it fails.
 */

const NOW = Date.parse('2026-11-24T14:05:00Z');
const WEBHOOK_SECRET = 'a secret of the receiver';
const message = plainMessageOf({
  id: '6f1b',
  subject: 'over',
  text: 'over',
  data: { type: 'budget.threshold' },
});
const ANSWER = {
  currency: 'USD',
  month: '2026-11',
  spent: '1',
  budget: null,
  daysLeft: 6,
  state: 'none',
};

type Provider = Awaited<ReturnType<typeof hostile>>;
let simulator: Simulator;
let provider: Provider;
let hook: Awaited<ReturnType<typeof receiver>>;
let aws: Awaited<ReturnType<typeof tlsBefore>>;
let login: Awaited<ReturnType<typeof tlsBefore>>;
let mail: SMTPServer;
let mails: string[] = [];
let ledger: Awaited<ReturnType<typeof receiver>>;
let proxy: ConnectProxy;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  simulator = await startSimulator({ users: 2, days: 2, nowMs: NOW, speed: 0 });
  provider = await hostile();
  mail = new SMTPServer({
    ...OF_HOST,
    authOptional: true,
    onData(stream, session, callback) {
      stream.resume().on('end', () => {
        mails.push(`${session.envelope.rcptTo[0]?.address} ${session.secure ? 'over TLS' : 'readable'}`);
        callback();
      });
    },
  });
  await new Promise<void>((done) => mail.listen(0, '127.0.0.1', done));
  [aws, login, hook, ledger, proxy] = await Promise.all([
    tlsBefore(Number(new URL(simulator.url).port)),
    tlsBefore(Number(new URL(provider.issuer).port)),
    receiver(),
    receiver({ status: 200, body: JSON.stringify(ANSWER) }),
    connectProxy(),
  ]);
  closing.push(
    () => simulator.close(),
    () => provider.stop(),
    () => new Promise<void>((done) => mail.close(done)),
    ...[aws, login, hook, ledger, proxy].map((one) => () => one.close()),
  );
});
afterAll(async () => {
  for (const close of closing) await close();
});

/** Port of the mail server. */
const mailPort = (): number => (mail.server.address() as { port: number }).port;

/** Everything that is asked of others, with such an environment; `name` makes the host of each. */
function everything(environment: Environment, name: (service: string) => string) {
  const outward = outwardOf(environment);
  const at = (service: string, port: number) => `https://${name(service)}:${port}`;
  const [payer = '', workload = ''] = [
    ...simulator.world.accounts.filter(({ payer: is }) => is),
    ...simulator.world.accounts.filter(({ payer: is }) => !is),
  ].map(({ id }) => id);
  const gateways = createAws({
    accounts: [{ accountId: workload, roleArn: `arn:aws:iam::${workload}:role/reader` }],
    payer: { accountId: payer },
    clock: { now: () => NOW },
    clientOptions: {
      outward,
      endpoint: at('aws', aws.port),
      credentials: { accessKeyId: 'AKIASIMULATED0000000', secretAccessKey: 'simulated' },
      maxAttempts: 1,
    },
  })(ZERO);
  return {
    /** Whose credentials; a role is assumed by a client that the credentials make themselves; a model, by HTTP/2 where it goes. */
    async aws() {
      const place = { accountId: workload, region: 'us-east-1' };
      await gateways.sts.account();
      await gateways.bedrock.listApplicationProfiles(place);
      return gateways.runtime.callModel(place, 'us.amazon.nova-micro-v1:0', ZERO);
    },
    async signIn() {
      const issuer = at('login', login.port);
      const paths = { authorization_endpoint: 'authorize', token_endpoint: 'token', jwks_uri: 'jwks' };
      provider.state.metadata = {
        issuer,
        userinfo_endpoint: `${issuer}/userinfo`,
        ...Object.fromEntries(Object.entries(paths).map(([key, path]) => [key, `${issuer}/${path}`])),
      };
      provider.state.claims = { iss: issuer };
      const oidc = {
        issuer,
        clientId: CLIENT,
        clientSecret: SECRET,
        scopes: [],
        prompt: null,
        claims: CLAIMS,
      };
      const gateway = createOidcGateway(oidc, outward);
      const start = await gateway.begin(REDIRECT);
      provider.state.nonce = start.nonce;
      return gateway.finish(new URL(`${REDIRECT}?code=${CODE}&state=${start.state}`), start);
    },
    keys: () => keysFrom(undefined, { outward }).fetch(`${at('login', login.port)}/jwks`),
    webhook: () =>
      webhookNotifier({ secret: WEBHOOK_SECRET }, { now: () => NOW }, { outward }).send(
        at('hook', hook.port),
        message,
      ),
    mail: () =>
      emailNotifier(`smtp://${name('mail')}:${mailPort()}`, 'ledger@example.com', { outward }).send(
        'ann@example.com',
        message,
      ),
    me: () =>
      ask(
        { url: `${at('ledger', ledger.port)}/under/it`, token: 'blt_x', from: 'setup' },
        10_000,
        environment,
      ),
  };
}

const throughProxy = (more: Environment = {}): Environment => ({
  HTTPS_PROXY: `http://me:top%20secret@127.0.0.1:${proxy.port}`,
  AWS_CA_BUNDLE: AUTHORITY,
  ...more,
});
const named = (service: string) => `${service}.ledger.test`;

describe('out of a company whose proxy knows CONNECT only', () => {
  it('everything goes through it, and nothing past it', async () => {
    proxy.asked.length = 0;
    mails = [];
    const all = everything(throughProxy(), named);
    expect(await all.aws()).toMatchObject({ output: 1 });
    expect(await all.signIn()).toMatchObject({ subject: 'subject-1', email: 'Aya@Example.com' });
    expect((await all.keys()).byteLength).toBeGreaterThan(0);
    await all.webhook();
    expect(hook.got).toHaveLength(1);
    await all.mail();
    expect(mails).toEqual(['ann@example.com over TLS']);
    expect(await all.me()).toMatchObject({ answer: { month: '2026-11' } });
    const hosts = new Set(proxy.asked.map((line) => line.replace(/:\d+$/, '')));
    expect([...hosts].sort()).toEqual(
      ['aws', 'hook', 'ledger', 'login', 'mail'].map((one) => `CONNECT ${one}.ledger.test`),
    );
    expect(
      proxy.asked.filter((line) => line === `CONNECT aws.ledger.test:${aws.port}`).length,
    ).toBeGreaterThan(1);
    const credentials = `Basic ${Buffer.from('me:top secret').toString('base64')}`;
    expect(new Set(proxy.authorizations)).toEqual(new Set([credentials]));
  });

  it('the certificate is that of the target, whatever the proxy leads to', async () => {
    const { fetch } = outwardOf(throughProxy());
    const other = fetch(`https://other.example.org:${hook.port}/`);
    await expect(other).rejects.toMatchObject({ cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' } });
  });

  it('is asked over TLS where it is an https proxy, and its certificate counts', async () => {
    const secure = await connectProxy({ secure: true });
    const by = (host: string, more: Environment) =>
      outwardOf({ HTTPS_PROXY: `https://${host}:${secure.port}`, ...more }).fetch(
        `https://hook.ledger.test:${hook.port}/`,
        { method: 'POST' },
      );
    expect((await by('localhost', { NODE_EXTRA_CA_CERTS: AUTHORITY })).status).toBe(204);
    await expect(by('localhost', {})).rejects.toMatchObject({
      cause: {
        message: expect.stringMatching(/the proxy https:\/\/localhost:\d+ \(HTTPS_PROXY\) cannot be/),
      },
    });
    expect(secure.asked).toEqual([`CONNECT hook.ledger.test:${hook.port}`]);
    await secure.close();
  });

  it('reaches what speaks no TLS by CONNECT as well', async () => {
    const plain = await receiver({ status: 204 }, false);
    const { fetch } = outwardOf({ HTTP_PROXY: `127.0.0.1:${proxy.port}` });
    expect((await fetch(`http://hook.ledger.test:${plain.port}/`)).status).toBe(204);
    await plain.close();
  });

  it('is left out for this machine, and for what NO_PROXY names', async () => {
    proxy.asked.length = 0;
    const { fetch } = outwardOf(throughProxy());
    expect((await fetch(`https://localhost:${hook.port}/`)).status).toBe(204);
    const direct = outwardOf(throughProxy({ NO_PROXY: 'ledger.test' }));
    await expect(direct.fetch(`https://hook.ledger.test:${hook.port}/`)).rejects.toMatchObject({
      cause: { code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) },
    });
    expect(proxy.asked).toEqual([]);
  });

  it.each([
    [
      403,
      /proxy http:\/\/127\.0\.0\.1:\d+ \(HTTPS_PROXY\) does not connect to mail\.example\.com:25 \(403\).*NO_PROXY/,
    ],
    [502, /cannot reach mail\.example\.com:25 either \(502\)/],
    [407, /wants a user and a password \(407\)/],
    ['nothing' as const, /no connection to mail\.example\.com:25 within 0\.05 s through the proxy/],
  ])('says in words that it refused (%s), and no password', async (answer, words) => {
    const refusing = await connectProxy({ answer: () => answer });
    const { proxies } = outwardOf({ HTTPS_PROXY: `http://me:topsecret@127.0.0.1:${refusing.port}` });
    const target = { scheme: 'tcp', host: 'mail.example.com', port: 25 } as const;
    const deadline = answer === 'nothing' ? 50 : 10_000;
    const error = await connect(target, { proxies, secureContext: undefined }, deadline).catch(
      (one: Error) => one,
    );
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toMatch(words);
    expect((error as Error).message).not.toContain('topsecret');
    await refusing.close();
  });

  it('tells jobs and the prompt in the same words that it cannot be reached', async () => {
    const gone = await connectProxy();
    await gone.close();
    const all = everything({ HTTPS_PROXY: `http://127.0.0.1:${gone.port}`, AWS_CA_BUNDLE: AUTHORITY }, named);
    const words = new RegExp(
      `the proxy http://127\\.0\\.0\\.1:${gone.port} \\(HTTPS_PROXY\\) cannot be reached`,
    );
    await expect(all.aws()).rejects.toThrow(words);
    await expect(all.aws()).rejects.toMatchObject({ kind: 'unavailable', retryable: true });
    await expect(all.webhook()).rejects.toThrow(words);
    await expect(all.mail()).rejects.toThrow(words);
    expect(await all.me()).toMatchObject({ words: expect.stringMatching(words) });
  });
});

describe('with the authority of the company', () => {
  it.each(['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'])('of %s everything is trusted', async (variable) => {
    hook.got.length = 0;
    mails = [];
    const all = everything({ [variable]: AUTHORITY }, () => 'localhost');
    expect(await all.aws()).toMatchObject({ output: 1 });
    expect(await all.signIn()).toMatchObject({ subject: 'subject-1' });
    await all.keys();
    await all.webhook();
    await all.mail();
    expect([hook.got.length, mails]).toEqual([1, ['ann@example.com over TLS']]);
    // Node itself reads the other one when it starts.
    if (variable === 'AWS_CA_BUNDLE') expect(await all.me()).toHaveProperty('answer');
  });

  it('nothing is trusted without it', async () => {
    hook.got.length = 0;
    mails = [];
    const all = everything({}, () => 'localhost');
    const untrusted = /unable to verify the first certificate|unable to get local issuer/;
    await expect(all.aws()).rejects.toThrow(untrusted);
    await expect(all.signIn()).rejects.toMatchObject({ refusal: 'unreachable' });
    await expect(all.keys()).rejects.toThrow('no answer');
    await expect(all.webhook()).rejects.toThrow(untrusted);
    await expect(all.mail()).rejects.toThrow(untrusted);
    expect(await all.me()).toMatchObject({ words: expect.stringMatching(/UNABLE_TO/) });
    expect([hook.got, mails]).toEqual([[], []]);
  });

  it('others are trusted as before', () => {
    const { secureContext } = outwardOf({ AWS_CA_BUNDLE: AUTHORITY });
    expect(secureContext).toBeDefined();
    expect(outwardOf({}).secureContext).toBeUndefined();
  });

  it('a file that cannot be used is told by variable, value and reason', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-ca-'));
    const write = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const torn = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const said = (AWS_CA_BUNDLE: string) => {
      try {
        outwardOf({ AWS_CA_BUNDLE });
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    };
    const none = join(folder, 'none.pem');
    expect(said(none)).toContain(`AWS_CA_BUNDLE: there is no such file (is "${none}")`);
    expect(said(folder)).toContain('must be a file, not a folder');
    expect(said(write('empty.pem', 'nothing'))).toContain('holds no certificate in PEM');
    expect(said(write('torn.pem', torn))).toContain('its certificate 1 of 1 cannot be read');
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('a name that leads where nothing is asked', () => {
  it.each([
    [['169.254.169.254'], true],
    [['fd00:ec2::254'], true],
    [['127.0.0.1', '::ffff:169.254.169.254'], true],
    [['127.0.0.1'], false],
  ])('is found out when DNS answers %j, at the moment of connecting', async (addresses, off) => {
    const resolve = ((_host: string, _options: object, done: (...args: unknown[]) => void) =>
      done(
        null,
        addresses.map((address) => ({ address, family: isIP(address) })),
      )) as Ways['resolve'] & object;
    const { proxies } = outwardOf({});
    const target = { scheme: 'tcp', host: 'rebound.example.com', port: hook.port } as const;
    const connecting = connect(target, { proxies, secureContext: undefined, resolve });
    if (off)
      await expect(connecting).rejects.toThrow(/rebound\.example\.com \(.*\) must not be .*link-local/);
    else (await connecting).destroy();
    expect(resolve).toBeDefined();
  });

  it('is not asked, whatever DNS says, and no redirect leads there', async () => {
    const elsewhere = await receiver({ status: 302, location: 'https://169.254.169.254/' });
    const outward = outwardOf({ AWS_CA_BUNDLE: AUTHORITY });
    const sent = webhookNotifier({ secret: WEBHOOK_SECRET }, { now: () => NOW }, { outward }).send(
      `https://localhost:${elsewhere.port}/`,
      message,
    );
    await expect(sent).rejects.toThrow(/redirect/);
    for (const host of ['169.254.169.254', '[fd00:ec2::254]', 'metadata.google.internal'])
      await expect(outward.fetch(`https://${host}/`)).rejects.toMatchObject({
        cause: { message: expect.stringMatching(/link-local/) },
      });
    await elsewhere.close();
  });
});
