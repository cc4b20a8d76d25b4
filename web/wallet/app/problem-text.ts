import { t } from '@lingui/core/macro';
import { ApiProblem } from '../../shared/api.ts';
import { formatMoment } from '../../shared/time.ts';

/** Whether the server refused this field: its path ends with the name. */
export function fieldRefused(error: unknown, name: string): boolean {
  return (
    error instanceof ApiProblem &&
    error.code === 'invalid_request' &&
    (error.problem.fields ?? []).some(({ path }) => path.split('.').includes(name))
  );
}

/** What went wrong, in one or two sentences the customer can act on. */
export function problemText(error: unknown, locale: string): string {
  if (error instanceof Error && error.name === 'PasskeyNotUsed')
    return t`没有用上通行密钥，可以再试一次或换一种方式。`;
  if (!(error instanceof ApiProblem)) return t`没有连上网络，请检查后再试。`;
  const { triesLeft, retryAt } = error.problem;
  const sentences = [error.message];
  if (triesLeft !== undefined && triesLeft > 0) sentences.push(t`还可以再试 ${triesLeft} 次。`);
  if (retryAt !== undefined) {
    const at = formatMoment(Date.parse(retryAt), locale, Date.now());
    sentences.push(t`${at} 以后可以再试。`);
  }
  return sentences.join(locale === 'en' ? ' ' : '');
}
