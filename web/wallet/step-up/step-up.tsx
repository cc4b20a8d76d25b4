/**
 * Risky operations asked for again. Wrap the call:
 *
 *   const { confirmed } = useStepUp();
 *   await confirmed((stepUpId) => call(removeTotp, { stepUpId }));
 *
 * When the server answers `step_up_required` a sheet asks for the confirmation, and the call is made again with it. Throws
 * StepUpCanceled when the customer closes the sheet.
 */
import { createContext, lazy, type ReactNode, Suspense, use, useCallback, useMemo, useState } from 'react';
import type { StepUp } from '../../../contract/step-up.ts';
import { ApiProblem } from '../../shared/api.ts';

const StepUpSheet = lazy(() => import('./step-up-sheet.tsx').then((file) => ({ default: file.StepUpSheet })));

/** The customer did not confirm; nothing was done. */
export class StepUpCanceled extends Error {
  override readonly name = 'StepUpCanceled';
}

interface Asking {
  stepUp: StepUp;
  resolve: (stepUpId: string) => void;
  reject: (reason: Error) => void;
}

interface Confirm {
  confirmed: <T>(action: (stepUpId?: string) => Promise<T>) => Promise<T>;
  /** A confirmation is being asked for: other sheets make way. */
  asking: boolean;
}

const ConfirmContext = createContext<Confirm>({ confirmed: (action) => action(), asking: false });

export function useStepUp(): Confirm {
  return use(ConfirmContext);
}

export function StepUpProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asking>();
  const [open, setOpen] = useState(false);

  const confirmed = useCallback<Confirm['confirmed']>(async (action) => {
    let stepUpId: string | undefined;
    for (;;) {
      try {
        return await action(stepUpId);
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.code !== 'step_up_required') throw error;
        const stepUp = error.problem.stepUp as StepUp;
        stepUpId = await new Promise<string>((resolve, reject) => {
          setAsked({ stepUp, resolve, reject });
          setOpen(true);
        }).finally(() => setOpen(false));
      }
    }
  }, []);
  const value = useMemo(() => ({ confirmed, asking: open }), [confirmed, open]);

  return (
    <ConfirmContext value={value}>
      {children}
      {asked && (
        <Suspense fallback={null}>
          <StepUpSheet
            key={asked.stepUp.id}
            open={open}
            stepUp={asked.stepUp}
            onProven={() => asked.resolve(asked.stepUp.id)}
            onCancel={() => asked.reject(new StepUpCanceled())}
          />
        </Suspense>
      )}
    </ConfirmContext>
  );
}
