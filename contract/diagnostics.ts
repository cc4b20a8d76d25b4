import * as z from 'zod/mini';
import { route } from './route.ts';
import { hasHiddenCharacters, idSchema, languageSchema, timeSchema } from './text.ts';

const line = (maximum: number) =>
  z.string().check(
    z.maxLength(maximum),
    z.refine((text) => !hasHiddenCharacters(text), 'hidden_characters'),
  );

/** What the app wrote down when it crashed; addresses without ids, texts without long numbers. */
export const crashSchema = z.strictObject({
  at: timeSchema,
  page: line(200),
  message: line(300),
  /** Where in the code, innermost first. */
  frames: z.array(line(200)).check(z.maxLength(12)),
});
export type Crash = z.infer<typeof crashSchema>;

/** The bundle a customer looks at and agrees to send: the app and the device, nothing of the account. */
export const diagnosticsSchema = z.strictObject({
  build: line(100),
  browser: line(400),
  languages: line(100),
  timeZone: line(60),
  screen: line(40),
  installed: z.boolean(),
  online: z.boolean(),
  network: z.enum(['good', 'slow', 'unreachable', 'offline']),
  serviceWorker: z.enum(['none', 'waiting', 'active']),
  freeMegabytes: z.optional(z.int().check(z.minimum(0))),
  crashes: z.array(crashSchema).check(z.maxLength(5)),
});
export type Diagnostics = z.infer<typeof diagnosticsSchema>;

export const sendDiagnostics = route({
  method: 'POST',
  path: '/api/diagnostics',
  caller: 'customer',
  summary:
    'Send support a diagnostics bundle, as the customer agreed: it stands in their conversation for agents. The same id is kept once.',
  body: z.strictObject({ id: idSchema, language: languageSchema, diagnostics: diagnosticsSchema }),
  result: z.object({ conversationId: idSchema }),
  status: 201,
  errors: ['too_many_requests'],
});
