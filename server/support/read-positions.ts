import { createGroupCommit } from '../platform/group-commit.ts';
import type { Platform } from '../platform/platform.ts';
import { publishRead } from './publish.ts';
import { advanceReadPositions, type ReadMark } from './message-queries.ts';

/** Keeps how far each side has read and received; marks that come together are written together. */
export function createReadPositions(platform: Platform): (mark: ReadMark) => Promise<void> {
  return createGroupCommit<ReadMark, void>({
    concurrency: 1,
    run: async (marks) => {
      const furthest = new Map<string, ReadMark>();
      for (const mark of marks) {
        const key = `${mark.conversationId} ${mark.reader} ${mark.callerId}`;
        const before = furthest.get(key);
        furthest.set(key, {
          ...mark,
          sequence: Math.max(mark.sequence, before?.sequence ?? 0),
          delivered: Math.max(mark.delivered, before?.delivered ?? 0),
        });
      }
      const moved = await advanceReadPositions(platform.db, [...furthest.values()]);
      for (const { conversation_id: conversationId, reader, sequence, delivered } of moved)
        publishRead(platform.bus, { conversationId, reader, sequence, delivered });
      return marks.map(() => ({ value: undefined }));
    },
  });
}
