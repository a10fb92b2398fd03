import { codeOf, Fault } from './fault.ts';
import { type Environment, writePrivate } from './files.ts';
import { checkToken, checkUrl, type Target, targetFile } from './target.ts';

/** Address and token, asked for at a terminal or read from what is piped in; the token is never an argument. */
export async function readGiven(url: string | undefined, piped: () => string | null): Promise<Target> {
  const given = url === undefined ? undefined : checkUrl(url);
  const text = piped();
  return text === null ? askFor(given) : readLines(text, given);
}

/** Throws a Fault when it cannot be stored. @returns the file */
export function store({ url, token }: Target, environment: Environment): string {
  const file = targetFile(environment);
  try {
    writePrivate(file, `${JSON.stringify({ url, token })}\n`);
  } catch (error) {
    throw new Fault(`${file} cannot be written (${codeOf(error)}).`);
  }
  return file;
}

async function askFor(given: string | undefined): Promise<Target> {
  const { createInterface } = await import('node:readline/promises');
  const { Writable } = await import('node:stream');
  let hidden = false;
  const output = new Writable({
    write(part, _, done) {
      if (!hidden) process.stderr.write(part);
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  const giveUp = () => {
    process.stderr.write('\nbedrock-ledger me: nothing was stored.\n');
    process.exit(1);
  };
  terminal.on('close', giveUp);
  try {
    const url = given ?? checkUrl(await terminal.question('Address of your Bedrock Ledger: '));
    process.stderr.write(`Token, made at ${url}/tokens (it is not shown here): `);
    hidden = true;
    const token = await terminal.question('');
    process.stderr.write('\n');
    return { url, token: checkToken(token), from: 'setup' };
  } finally {
    terminal.off('close', giveUp);
    terminal.close();
  }
}

function readLines(text: string, given: string | undefined): Target {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const [url, token, ...more] = given === undefined ? lines : [given, ...lines];
  if (url === undefined || token === undefined || more.length > 0)
    throw new Fault(
      given === undefined
        ? '--setup reads two lines from standard input: the address and the token. With --url, the token alone.'
        : '--setup with --url reads one line from standard input: the token.',
      'badRequest',
    );
  return { url: checkUrl(url), token: checkToken(token), from: 'setup' };
}
