import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** An append-only file of JSON lines. A line is either wholly there or, after a crash, dropped. */
export interface Journal {
  /** Hands one line to the operating system before it returns, so that killing this process loses nothing. */
  append(line: unknown): void;
  close(): void;
}

/**
 * Opens (or creates) `journal.jsonl` in the folder and replays its lines in order.
 * A torn last line, left by a crash in the middle of a write, is dropped; damage anywhere else throws.
 */
export function openJournal(folder: string, replay: (line: unknown) => void): Journal {
  makeFolder(resolve(folder));
  const path = join(folder, 'journal.jsonl');
  const file = openSync(path, 'a');
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  let number = 0;
  for (let start = 0; start < whole; ) {
    const end = bytes.indexOf(0x0a, start);
    number += 1;
    let line: unknown;
    try {
      line = JSON.parse(bytes.toString('utf8', start, end));
    } catch {
      closeSync(file);
      throw new Error(`line ${number} of ${path} is damaged`);
    }
    replay(line);
    start = end + 1;
  }
  let length = whole;
  let torn = whole < bytes.length;
  let open = true;

  return {
    append(line) {
      // A late request must not write to a descriptor that may by now be another file's.
      if (!open) throw new Error('The journal is closed');
      // Not at opening: a second process that goes on to find its port taken must not touch the file.
      if (torn) ftruncateSync(file, length);
      torn = false;
      const buffer = Buffer.from(`${JSON.stringify(line)}\n`);
      let written = 0;
      try {
        while (written < buffer.length) written += writeSync(file, buffer, written);
      } catch (error) {
        // A disk that fills up in the middle of a line must not glue the next line to this half.
        ftruncateSync(file, length);
        throw error;
      }
      length += buffer.length;
    },
    close() {
      open = false;
      closeSync(file);
    },
  };
}

/** Parents first. Node's own recursive mkdir never returns where the parent refuses with ENOENT, as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}
