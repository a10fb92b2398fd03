import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openCli } from './cli.ts';

/**
 * A program `aws` for scripts that start one for each question: the stock AWS CLI, which takes a second to start, answers
 * all of them in one process; what is started hands on its arguments and the variables of AWS, and says what it answers.
 */

const HANDS_ON = `import json, os, socket, sys
asked = socket.socket(socket.AF_UNIX)
asked.connect(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'socket'))
env = {name: value for name, value in os.environ.items() if name.startswith('AWS_')}
asked.sendall((json.dumps({'args': sys.argv[1:], 'env': env}) + '\\n').encode())
answer = json.loads(asked.makefile(encoding='utf-8').readline())
sys.stdout.write(answer['stdout'])
sys.stderr.write(answer['stderr'])
sys.exit(answer['code'])
`;

/** @returns the folder to put before all others on the PATH */
export async function awsOnPath() {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-aws-'));
  const cli = openCli({});
  const server = createServer((connection) => {
    createInterface({ input: connection }).on('line', async (line) => {
      const { args, env } = JSON.parse(line) as { args: string[]; env: Record<string, string> };
      const failed = (error: Error) => ({ code: 255, stdout: '', stderr: error.message });
      connection.end(`${JSON.stringify(await cli.run(args, env).catch(failed))}\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(join(folder, 'socket'), resolve));
  writeFileSync(join(folder, 'aws.py'), HANDS_ON);
  const program = join(folder, 'aws');
  writeFileSync(program, '#!/bin/sh\nexec python3 -SE "$0.py" "$@"\n');
  chmodSync(program, 0o700);
  return {
    folder,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await cli.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
