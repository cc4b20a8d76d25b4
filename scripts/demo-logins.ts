/** Who can log in after the demo fill. Known to everybody who reads this: for the demo only, never for real money. */
export const DEMO_CUSTOMERS = [
  { phone: '13800138000', name: '王芳', password: 'Demo-pass-2026', paymentPassword: '246810' },
  { phone: '13900139000', name: '李明', password: 'Demo-pass-2026', paymentPassword: '246810' },
] as const;

export const DEMO_STAFF = [
  {
    email: 'agent@upay.example',
    name: '张敏',
    password: 'Desk-pass-2026',
    role: 'agent',
    authenticatorSecret: 'DEMOAGENTAUTHENTICATOR2345672AA2',
  },
  {
    email: 'supervisor@upay.example',
    name: '陈刚',
    password: 'Desk-pass-2026',
    role: 'supervisor',
    authenticatorSecret: 'DEMOSUPERVISORAUTHENTICATOR23457',
  },
  {
    email: 'finance@upay.example',
    name: '周敏',
    password: 'Desk-pass-2026',
    role: 'finance',
    authenticatorSecret: 'DEMOFINANCEAUTHENTICATOR2345672A',
  },
  {
    email: 'finance2@upay.example',
    name: '吴健',
    password: 'Desk-pass-2026',
    role: 'finance',
    authenticatorSecret: 'DEMOCONTROLAUTHENTICATOR2345672B',
  },
  {
    email: 'editor@upay.example',
    name: '林编',
    password: 'Desk-pass-2026',
    role: 'knowledge_editor',
    authenticatorSecret: 'DEMOEDITORAUTHENTICATOR234567AA2',
  },
] as const;
