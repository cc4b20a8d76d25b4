import type { FastifyRequest } from 'fastify';
import * as documents from '../../contract/identity-document.ts';
import * as contacts from '../../contract/contacts.ts';
import * as contract from '../../contract/security.ts';
import * as stepUp from '../../contract/step-up.ts';
import type { LocalizedText } from '../../contract/text.ts';
import type { Callers, Serve } from '../platform/http/serve.ts';
import { changePassword, requireStrongPassword } from './change-password.ts';
import { readAddress } from './address.ts';
import { checkUp } from './check-up.ts';
import { cancelContactChange, confirmContactChange, readContacts, startContactChange } from './contacts.ts';
import { clientOf, type Context } from './context.ts';
import { listOwnDevices, revokeOtherOwnDevices, revokeOwnDevice } from './devices.ts';
import { assertDocumentNumber, readOwnDocument, removeOwnDocument, setOwnDocument } from './documents.ts';
import * as factors from './factors.ts';
import { askStepUpPasskey, proveStepUp, requireStepUp, sendStepUpCode } from './step-ups.ts';

/** What is confirmed before each change of an account's security. */
const summaries = {
  begin_totp: { zh: '设置身份验证器', en: 'set up an authenticator' },
  remove_totp: { zh: '移除身份验证器', en: 'remove the authenticator' },
  renew_recovery_codes: { zh: '重新生成恢复码', en: 'renew the recovery codes' },
  add_passkey: { zh: '添加通行密钥', en: 'add a passkey' },
  remove_passkey: { zh: '移除通行密钥', en: 'remove a passkey' },
  change_phone: { zh: '更换绑定的手机号', en: 'change the phone bound to your account' },
  change_email: { zh: '更换绑定的邮箱', en: 'change the email bound to your account' },
  set_document: { zh: '登记实名信息', en: 'keep the facts of your identity document' },
  remove_document: { zh: '删除实名信息', en: 'remove the facts of your identity document' },
  change_password: { zh: '修改登录密码', en: 'change your log-in password' },
  confirm_network: { zh: '确认正在使用的网络', en: 'confirm the network you are on' },
} as const satisfies Record<string, LocalizedText>;

/** What customers see and change of their own security. */
export function registerSecurityRoutes(context: Context, serve: Serve): void {
  const confirmed = (caller: Callers['customer'], name: keyof typeof summaries, ...parts: string[]) =>
    requireStepUp(context, caller, { name, parts, summary: summaries[name] });
  const client = (request: FastifyRequest) => clientOf(request, 'customer');

  serve(contract.listDevices, async ({ caller }) => ({ devices: await listOwnDevices(context, caller) }));
  serve(contract.revokeDevice, async ({ caller, params, request }) => {
    await revokeOwnDevice(context, caller, params.id.toLowerCase(), request.ip);
    return undefined;
  });
  serve(contract.revokeOtherDevices, async ({ caller, request }) => ({
    revoked: await revokeOtherOwnDevices(context, caller, request.ip),
  }));

  serve(contract.getFactors, ({ caller }) => factors.readFactors(context, caller));
  serve(contract.beginTotp, async ({ caller }) => {
    await confirmed(caller, 'begin_totp');
    return factors.beginOwnTotp(context, caller);
  });
  serve(contract.confirmTotp, ({ caller, body, request }) =>
    factors.confirmOwnTotp(context, caller, body, client(request)),
  );
  serve(contract.removeTotp, async ({ caller, request }) => {
    await confirmed(caller, 'remove_totp');
    await factors.removeOwnTotp(context, caller, client(request));
    return undefined;
  });
  serve(contract.renewRecoveryCodes, async ({ caller, request }) => {
    await confirmed(caller, 'renew_recovery_codes');
    return factors.renewOwnRecoveryCodes(context, caller, client(request));
  });
  serve(contract.beginPasskey, async ({ caller }) => {
    await confirmed(caller, 'add_passkey');
    return factors.beginOwnPasskey(context, caller);
  });
  serve(contract.addPasskey, ({ caller, body, request }) =>
    factors.addOwnPasskey(context, caller, body, client(request)),
  );
  serve(contract.removePasskey, async ({ caller, params, request }) => {
    const id = params.id.toLowerCase();
    await confirmed(caller, 'remove_passkey', id);
    await factors.removeOwnPasskey(context, caller, id, client(request));
    return undefined;
  });
  serve(contract.confirmNetwork, async ({ caller }) => {
    // Using a confirmation confirms the network it was given on.
    await confirmed(caller, 'confirm_network');
    return undefined;
  });

  serve(contacts.getContacts, ({ caller }) => readContacts(context, caller));
  serve(contacts.startContactChange, async ({ caller, params: { kind }, body, request }) => {
    const address = readAddress(kind, body.address);
    await confirmed(caller, `change_${kind}`, address);
    return startContactChange(context, caller, address, client(request));
  });
  serve(contacts.confirmContactChange, ({ caller, params, body, request }) =>
    confirmContactChange(context, caller, { ...params, ...body }, client(request)),
  );
  serve(contacts.cancelContactChange, ({ caller, params: { kind }, request }) =>
    cancelContactChange(context, caller, kind, client(request)),
  );
  serve(contacts.changePassword, async ({ caller, body, request }) => {
    await requireStrongPassword(context, caller.customerId, body.password);
    await confirmed(caller, 'change_password');
    await changePassword(context, caller, body.password, client(request));
    return undefined;
  });
  serve(documents.getDocument, ({ caller }) => readOwnDocument(context, caller));
  serve(documents.setDocument, async ({ caller, body, request }) => {
    assertDocumentNumber(context, body);
    await confirmed(caller, 'set_document', body.kind, body.name, body.number);
    return setOwnDocument(context, caller, body, client(request));
  });
  serve(documents.removeDocument, async ({ caller, request }) => {
    await confirmed(caller, 'remove_document');
    await removeOwnDocument(context, caller, client(request));
    return undefined;
  });
  serve(contacts.getCheckUp, ({ caller }) =>
    checkUp(context.platform.db, caller.customerId, context.platform.clock.now(), caller.caution),
  );

  serve(stepUp.sendStepUpCode, ({ caller, params, request }) =>
    sendStepUpCode(context, caller, params.id, client(request)),
  );
  serve(stepUp.askStepUpPasskey, ({ caller, params }) => askStepUpPasskey(context, caller, params.id));
  serve(stepUp.answerStepUp, async ({ caller, params, body, request }) => {
    await proveStepUp(context, caller, { id: params.id, answer: body, address: request.ip });
    return undefined;
  });
}
