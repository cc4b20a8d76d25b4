import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from 'react';
import type { Action } from './shortcuts.ts';

interface Actions {
  /** Returns how to withdraw it again. */
  offer(action: Action, run: () => void): () => void;
  run(action: Action): void;
  isOffered(action: Action): boolean;
}

const ActionsContext = createContext<Actions | undefined>(undefined);

/** What can be done right now, offered by whichever part of the screen does it, for keys, palette and buttons alike. */
export function ActionsProvider({ children }: { children: ReactNode }) {
  const [actions] = useState(createActions);
  return <ActionsContext value={actions}>{children}</ActionsContext>;
}

function createActions(): Actions {
  const offered = new Map<Action, () => void>();
  return {
    offer(action, run) {
      offered.set(action, run);
      return () => {
        if (offered.get(action) === run) offered.delete(action);
      };
    },
    run: (action) => offered.get(action)?.(),
    isOffered: (action) => offered.has(action),
  };
}

export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error('useActions needs an ActionsProvider above');
  return actions;
}

/** Offers an action while the component is there; undefined while it can't be done. */
export function useAction(action: Action, run: (() => void) | undefined): void {
  const { offer } = useActions();
  const runNow = useEffectEvent(() => run?.());
  const possible = run !== undefined;
  useEffect(() => {
    if (!possible) return;
    return offer(action, () => runNow());
  }, [offer, action, possible]);
}
