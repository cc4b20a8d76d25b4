/**
 * Of what a failing process writes to stderr, the line that says why: the latest that begins with an error's name, as an
 * uncaught one does before its stack, else the latest of all.
 */
export function createLastError(): { add(line: string): void; readonly line: string } {
  let named = '';
  let latest = '';
  return {
    add(line) {
      const text = line.trim();
      if (/^(?:Uncaught )?\w*Error\b.*: /.test(text)) named = text;
      else if (text && !/^at |^[\^{}[\]]|^Node\.js v/.test(text)) latest = text;
    },
    get line() {
      return named || latest;
    },
  };
}
