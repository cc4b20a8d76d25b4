import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { newId } from '../../server/platform/ids.ts';

/**
 * The peer of `bench chat`: Socket.IO relays the same traffic, numbered in memory and kept nowhere: both in the room are told
 * of the message, and who sent it of its number. It tells its port to the process that forked it.
 */
const http = createServer();
const io = new Server(http, { transports: ['websocket'] });
const sequences = new Map<string, number>();

interface Send {
  conversationId: string;
  clientMessageId: string;
  text: string;
}

io.on('connection', (socket) => {
  socket.on('join', (conversationId: string, answer: () => void) => {
    void socket.join(conversationId);
    answer();
  });
  socket.on('send', ({ conversationId, clientMessageId, text }: Send, answer: (sequence: number) => void) => {
    const sequence = (sequences.get(conversationId) ?? 0) + 1;
    sequences.set(conversationId, sequence);
    io.to(conversationId).emit('messages', {
      conversationId,
      messages: [
        {
          id: newId(),
          conversationId,
          sequence,
          sender: { kind: 'customer' },
          content: { type: 'text', text },
          clientMessageId,
          sentAt: new Date().toISOString(),
        },
      ],
    });
    answer(sequence);
  });
});
http.listen(0, '127.0.0.1', () => process.send?.((http.address() as AddressInfo).port));
