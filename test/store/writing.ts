import Database from 'better-sqlite3';

/** Writes to a ledger without a pause, each time in one transaction, until it is killed: two halves that are never apart. */

const sqlite = new Database(process.argv[2] ?? '');
sqlite.pragma('busy_timeout = 10000');
const put = sqlite.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
for (let i = 0; ; i += 1) {
  sqlite.transaction(() => {
    put.run('test.first', String(i));
    put.run(`test.${i % 500}`, 'x'.repeat(2000));
    put.run('test.second', String(i));
  })();
  if (i === 20) process.send?.('writing');
}
