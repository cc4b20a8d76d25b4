import type { FastifyReply } from 'fastify';
import { fileMediaTypes } from '../../contract/files.ts';
import {
  getAttachment,
  getDeskAttachment,
  sendAttachment,
  sendDeskAttachment,
} from '../../contract/attachments.ts';
import { type Message } from '../../contract/support.ts';
import type { Transaction } from '../platform/database/database.ts';
import { attach, createFiles, sniff } from '../platform/files/files.ts';
import type { Serve } from '../platform/http/serve.ts';
import { newId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import { refuseAgent, refuseCustomer } from './access.ts';
import { type AppendEntry, appendSettled } from './append.ts';
import { countAttachments, findMessage } from './message-queries.ts';
import { findConversation } from './queries.ts';
import { createLocalLimiter } from '../platform/rate-limits.ts';
import type { Sender, Support } from './support.ts';

const customerFilesPerMinute = 10;
const mostInAConversation = 100;
const forgetTask = 'support.forget_files';

export interface Attachments {
  /** Deletes files of messages that were erased, once `tx` has committed. */
  forget(tx: Transaction, messageIds: readonly string[]): Promise<void>;
  routes(serve: Serve): void;
}

/** Files in conversations: known by their content, kept before they are acknowledged, and only ever saved by who gets them. */
export function createAttachments(
  platform: Platform,
  { requireAgent }: { requireAgent: Support['requireAgent'] },
): Attachments {
  const { db, jobs, config } = platform;
  const files = createFiles(config.files);
  const limiter = createLocalLimiter(platform.clock, {
    attach: { times: customerFilesPerMinute, seconds: 60 },
  });
  jobs.define(forgetTask, async ({ ids }) => {
    for (const id of ids as string[]) await files.remove(id);
  });

  async function send(
    conversationId: string,
    sender: Sender,
    upload: { name: string; clientMessageId: string; content: Uint8Array },
    refuse: NonNullable<AppendEntry['refuse']>,
  ): Promise<Message> {
    // Looked at before anything is written to the disk, and again under the lock.
    const conversation = await findConversation(db, conversationId);
    if (conversation === undefined) throw new ProblemError('not_found');
    const refusal = refuse(conversation);
    if (refusal !== undefined) throw refusal;
    if (conversation.status === 'closed') throw new ProblemError('conversation_closed');
    const { name, clientMessageId, content } = upload;
    const mediaType = await sniff(content, fileMediaTypes);
    if (mediaType === undefined) throw new ProblemError('file_not_allowed');
    if ((await countAttachments(db, conversationId)) >= mostInAConversation)
      throw new ProblemError('conflict');
    const id = newId();
    await files.keep(id, content);
    const [result] = await db.transaction((tx) =>
      appendSettled(platform, tx, [
        {
          message: {
            id,
            conversationId,
            sender,
            clientMessageId,
            content: { type: 'attachment', name, mediaType, size: content.length },
          },
          refuse,
          needsOpen: true,
        },
      ]),
    );
    // It was sent before, or may not be any more.
    if (result === undefined || 'error' in result || result.value.id !== id) await files.remove(id);
    if (result === undefined || 'error' in result) throw result?.error;
    return result.value;
  }

  async function download(
    reply: FastifyReply,
    conversationId: string,
    messageId: string,
  ): Promise<undefined> {
    const message = await findMessage(db, conversationId, messageId);
    const content = message?.content;
    const file = content?.type === 'attachment' ? await files.read(messageId) : undefined;
    if (content?.type !== 'attachment' || file === undefined) throw new ProblemError('not_found');
    attach(reply, content.name, content.mediaType);
    void reply.header('content-length', file.size).send(file.content);
    return undefined;
  }

  return {
    async forget(tx, messageIds) {
      if (messageIds.length > 0) await jobs.add(tx, [{ task: forgetTask, payload: { ids: messageIds } }]);
    },
    routes(serve) {
      serve(sendAttachment, async ({ caller: { customerId }, params, query, body }) => {
        limiter.take('attach', customerId);
        return send(
          params.id.toLowerCase(),
          { kind: 'customer', id: customerId },
          { ...query, content: body },
          (conversation) => refuseCustomer(customerId, conversation),
        );
      });
      serve(getAttachment, async ({ caller, params, reply }) => {
        const conversation = await findConversation(db, params.id);
        if (conversation?.customer_id !== caller.customerId) throw new ProblemError('not_found');
        return download(reply, conversation.id, params.messageId.toLowerCase());
      });
      serve(sendDeskAttachment, async ({ caller, params, query, body }) => {
        const { id } = await requireAgent(db, caller, params.id.toLowerCase());
        return send(
          id,
          { kind: 'agent', id: caller.staffId, name: caller.name },
          { ...query, content: body },
          (conversation) => refuseAgent(caller, conversation),
        );
      });
      serve(getDeskAttachment, async ({ caller, params, reply }) => {
        const { id } = await requireAgent(db, caller, params.id.toLowerCase(), 'read');
        return download(reply, id, params.messageId.toLowerCase());
      });
    },
  };
}
