import { expect, it } from 'vitest';
import { networkChecks } from '../../src/cli/doctorNetwork.ts';
import { readConfig } from '../../src/config.ts';
import { AUTHORITY } from '../outward/setup.ts';

/** What the doctor says of the way out: who is asked through what, and whose certificates count. */

const settings = readConfig({
  BEDROCK_LEDGER_PUBLIC_URL: 'https://ledger.example.com',
  BEDROCK_LEDGER_SIGN_IN_OIDC_ISSUER: 'https://login.example.com/tenant',
  BEDROCK_LEDGER_SIGN_IN_OIDC_CLIENT_ID: 'x',
  BEDROCK_LEDGER_NOTIFY_WEBHOOK_URL: 'http://hooks.corp.example/x',
  BEDROCK_LEDGER_NOTIFY_WEBHOOK_SECRET: 'a secret of the receiver',
  BEDROCK_LEDGER_NOTIFY_SMTP_URL: 'smtp://mail.corp.example:25',
});

it('says that everything goes directly where nothing else is set', async () => {
  const [proxies, authorities] = await networkChecks(settings, {});
  expect(proxies).toMatchObject({
    state: 'ok',
    found:
      'AWS (sts.us-east-1.amazonaws.com), the identity provider (login.example.com), the webhook (hooks.corp.example), mail (mail.corp.example) directly',
  });
  expect(authorities).toMatchObject({ state: 'ok', found: 'those of Node' });
});

it('names proxy and authorities with their variables, for whom they count, and no password', async () => {
  const environment = {
    HTTPS_PROXY: 'http://me:topsecret@proxy.example.com:3128',
    NO_PROXY: '.corp.example',
    AWS_CA_BUNDLE: AUTHORITY,
  };
  const checks = await networkChecks(settings, environment);
  expect(checks.map(({ found }) => found)).toEqual([
    'AWS (sts.us-east-1.amazonaws.com), the identity provider (login.example.com) through http://proxy.example.com:3128 (HTTPS_PROXY); the webhook (hooks.corp.example), mail (mail.corp.example) directly',
    `those of Node, and 1 of AWS_CA_BUNDLE ${AUTHORITY}: for everything asked`,
  ]);
  expect(JSON.stringify(checks)).not.toContain('topsecret');
});

it('leaves a simulated AWS on this machine alone', async () => {
  const environment = { HTTPS_PROXY: 'proxy:3128', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
  const [proxies] = await networkChecks(readConfig({}), environment);
  expect(proxies?.found).toBe('AWS (127.0.0.1) directly');
});
