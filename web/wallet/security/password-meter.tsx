import { Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { passwordLength } from '../../../contract/identity.ts';
import type { passwordScore } from '../../../contract/password-strength.ts';

const ENOUGH = 8;
const LONG = 15;

/** How hard a password is to guess, by the very rule the server goes by; the words it knows are fetched when needed. */
export function PasswordMeter({
  password,
  name,
  shortest,
}: {
  password: string;
  name?: string;
  shortest: number;
}) {
  const [score, setScore] = useState<typeof passwordScore>();
  const wanted = password !== '';
  useEffect(() => {
    if (wanted)
      void import('../../../contract/password-strength.ts').then((rule) =>
        setScore(() => rule.passwordScore),
      );
  }, [wanted]);
  if (!wanted || !score) return null;
  const length = passwordLength(password);
  const reached = score(password, { name });
  // Never full while the server would refuse it.
  const level = reached < ENOUGH / 2 ? 1 : reached < ENOUGH || length < shortest ? 2 : length < LONG ? 3 : 4;
  const tone = ['bg-danger', 'bg-warning', 'bg-success', 'bg-success'][level - 1] ?? 'bg-danger';
  return (
    <div className="-mt-2" aria-live="polite">
      <div aria-hidden="true" className="grid grid-cols-4 gap-1.5">
        {[1, 2, 3, 4].map((step) => (
          <span key={step} className={`h-1.5 rounded-full ${step <= level ? tone : 'bg-pressed'}`} />
        ))}
      </div>
      <p className="mt-1.5 text-caption text-muted">
        {level === 1 ? (
          <Trans>很容易被猜到</Trans>
        ) : level === 2 ? (
          <Trans>还不够，请再长一些或换少见的词</Trans>
        ) : level === 3 ? (
          <Trans>可以用</Trans>
        ) : (
          <Trans>很难猜</Trans>
        )}
      </p>
    </div>
  );
}
