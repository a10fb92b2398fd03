import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createClientPool } from '../../src/aws/clients.ts';
import { outwardOf } from '../../src/outward/outward.ts';
import { type ConnectProxy, connectProxy } from './setup.ts';

/** Credentials are fetched by clients that the SDK makes by itself: they go through the proxy as all others do. */

let proxy: ConnectProxy;
let folder: string;
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

beforeAll(async () => {
  // Nothing of this leaves the machine: what is asked for is all that is looked at.
  proxy = await connectProxy({ answer: () => 403 });
  folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-credentials-'));
  const cache = join(folder, '.aws', 'sso', 'cache');
  mkdirSync(cache, { recursive: true });
  const name = createHash('sha1').update('company').digest('hex');
  const token = { accessToken: 'x', expiresAt: '2126-01-01T00:00:00Z' };
  writeFileSync(join(cache, `${name}.json`), JSON.stringify(token));
});
afterEach(() => void vi.unstubAllEnvs());
afterAll(async () => {
  await proxy.close();
  rmSync(folder, { recursive: true, force: true });
});

const SSO = `[profile work]
sso_session = company
sso_account_id = 111122223333
sso_role_name = reader
region = us-east-1
[sso-session company]
sso_region = eu-west-1
sso_start_url = https://company.awsapps.com/start
`;
const ROLE = `[profile base]
aws_access_key_id = AKIAEXAMPLE000000000
aws_secret_access_key = secret
[profile work]
role_arn = arn:aws:iam::111122223333:role/reader
source_profile = base
region = eu-west-1
`;
const ROLE_ARN = 'arn:aws:iam::111122223333:role/pod';

it.each<[string, string, Record<string, string>, { profile?: string; roleArn?: string }, RegExp]>([
  ['of Identity Center, of a profile', SSO, {}, { profile: 'work' }, /portal\.sso\.eu-west-1/],
  ['of Identity Center, by AWS_PROFILE', SSO, { AWS_PROFILE: 'work' }, {}, /portal\.sso\.eu-west-1/],
  ['of Identity Center, for a role', SSO, { AWS_PROFILE: 'work' }, { roleArn: ROLE_ARN }, /portal\.sso\./],
  ['of a role of a profile', ROLE, {}, { profile: 'work' }, /sts\.eu-west-1/],
  ['of a role, by AWS_PROFILE', ROLE, { AWS_PROFILE: 'work' }, {}, /sts\.eu-west-1/],
  ['of a pod', '', { AWS_ROLE_ARN: ROLE_ARN, AWS_WEB_IDENTITY_TOKEN_FILE: 'token' }, {}, /sts\./],
])('those %s', async (what, config, environment, access, host) => {
  vi.stubEnv('HOME', folder);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', write(what.replaceAll(/\W/g, '-'), config));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', write('none', ''));
  for (const [name, value] of Object.entries(environment))
    vi.stubEnv(name, name.endsWith('_FILE') ? write(value, 'a.b.c') : value);
  proxy.asked.length = 0;
  const outward = outwardOf({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` });
  const pool = createClientPool([], access, 'us-east-1', { outward, maxAttempts: 1 });
  const client = await pool.get('sts', 'payer');
  const provider = client.config.credentials as () => Promise<unknown>;
  await expect(provider()).rejects.toThrow();
  expect(proxy.asked[0]).toMatch(new RegExp(`^CONNECT ${host.source}.*\\.amazonaws\\.com:443$`));
});
