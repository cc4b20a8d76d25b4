import { Readable } from 'node:stream';
import * as contract from '../../../contract/statements.ts';
import type { Serve } from '../../platform/http/serve.ts';
import type { PaymentsContext } from '../context.ts';
import { attach } from '../../platform/files/files.ts';
import { statementCsv, statementPdf } from './statements.ts';

export function registerStatementRoutes(context: PaymentsContext, serve: Serve): void {
  serve(contract.getStatementPdf, async ({ caller, params, query, language, reply }) => {
    const pdf = await statementPdf(context, caller.customerId, params.month, query.language ?? language);
    attach(reply, `UPay-${params.month}.pdf`, 'application/pdf');
    void reply.send(pdf);
    return undefined;
  });
  serve(contract.getStatementCsv, async ({ caller, params, query, language, reply }) => {
    const lines = statementCsv(context, caller.customerId, params.month, query.language ?? language);
    attach(reply, `UPay-${params.month}.csv`, 'text/csv; charset=utf-8');
    void reply.send(Readable.from(lines));
    return undefined;
  });
}
