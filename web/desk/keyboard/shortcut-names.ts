import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Action } from './shortcuts.ts';

/** What each action is called, in the help and in the palette. */
export const SHORTCUT_NAMES: Record<Action, MessageDescriptor> = {
  next: msg`下一个会话`,
  previous: msg`上一个会话`,
  take: msg`接待会话`,
  next_waiting: msg`接待下一位`,
  reply: msg`回复客户`,
  note: msg`写内部备注`,
  macro: msg`使用快捷回复`,
  suggestion: msg`填入建议的回复`,
  guide: msg`发送引导`,
  account: msg`为客户办理`,
  transfer: msg`转接会话`,
  snooze: msg`稍后处理，或继续处理`,
  close: msg`结束会话`,
  context: msg`显示或收起客户资料`,
  search: msg`搜索会话`,
  inbox: msg`回到收件箱`,
  palette: msg`命令面板`,
  help: msg`键盘快捷键`,
};
