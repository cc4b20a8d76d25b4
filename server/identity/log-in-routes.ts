import type { FastifyReply } from 'fastify';
import { answerLogInCode, logIn } from '../../contract/identity.ts';
import type { ResultOf } from '../../contract/route.ts';
import * as contract from '../../contract/sign-in.ts';
import type { Serve } from '../platform/http/serve.ts';
import { clientOf, type Context } from './context.ts';
import { addressKey } from './limits.ts';
import * as useCases from './log-in.ts';
import { askForPasskey } from './passkeys.ts';
import { welcome } from './welcome.ts';

export function registerLogInRoutes(context: Context, serve: Serve): void {
  async function told(reply: FastifyReply, result: useCases.LogIn): Promise<ResultOf<typeof logIn>> {
    if (result.status !== 'signed_in') return result;
    return { status: 'signed_in', customer: await welcome(context, reply, result.signIn) };
  }

  serve(logIn, async ({ body, request, reply }) =>
    told(reply, await useCases.logIn(context, body, clientOf(request, 'customer'))),
  );
  serve(answerLogInCode, async ({ params, body, request, reply }) => {
    const answer = { challengeId: params.id, code: body.code };
    return welcome(
      context,
      reply,
      await useCases.answerLogInCode(context, answer, clientOf(request, 'customer')),
    );
  });
  serve(contract.startCodeLogIn, ({ body, request }) =>
    useCases.startCodeLogIn(context, body, clientOf(request, 'customer')),
  );
  serve(contract.answerCodeLogIn, async ({ params, body, request, reply }) => {
    const answer = { challengeId: params.id, code: body.code };
    return told(reply, await useCases.answerCodeLogIn(context, answer, clientOf(request, 'customer')));
  });
  serve(contract.startPasskeyLogIn, async ({ request }) => {
    await context.limiter.take('logInsByAddress', addressKey(request.ip));
    return askForPasskey(context, 'log_in', null);
  });
  serve(contract.answerPasskeyLogIn, async ({ body, request, reply }) =>
    told(reply, await useCases.answerPasskeyLogIn(context, body, clientOf(request, 'customer'))),
  );
  serve(contract.answerLogInFactor, async ({ params, body, request, reply }) => {
    const client = clientOf(request, 'customer');
    return told(
      reply,
      await useCases.answerLogInFactor(context, { logInId: params.id, answer: body }, client),
    );
  });
}
