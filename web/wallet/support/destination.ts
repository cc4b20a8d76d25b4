import type { OptionAction } from '../../../contract/guides.ts';
import { returnPath } from '../app/return-path.ts';

/** The wallet's screen that an option opens; one that puts something right comes back here afterwards. */
export function destination({ screen, paymentId }: Extract<OptionAction, { type: 'open' }>) {
  const returnTo = returnPath();
  switch (screen) {
    case 'payment':
    case 'authentication':
      // The payment's own screen leads to the bank while the bank waits for a confirmation.
      return paymentId ? { to: '/payments/$id', params: { id: paymentId } } : { to: '/bills' };
    case 'bills':
      return { to: '/bills' };
    case 'top_up':
      return { to: '/top-up' };
    case 'withdraw':
      return { to: '/withdraw' };
    case 'transfer':
      return { to: '/transfer' };
    case 'receive':
      return { to: '/receive' };
    case 'methods':
      return { to: '/methods' };
    case 'add_card':
      return { to: '/methods/new-card', search: { returnTo } };
    case 'add_bank_account':
      return { to: '/methods/new-account', search: { returnTo } };
    case 'reset_payment_password':
      return { to: '/me/payment-password', search: { returnTo } };
    case 'log_in':
      return { to: '/login' };
    case 'register':
      return { to: '/register' };
    case 'recover':
      return { to: '/recover' };
    case 'freeze':
      return { to: '/me/freeze' };
    case 'security':
      return { to: '/me/security' };
    case 'authenticator':
      return { to: '/me/authenticator' };
    case 'devices':
      return { to: '/me/devices' };
    case 'contacts':
      return { to: '/me/contacts' };
    case 'password':
      return { to: '/me/password' };
    case 'dispute':
      return paymentId ? { to: '/payments/$id/dispute', params: { id: paymentId } } : { to: '/bills' };
    case 'complaint':
      return { to: '/complaints/new', search: { paymentId } };
    case 'complaints':
      return { to: '/complaints' };
    case 'diagnostics':
      return { to: '/support/diagnostics' };
    case 'support':
      return { to: '/support', search: { screen: 'help', paymentId } };
  }
}
