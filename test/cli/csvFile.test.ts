import { describe, expect, it } from 'vitest';
import { csvRows } from '../../src/cli/csvFile.ts';
import { readPeople } from '../../src/cli/peopleFile.ts';
import { encodingOf } from '../../src/cli/textFile.ts';
import { readImport } from '../readImport.ts';
import { openCompany } from './setup.ts';

/** Files as spreadsheets really save them. */

const read = (text: string) => csvRows(text).map(({ line, cells }) => `${line} ${cells.join('|')}`);

describe('rows of a file', () => {
  const PLAIN = ['1 email|name', '2 a@example.com|Lee, Ann'];
  it.each([
    ['commas', 'email,name\na@example.com,"Lee, Ann"\n', PLAIN],
    ['semicolons', 'email;name\na@example.com;Lee, Ann\n', PLAIN],
    ['tabs', 'email\tname\na@example.com\tLee, Ann\n', PLAIN],
    ['a mark and line ends of Windows', '\uFEFFemail,name\r\na@example.com,"Lee, Ann"\r\n', PLAIN],
    [
      'what Excel says of its separator',
      'sep=;\r\nemail;name\r\na@example.com;Lee, Ann\r\n',
      ['2 email|name', '3 a@example.com|Lee, Ann'],
    ],
    [
      'the same in quotes and in capitals',
      '\uFEFF"SEP=;"\nemail;name\na@example.com;Lee, Ann\n',
      ['2 email|name', '3 a@example.com|Lee, Ann'],
    ],
    [
      'the same with line ends of an old Mac',
      'sep=;\remail;name\ra@example.com;Lee, Ann\r',
      ['2 email|name', '3 a@example.com|Lee, Ann'],
    ],
    [
      'a separator that is said and seldom',
      'sep=|\nemail|name\na@example.com|Lee, Ann\n',
      ['2 email|name', '3 a@example.com|Lee, Ann'],
    ],
    [
      'empty rows',
      'email,name\n\n,\n , \u3000\na@example.com,"Lee, Ann"\n,,,\n',
      ['1 email|name', '5 a@example.com|Lee, Ann'],
    ],
    ['empty columns at the end', 'email,name,,\na@example.com,"Lee, Ann",,\n', PLAIN],
    [
      'a value in them',
      'email,name,\na@example.com,"Lee, Ann",x\n',
      ['1 email|name', '2 a@example.com|Lee, Ann|x'],
    ],
    [
      'blanks of every width',
      ' email ,\u3000name\n\u00A0a@example.com\u200B,"\u3000Lee,\u00A0Ann "\n',
      PLAIN,
    ],
    [
      'line breaks in quotes',
      'email,name\na@example.com,"Lee\nAnn"\n',
      ['1 email|name', '3 a@example.com|Lee\nAnn'],
    ],
    [
      'cells that were kept from running',
      "email,name\n'=a@example.com,\"''+x\"\n-1,'word\n",
      ['1 email|name', "2 =a@example.com|'+x", "3 -1|'word"],
    ],
    ['a separator inside a name of a column', '"a,b,c";d\n1;2\n', ['1 a,b,c|d', '2 1|2']],
  ])('with %s', (_, text, rows) => expect(read(text)).toEqual(rows));

  it.each([
    'Scope,Key,Amount',
    'SCOPE , KEY,AMOUNT',
    'scope;key;amount_usd',
    'Ｓｃｏｐｅ,key,Amount USD',
    'scope,key,amount_usd,spent_usd,used_percent,forecast_usd,state,mirrored,cautious_usd,stale_since',
  ])('of budgets are known by %j', (head) => {
    const sign = head.includes(';') ? ';' : ',';
    const cells = [
      'user',
      'ann@example.com',
      '60',
      ...head
        .split(sign)
        .slice(3)
        .map(() => ''),
    ];
    const { budgets, faults } = readImport(`${head}\n${cells.join(sign)}\n`);
    expect({ faults, budgets }).toMatchObject({
      faults: [],
      budgets: [{ terms: { amount: 600_000_000_000n } }],
    });
  });

  it.each(['EMAIL', 'E-Mail', 'e mail', 'Email', 'ｅｍａｉｌ'])('of people are known by %j', (head) =>
    expect(readPeople(csvRows(`${head},Cost Center\na@example.com,CC\n`))).toMatchObject({
      columns: ['email', 'costCenter'],
      faults: [],
    }),
  );

  it('with a column that there is not say which one is meant', () => {
    const [fault] = readPeople(csvRows('email,costcentre\na@example.com,CC\n')).faults;
    expect(fault?.reason).toContain('there is no column "costcentre" here. Did you mean costCenter?');
  });
});

const JAPANESE = '利用者,経理部\n鈴木 花子,コストセンター\n';
/** What Node cannot write: the bytes of 経理部, and of かな, in the older encodings. */
const SHIFT_JIS = Buffer.from('656d61696c2c6e616d650a6140622c8c6f979d95940a', 'hex');
const EUC_JP = Buffer.from('656d61696c2c6e616d650a6140622ca4aba4ca0a', 'hex');
const ISO_2022_JP = Buffer.from('656d61696c2c6e616d650a6140622c1b2442242b244a1b28420a', 'hex');

describe('the encoding of a file', () => {
  it.each([
    ['UTF-8', Buffer.from(JAPANESE)],
    ['UTF-8', Buffer.from(`\uFEFF${JAPANESE}`)],
    ['UTF-16', Buffer.from(`\uFEFF${JAPANESE}`, 'utf16le')],
    ['UTF-16', Buffer.from('email,name\na@b,c\n', 'utf16le')],
    ['Shift_JIS', SHIFT_JIS],
    ['EUC-JP', EUC_JP],
    ['ISO-2022-JP', ISO_2022_JP],
    [null, Buffer.from('email\n\xfc@example.com\n', 'latin1')],
  ])('is told: %s', (encoding, bytes) => expect(encodingOf(bytes)).toBe(encoding));

  it('is named with what to do, and nothing is taken in', async () => {
    const company = await openCompany();
    const file = company.write('people.csv', SHIFT_JIS);
    const { code, err } = await company.run(['people', 'import', file]);
    await company.close();
    expect({ code, err }).toEqual({
      code: 1,
      err: `bedrock-ledger: ${file} is in Shift_JIS, not in UTF-8: save it as "CSV UTF-8" and import it again\n`,
    });
  });
});
