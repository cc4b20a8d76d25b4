import Bowser from 'bowser';

export interface DeviceKind {
  browser?: string;
  system?: string;
  kind: 'desktop' | 'mobile' | 'tablet' | 'unknown';
}

/** What a browser says it is; anybody can say anything, so it is only shown. */
export function readUserAgent(userAgent: string): DeviceKind {
  const { browser, os, platform } = Bowser.parse(userAgent || 'unknown');
  const { type } = platform;
  return {
    browser: browser.name || undefined,
    system: os.name || undefined,
    kind: type === 'desktop' || type === 'mobile' || type === 'tablet' ? type : 'unknown',
  };
}

/** Chrome · Android */
export function nameOfDevice(userAgent: string): string {
  const { browser, system } = readUserAgent(userAgent);
  return [browser, system].filter(Boolean).join(' · ').slice(0, 60) || 'UPay';
}
