import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCompany } from './setup.ts';

/** Many budgets at once from the command line: plan, apply, undo, remove; what is printed is taken in again. */

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany();
  expect(await company.run(['migrate'])).toMatchObject({ code: 0 });
});
afterAll(() => company.close());

const ok = async (...args: string[]) => {
  const { code, out, err } = await company.run(['budgets', ...args]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
};
const YAML = `budgets:
  - scope: costCenter
    key: "0042 = 開発"
    amount: 1,200
    thresholds: [80%, forecast 100%]
  - { scope: userDefault, amount: 60, period: week, hard: yes }
`;

it('a file is planned, applied after a yes, undone; and what is listed changes nothing', async () => {
  const file = company.write('budgets.yaml', YAML);
  expect(await ok('plan', file, '--unknown')).toContain('2 new.');
  expect(JSON.parse(await ok('list', '--json')).budgets).toEqual([]);
  const unsure = await company.run(['budgets', 'apply', file, '--unknown']);
  expect(unsure).toMatchObject({ code: 2, err: expect.stringContaining('add --yes') });
  const { id } = JSON.parse(await ok('plan', file, '--unknown', '--save', '--json'));
  expect(await ok('apply', id, '--yes', '--reason', 'first')).toContain(`budgets undo ${id}`);
  for (const format of ['csv', 'yaml']) {
    const listed = company.write(`listed.${format}`, await ok('list', `--${format}`));
    expect(await ok('plan', listed, '--remove-missing')).toContain('2 as they are.');
  }
  expect(await ok('remove', 'costCenter:0042 = 開発', '--yes')).toContain('1 ended');
  expect(JSON.parse(await ok('list', '--json')).budgets).toHaveLength(1);
  const left = await company.run(['budgets', 'undo', id]);
  expect(left).toMatchObject({
    code: 3,
    out: expect.stringMatching(/^1 budget is as before\.\n.*stays as it is/s),
  });
  expect(await company.run(['budgets', 'undo', id])).toMatchObject({ code: 1 });
  for (const [args, words] of [
    [['undo', 'nothing'], 'bedrock-ledger budgets changes'],
    [['remove', 'costCenter:Nowhere', '--yes'], '"costCenter:Nowhere": There never was such a budget'],
  ] as const)
    expect((await company.run(['budgets', ...args])).err).toContain(words);
  expect(JSON.parse(await ok('changes', '--json')).plans).toMatchObject([
    { state: 'applied' },
    { state: 'undone', title: 'budgets.yaml' },
  ]);
  expect(await ok('suggest')).toContain('Nobody of these spent anything');
});
