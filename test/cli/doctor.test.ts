import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, dayOf } from '../../src/core/periods.ts';
import { openCompany } from './setup.ts';

/** The doctor in a company whose tags nobody has activated yet. */

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany({ tags: 'inactive' });
  expect(await company.run(['sync'])).toMatchObject({ code: 0 });
});
afterAll(() => company.close());

const json = async (args: readonly string[], more = {}) => {
  const { code, out, err } = await company.run([...args, '--json'], more);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
};

describe('doctor', () => {
  interface Check {
    check: string;
    state: string;
    found: string;
    advice: string;
    mend: string | null;
  }
  const checksOf = async (args: string[] = [], more = {}): Promise<Check[]> =>
    (await json(['doctor', ...args], more)).checks;
  const of = (checks: readonly Check[], name: string) => checks.filter(({ check }) => check.startsWith(name));

  it('asks every permission, and says of each finding what to do', async () => {
    const checks = await checksOf([], {
      BEDROCK_LEDGER_VENDING_ENABLED: 'true',
      BEDROCK_LEDGER_BUDGETS_MIRROR_ENABLED: 'true',
    });
    for (const asked of ['credentials of the payer', 'bill: services', 'bill: lines', 'AWS Budgets'])
      expect(of(checks, asked)).toMatchObject([{ state: 'ok' }]);
    for (const asked of ['credentials', 'profiles', 'models', 'tags', 'series', 'tokens', 'quota'])
      expect(
        of(checks, `${asked} 333344445555/us-west-2`).filter(({ state }) => state === 'ok').length,
      ).toBeGreaterThan(0);
    expect(of(checks, 'ledger file')).toMatchObject([{ state: 'ok', found: 'sound' }]);
    expect(of(checks, 'audit log')).toMatchObject([
      { state: 'ok', found: expect.stringMatching('entries hold') },
    ]);
    expect(of(checks, 'rights of files')).toMatchObject([{ state: 'ok' }]);
    // As /coverage says it; where most of the rest went round the profiles, who did is the next question.
    expect(of(checks, 'spend with an owner')).toMatchObject([
      {
        state: 'warning',
        found: expect.stringMatching(/^only \d+\.\d\u00a0% of \d{4}-\d{2}$/),
        advice: expect.stringMatching(/^most of the rest: .+ \(\d+\.\d\u00a0%\)$/),
        mend: expect.stringMatching(/^(bedrock-ledger bypass|.*\/coverage)/),
      },
    ]);
    expect(of(checks, 'sign-in')).toMatchObject([{ state: 'ok' }]);
    for (const { state, advice, mend } of checks)
      expect([advice === '', mend === null]).toEqual([state === 'ok', state === 'ok']);
  });

  it('looks at the key by which AWS Budgets knows cost centers of callers, where budgets go there', async () => {
    const byCaller = { BEDROCK_LEDGER_ATTRIBUTION: 'iamPrincipal' };
    const key = 'cost allocation tag iamPrincipal/CostCenter';
    expect(of(await checksOf([], byCaller), key)).toEqual([]);
    const mirrored = { ...byCaller, BEDROCK_LEDGER_BUDGETS_MIRROR_ENABLED: 'true' };
    expect(of(await checksOf([], mirrored), key)).toMatchObject([
      {
        state: 'warning',
        found: expect.stringContaining('inactive'),
        advice: expect.stringContaining('--activate-tags'),
      },
    ]);
  });

  it('finds tags that AWS has seen and nobody activated, activates and back-fills them when asked', async () => {
    const tag = 'cost allocation tag InferenceProfile';
    expect(of(await checksOf(), tag)).toMatchObject([
      {
        state: 'warning',
        found: expect.stringContaining('inactive, last used'),
        advice: expect.stringContaining('--activate-tags'),
      },
    ]);
    const month = addDays(dayOf(company.clock.now()), -5).slice(0, 7);
    const done = await checksOf(['--activate-tags', '--backfill-tags', month]);
    expect(of(done, 'activate InferenceProfile')).toMatchObject([{ state: 'ok' }]);
    expect(of(done, 'tag back-fill')).toMatchObject([
      { state: 'ok', found: expect.stringContaining(`asked from ${month} on`) },
    ]);
    expect(of(done, tag)).toMatchObject([{ found: expect.stringMatching(/^active/) }]);
    const again = await checksOf(['--activate-tags']);
    expect(of(again, 'tag activation')).toMatchObject([{ found: 'there was nothing to activate' }]);
    // AWS takes one back-fill a day.
    const refused = await company.run(['doctor', '--backfill-tags', month]);
    expect(refused.code).toBe(1);
    expect(refused.out.replace(/\s+/g, ' ')).toMatch(/failed tag back-fill .*one back-fill in 24 hours/);
    // Eighty characters where nobody says how wide it is; words that are longer, such as ARNs, stay whole.
    for (const line of refused.out.split('\n'))
      expect(line.length <= 80 || line.trim().split(' ').length === 1, line).toBe(true);
  });

  describe('holds the accounts and Regions of the settings against the bill', () => {
    const ROLE = (id: string) => `{ accountId: "${id}", roleArn: "arn:aws:iam::${id}:role/r" }`;
    /** Collects with other settings into a ledger of its own, then asks. */
    const findings = async (name: string, settings: string) => {
      const db = join(company.folder, `${name}.db`);
      const config = company.write(`${name}.yaml`, `db: ${db}\nbackfillDays: 20\n${settings}`);
      const read = ['profiles', 'usage', 'charges'];
      expect(await company.run(['sync', ...read, '--config', config])).toMatchObject({ code: 0 });
      const { code, out } = await company.run(['doctor', '--json', '--config', config]);
      const { checks } = JSON.parse(out) as { checks: Check[] };
      return { code, checks: checks.filter(({ check }) => /^(accounts|regions)/.test(check)) };
    };

    it('without accounts: a bill, and nothing seen of it, is a fault', async () => {
      expect(await findings('alone', '')).toEqual({
        code: 1,
        checks: [
          {
            check: 'accounts and Regions',
            state: 'failed',
            found: expect.stringMatching(
              /^\$\d+\.\d\d of Bedrock on the bill, but no profile and no token usage in 111122223333 \(us-east-1\)$/,
            ),
            advice: expect.stringMatching(/"accounts".*"regions".*bedrock-ledger sync/),
            ...{ group: 'bill', mend: 'settings accounts' },
          },
        ],
      });
    });

    it('of which one sees nothing of a Region that is billed', async () => {
      const regions = 'regions: [us-east-1, us-west-2, ap-northeast-1]';
      const { code, checks } = await findings('half', `accounts: [${ROLE('333344445555')}]\n${regions}\n`);
      expect(code).toBe(1);
      expect(checks).toContainEqual({
        check: 'regions ap-northeast-1',
        state: 'failed',
        found: expect.stringMatching(/^\$\d+\.\d\d on the bill, but no profile and no token usage$/),
        advice: expect.stringContaining('"accounts"'),
        ...{ group: 'bill', mend: 'settings accounts' },
      });
    });

    it('that lack a Region', async () => {
      const { checks } = await checksOf().then((all) => ({ checks: of(all, 'regions ap-northeast-1') }));
      expect(checks).toMatchObject([
        {
          state: 'warning',
          advice: 'add ap-northeast-1 to "regions" in the settings; then: bedrock-ledger sync',
        },
      ]);
    });

    it('and is content where all of it is read', async () => {
      const accounts = `accounts: [${ROLE('222233334444')}, ${ROLE('333344445555')}]`;
      const regions = 'regions: [us-east-1, us-west-2, ap-northeast-1]';
      expect(await findings('whole', `${accounts}\n${regions}\n`)).toMatchObject({
        code: 0,
        checks: [{ state: 'ok' }],
      });
    });
  });

  it('names profiles that lack tags, one by one', async () => {
    const { profiles } = await json(['profiles', 'list']);
    const lacking = profiles.filter(
      (one: { goneAt: string | null; history: { tags: Record<string, string> }[] }) =>
        one.goneAt === null &&
        ['UserEmail', 'CostCenter', 'InferenceProfile'].some((key) => !one.history.at(-1)?.tags[key]),
    );
    const [found] = of(await checksOf(), 'profiles that lack tags');
    expect(found?.found).toMatch(new RegExp(`^${lacking.length} of \\d+$`));
    for (const { arn } of lacking) expect(found?.advice).toContain(arn);
  });

  it('without credentials tells that, and still looks at the ledger', async () => {
    const { code, out } = await company.run(['doctor', '--json'], {
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
    });
    const { checks } = JSON.parse(out) as { checks: Check[] };
    expect(code).toBe(1);
    expect(checks[0]).toMatchObject({
      check: 'credentials of the payer',
      state: 'failed',
      advice: expect.stringContaining('AWS_PROFILE'),
    });
    expect(of(checks, 'ledger file')).toHaveLength(1);
    expect(of(checks, 'sign-in')).toHaveLength(1);
    expect(of(checks, 'bill')).toEqual([]);
    // What was not asked is not said to be well.
    expect(of(checks, 'permissions')).toMatchObject([{ unasked: true }]);
  });

  it('says which job failed, by the rule of /readyz, with the command that tries it again', async () => {
    expect(of(await checksOf(), 'jobs, messages')).toMatchObject([{ state: 'ok' }]);
    const directory = {
      BEDROCK_LEDGER_DIRECTORY_IDENTITY_STORE_ID: 'd-0000000000',
      BEDROCK_LEDGER_DIRECTORY_REGION: 'us-west-2',
    };
    await company.run(['sync', 'people'], directory);
    expect(of(await checksOf(), 'failing')).toEqual([
      {
        check: 'failing people',
        state: 'warning',
        found: expect.stringMatching(/^the job people failed \(run [\w-]+\), since 2026-11-24T/),
        advice: 'bedrock-ledger sync people',
        group: 'ledger',
        mend: 'bedrock-ledger sync people',
      },
    ]);
  });
});
