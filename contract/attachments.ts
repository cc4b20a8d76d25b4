import * as z from 'zod/mini';
import { largestFile } from './files.ts';
import { route } from './route.ts';
import { messageSchema } from './support.ts';
import { idSchema, visibleLine } from './text.ts';

const attachmentParams = z.object({ id: idSchema, messageId: idSchema });
const attachmentQuery = z.strictObject({ name: visibleLine(120), clientMessageId: idSchema });

export const sendAttachment = route({
  method: 'POST',
  path: '/api/conversations/:id/attachments',
  caller: 'customer',
  summary:
    'Send a picture or a PDF, known by its content, not by its name; kept before it is answered. The same clientMessageId is kept once.',
  params: z.object({ id: idSchema }),
  query: attachmentQuery,
  upload: { maximumBytes: largestFile },
  result: messageSchema,
  status: 201,
  errors: [
    'not_found',
    'conversation_closed',
    'file_not_allowed',
    'body_too_large',
    'too_many_requests',
    'conflict',
  ],
});

export const getAttachment = route({
  method: 'GET',
  path: '/api/conversations/:id/attachments/:messageId',
  caller: 'customer',
  summary: 'The file of a message.',
  params: attachmentParams,
  download: true,
  errors: ['not_found'],
});

export const sendDeskAttachment = route({
  method: 'POST',
  path: '/api/desk/conversations/:id/attachments',
  caller: 'staff',
  summary: 'Send the customer of one’s open conversation a picture or a PDF.',
  params: z.object({ id: idSchema }),
  query: attachmentQuery,
  upload: { maximumBytes: largestFile },
  result: messageSchema,
  status: 201,
  errors: [
    'not_found',
    'not_allowed',
    'conversation_closed',
    'file_not_allowed',
    'body_too_large',
    'conflict',
  ],
});

export const getDeskAttachment = route({
  method: 'GET',
  path: '/api/desk/conversations/:id/attachments/:messageId',
  caller: 'staff',
  summary: 'The file of a message of a conversation one may read.',
  params: attachmentParams,
  download: true,
  errors: ['not_found', 'not_allowed'],
});
