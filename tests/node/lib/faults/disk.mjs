// A disk of its own in a file: ext4 on a loop device, whose power can be cut.
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, ftruncateSync, readFileSync, readdirSync, rmSync }
  from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const imageBytes = 256 * 2 ** 20;
const shutdown = new URL('./ext4_shutdown.py', import.meta.url).pathname;
// Also where a caller's PATH leaves the administrator's folders out.
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };

function run(program, ...args) {
  return execFileSync(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
}

export class Disk {
  constructor() {
    this.here = mkdtempSync(join(tmpdir(), 'hejie-disk-'));
    this.image = join(this.here, 'image');
    this.point = join(this.here, 'disk');
    mkdirSync(this.point);
    const file = openSync(this.image, 'w');
    ftruncateSync(file, imageBytes);
    closeSync(file);
    run('mkfs.ext4', '-q', '-F', this.image);
    this.mount();
  }

  mount() {
    run('mount', '-o', 'loop', this.image, this.point);
    this.mounted = true;
  }

  unmount() {
    run('umount', this.point);
    this.mounted = false;
  }

  /** Everything so far is on the disk. */
  sync() { run('sync', '-f', this.point); }

  cutPower() { run('python3', '-B', shutdown, this.point); }

  remove() {
    if (this.mounted) this.unmount();
    rmSync(this.here, { recursive: true, force: true });
  }
}

/** Why no disk can be cut here, or false. Tries it, since containers forbid this in many ways. */
export function whyNoDisk() {
  if (process.platform !== 'linux') return 'no Linux';
  if (process.getuid() !== 0) return 'needs root';
  if (!existsSync('/dev/loop-control')) return 'no loop devices';
  let disk;
  try {
    disk = new Disk();
    disk.cutPower();
    return false;
  } catch (error) {
    return `a loop disk cannot be mounted and cut here: ${String(error.stderr || error.message).trim()}`;
  } finally {
    try { disk?.remove(); } catch { /* what could not be mounted cannot be unmounted */ }
  }
}

/** Runs a program on a disk that says "flushed" and has not. As -D asks, the tracer is the child and not the server. */
export const lyingDisk = ['strace', '-D', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=fdatasync,fsync',
  '-e', 'inject=fdatasync,fsync:retval=0'];

export function whyNoLyingDisk() {
  try {
    run(lyingDisk[0], ...lyingDisk.slice(1), 'true');
    return false;
  } catch (error) {
    return `strace cannot be used here: ${String(error.stderr || error.message).trim()}`;
  }
}

/** Stops every thread of a process; comes back when all stand still. */
export function freeze(pid) {
  process.kill(pid, 'SIGSTOP');
  const stopped = (thread) => {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
    return 'Tt'.includes(stat.slice(stat.lastIndexOf(')') + 2)[0]);
  };
  // A thread inside fdatasync stands still only after it: its answer then waits for the power that does not come back.
  while (!readdirSync(`/proc/${pid}/task`).every(stopped));
}

/** SQLite's own verdict on a copy of the file and its log. @returns "ok", or what is wrong */
export function integrity(folder, copy) {
  mkdirSync(copy, { recursive: true });
  for (const name of ['hejie.db', 'hejie.db-wal']) {
    if (existsSync(join(folder, name))) run('cp', join(folder, name), join(copy, name));
  }
  const program = 'import sqlite3,sys; print("; ".join(r[0] for r in sqlite3.connect(sys.argv[1])' +
    '.execute("PRAGMA integrity_check")))';
  try {
    return run('python3', '-B', '-c', program, join(copy, 'hejie.db')).trim();
  } catch (error) {
    return String(error.stderr || error.message).trim();
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
