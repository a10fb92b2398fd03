import { rmSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { stringify } from 'yaml';
import { say } from './output.ts';

/** The simulated company as the settings name it: where its bill, its profiles and its metrics are. */

/** The account that pays. */
const PAYER = '111122223333';
/** The accounts in which people work. */
const WORKLOADS = ['222233334444', '333344445555'];
const REGIONS = ['us-east-1', 'us-west-2', 'ap-northeast-1'];
/** Where people work besides in a world with oddities. */
const ODD_REGIONS = ['ap-southeast-6', 'ap-southeast-7', 'eu-west-2'];
/** IAM Identity Center is in one Region, here another than most else. */
const DIRECTORY = { identityStoreId: 'd-92670f5a31', region: 'us-west-2' };
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'AKIASIMULATED0000000',
  AWS_SECRET_ACCESS_KEY: 'simulated',
  AWS_REGION: 'us-east-1',
};

/** Settings that read the whole company. */
const settings = (oddities: boolean) => ({
  payer: { accountId: PAYER },
  accounts: WORKLOADS.map((accountId) => ({
    accountId,
    roleArn: `arn:aws:iam::${accountId}:role/bedrock-ledger-reader`,
  })),
  regions: [...REGIONS, ...(oddities ? ODD_REGIONS : [])],
  directory: DIRECTORY,
});

/** Writes them, and `more`, as YAML for `--config`. */
export function writeSettings(file: string, more: Readonly<Record<string, unknown>>, oddities = false): void {
  // It holds secrets, made up as they are; one of before may have been made for others as well.
  rmSync(file, { force: true });
  writeFileSync(file, stringify({ ...settings(oddities), ...more }), { mode: 0o600 });
}

/** Points the SDKs of this process at the simulator and at nothing else, whatever the caller's environment and files in ~/.aws say. */
export function useSimulator(url: string): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    ...CREDENTIALS,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  });
}

/** Lines to paste into another terminal that point the command line, SDKs and the AWS CLI at the simulator. */
function environmentLines(url: string): string[] {
  const named = Object.entries({ AWS_ENDPOINT_URL: url, ...CREDENTIALS });
  return [
    // A profile or a session of the caller's own would go before these keys.
    'unset AWS_PROFILE AWS_SESSION_TOKEN',
    `export ${named.map(([name, value]) => `${name}=${value}`).join(' ')}`,
  ];
}

const tell = (lines: readonly string[]): void => {
  for (const line of lines) say(`  ${line}`);
};

/** Says how another terminal works with a running demo. @param range days of which it knows something */
export function sayHowToUse(
  url: string,
  config: string,
  range: { start: string; endExclusive: string },
): void {
  const quoted = `'${config.replaceAll("'", "'\\''")}'`;
  const file = /^[\w@%+=:,./-]+$/.test(config) ? config : quoted;
  say('The simulated AWS and this ledger, from another terminal:');
  tell([
    ...environmentLines(url),
    `npx bedrock-ledger doctor --config ${file}`,
    `npx bedrock-ledger spend --config ${file} --start ${range.start} --end-exclusive ${range.endExclusive} --group-by day`,
  ]);
}

/** Says what a simulator that runs alone consists of, and the settings that read it. */
export function sayCompany(url: string, oddities: boolean): void {
  say(
    `The simulated company: ${PAYER} pays, people work in ${WORKLOADS.join(' and ')}. From another terminal:`,
  );
  tell(environmentLines(url));
  say('Settings that read it, for a file to name with --config:');
  tell(stringify(settings(oddities)).trimEnd().split('\n'));
}
