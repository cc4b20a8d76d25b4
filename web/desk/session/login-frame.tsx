import type { ReactNode } from 'react';
import { LanguageSwitch, ThemeSwitch } from '../shell/appearance.tsx';
import { Mark } from '../shell/mark.tsx';

export interface LoginFrameProps {
  title: ReactNode;
  detail: ReactNode;
  children: ReactNode;
  /** Below the form. */
  note: ReactNode;
}

/** Around the forms of those who are not in yet. */
export function LoginFrame({ title, detail, children, note }: LoginFrameProps) {
  return (
    <div className="grid min-h-dvh grid-rows-[1fr_auto] bg-page pt-safe pb-safe">
      <main className="mx-auto flex w-full max-w-sm flex-col justify-center px-5 py-10">
        <div className="mb-6 flex items-center gap-3">
          <Mark className="size-10" />
          <div>
            <h1 className="font-semibold text-[1.375rem] leading-tight">{title}</h1>
            <p className="text-label text-muted">{detail}</p>
          </div>
        </div>
        {children}
        <p className="mt-4 text-label text-muted">{note}</p>
      </main>
      <footer className="flex flex-wrap items-center justify-center gap-3 px-5 py-4">
        <LanguageSwitch />
        <ThemeSwitch />
      </footer>
    </div>
  );
}

export const FORM = 'flex flex-col gap-4 rounded-card border border-line bg-surface p-5 shadow-card';
