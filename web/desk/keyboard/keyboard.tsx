import { useState } from 'react';
import { useInbox } from '../inbox/use-inbox.ts';
import { useAction } from './actions.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { Palette } from './palette.tsx';
import { useShortcuts } from './use-shortcuts.ts';

/** Keys, the palette and the help, in every room. */
export function Keyboard() {
  const inbox = useInbox();
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  useShortcuts();
  useAction('palette', () => setPaletteOpen(true));
  useAction('help', () => setHelpOpen(true));
  useAction('inbox', () => inbox.leave());
  return (
    <>
      <Palette open={paletteOpen} onOpenChange={setPaletteOpen} />
      <HelpDialog open={helpOpen} onOpenChange={setHelpOpen} />
    </>
  );
}
