import { fileMediaTypes, largestFile } from '../../../contract/files.ts';
import type { FastifyReply } from 'fastify';
import { attach, type Files, sniff } from '../../platform/files/files.ts';
import { newId } from '../../platform/ids.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { PaymentsContext } from '../context.ts';
import type { DisputeRow, EvidenceRow } from './dispute.ts';
import { isOpen } from './dispute.ts';
import { countEvidence, insertEvidence, lockDispute, readEvidence } from './queries.ts';

const mostEvidenceByParty = 30;

interface Author {
  party: EvidenceRow['party'];
  id: string;
}

/** @throws dispute_closed, conflict when this side has said too much */
export async function addText(
  context: PaymentsContext,
  disputeId: string,
  author: Author,
  text: string,
): Promise<void> {
  await add(context, disputeId, author, { id: newId(), text });
}

/** Keeps a file and names it. @throws file_not_allowed, dispute_closed, conflict */
export async function addFile(
  context: PaymentsContext,
  files: Files,
  dispute: DisputeRow,
  author: Author,
  file: { name: string; content: Uint8Array },
): Promise<void> {
  if (!isOpen(dispute)) throw new ProblemError('dispute_closed');
  const mediaType = await sniff(file.content, fileMediaTypes);
  if (mediaType === undefined || file.content.length > largestFile)
    throw new ProblemError('file_not_allowed');
  if ((await countEvidence(context.db, dispute.id, author.party)) >= mostEvidenceByParty)
    throw new ProblemError('conflict');
  const id = newId();
  const sha256 = await files.keep(id, file.content);
  await add(context, dispute.id, author, {
    id,
    file_name: file.name,
    media_type: mediaType,
    size: file.content.length,
    sha256,
  });
}

async function add(
  { db, clock }: PaymentsContext,
  disputeId: string,
  author: Author,
  content: Pick<EvidenceRow, 'id'> & Partial<EvidenceRow>,
): Promise<void> {
  await db.transaction(async (tx) => {
    // Locked, so that what comes while it is being decided is either seen or refused, and the limit holds.
    const dispute = await lockDispute(tx, disputeId);
    if (dispute === undefined || !isOpen(dispute)) throw new ProblemError('dispute_closed');
    if ((await countEvidence(tx, disputeId, author.party)) >= mostEvidenceByParty)
      throw new ProblemError('conflict');
    await insertEvidence(tx, {
      text: null,
      file_name: null,
      media_type: null,
      size: null,
      sha256: null,
      ...content,
      dispute_id: disputeId,
      party: author.party,
      author_id: author.id,
      at: clock.now(),
    });
  });
}

/** Sends a file of a dispute to be saved: it is never shown as a page of ours. @throws not_found */
export async function sendFile(
  { db }: PaymentsContext,
  files: Files,
  reply: FastifyReply,
  dispute: DisputeRow,
  evidenceId: string,
): Promise<undefined> {
  const rows = (await readEvidence(db, [dispute.id])).get(dispute.id) ?? [];
  const row = rows.find(({ id }) => id === evidenceId);
  const file = row?.file_name == null ? undefined : await files.read(row.id);
  if (row?.file_name == null || row.media_type === null || file === undefined)
    throw new ProblemError('not_found');
  attach(reply, row.file_name, row.media_type);
  void reply.header('content-length', file.size).send(file.content);
  return undefined;
}
