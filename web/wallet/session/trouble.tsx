import { Trans } from '@lingui/react/macro';
import { CircleHelp } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../../shared/ui/button.tsx';

const TroubleSheet = lazy(() =>
  import('./trouble-sheet.tsx').then((file) => ({ default: file.TroubleSheet })),
);

/** The way to help for those who are not in yet; what it says is fetched when it is asked for. */
export function Trouble() {
  const [open, setOpen] = useState<boolean>();
  return (
    <>
      <Button variant="quiet" size="small" icon={<CircleHelp />} onClick={() => setOpen(true)}>
        <Trans>遇到问题</Trans>
      </Button>
      {open !== undefined && (
        <Suspense fallback={null}>
          <TroubleSheet open={open} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  );
}
