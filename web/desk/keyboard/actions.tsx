import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from 'react';
import type { Macro } from '../../../contract/agent-hands.ts';
import type { Action } from './shortcuts.ts';

/** `macro` where the action is to use that one. */
type Run = (macro?: Macro) => void;

interface Actions {
  /** Returns how to withdraw it again. */
  offer(action: Action, run: Run): () => void;
  run(action: Action, macro?: Macro): void;
  isOffered(action: Action): boolean;
}

const ActionsContext = createContext<Actions | undefined>(undefined);

/** What can be done right now, offered by whichever part of the screen does it, for keys, palette and buttons alike. */
export function ActionsProvider({ children }: { children: ReactNode }) {
  const [actions] = useState(createActions);
  return <ActionsContext value={actions}>{children}</ActionsContext>;
}

function createActions(): Actions {
  const offered = new Map<Action, Run>();
  return {
    offer(action, run) {
      offered.set(action, run);
      return () => {
        if (offered.get(action) === run) offered.delete(action);
      };
    },
    run: (action, macro) => offered.get(action)?.(macro),
    isOffered: (action) => offered.has(action),
  };
}

export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error('useActions needs an ActionsProvider above');
  return actions;
}

/** Offers an action while the component is there; undefined while it can't be done. */
export function useAction(action: Action, run: Run | undefined): void {
  const { offer } = useActions();
  const runNow = useEffectEvent<Run>((macro) => run?.(macro));
  const possible = run !== undefined;
  useEffect(() => {
    if (!possible) return;
    return offer(action, (macro) => runNow(macro));
  }, [offer, action, possible]);
}
