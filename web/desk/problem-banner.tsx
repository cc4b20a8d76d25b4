import { Banner } from '../shared/ui/banner.tsx';
import { problemText } from './problem.ts';

/** Why what a dialog asked for was not done; nothing while there is no error. */
export function ProblemBanner({ error }: { error: unknown }) {
  if (!error) return null;
  return (
    <Banner tone="danger" live className="mt-3">
      {problemText(error)}
    </Banner>
  );
}
