import { createLog } from '../../src/cli/log.ts';

/** A process of its own that writes more of its log than a pipe takes, and then does what it is told. */
const log = createLog();
for (let line = 0; line < 2_000; line += 1) log.info({ text: 'x'.repeat(100) }, 'answered');
process.on('message', () => process.exit(0));
process.send?.('answers');
