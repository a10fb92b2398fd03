// Runs test/record/main.ts.

import { root, runBundled } from './bundled.mjs';

// The bundle stands elsewhere than the tree that it reads and writes.
process.env.RECORD_ROOT = root;
await runBundled('test/record/main.ts', 'record');
